import { deserializeDate, deserializeDateTime, toLocaleDateString, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { PALETTE, colorAt } from "../map_colors";
import { isPosition } from "../map_groups";

const RELATIONAL = ["many2one", "many2many", "one2many"];

/** What `web_search_read` is asked for: `a.b` becomes `{a: {fields: {b: {}}}}`. */
export function specificationOf(info, fields) {
    const specification = { display_name: {} };
    const paths = [info.latitude, info.longitude, info.label, info.color, info.badge, info.date, ...info.detailFields];
    for (const path of paths.filter(Boolean)) {
        let level = specification;
        const names = path.split(".");
        names.forEach((name, index) => {
            level[name] ||= {};
            const isRelation = index < names.length - 1 || (index === 0 && RELATIONAL.includes(fields[name]?.type));
            if (isRelation) {
                level[name].fields ||= { display_name: {} };
                level = level[name].fields;
            }
        });
    }
    return specification;
}

function follow(record, path) {
    return path ? path.split(".").reduce((value, name) => value?.[name], record) : undefined;
}

/** A value as a person reads it. */
function textOf(value, field) {
    if (value === false || value === null || value === undefined) {
        return "";
    }
    if (Array.isArray(value)) {
        return value.map((item) => item.display_name).join(", ");
    }
    if (typeof value === "object") {
        return value.display_name || "";
    }
    if (field?.type === "date") {
        return toLocaleDateString(deserializeDate(value));
    }
    if (field?.type === "datetime") {
        return toLocaleDateTimeString(deserializeDateTime(value));
    }
    const format = field && registry.category("formatters").get(field.type, null);
    return String(format ? format(value, { field }) : value);
}

/**
 * The colour of a record and, where its values have names, the name for the legend: of a selection, of
 * a many2one, or of the record whose colour it is (`territory_id.color`).
 */
function colorAndGroup(record, path, fields) {
    const [value, field] = [follow(record, path), fields[path]];
    if (field?.type === "selection" && value) {
        const index = field.selection.findIndex(([key]) => key === value);
        return { color: colorAt(index), group: field.selection[index]?.[1] };
    }
    if (value && typeof value === "object") {
        return { color: colorAt(value.id), group: value.display_name };
    }
    const color = value === false || value === undefined || value === null ? PALETTE[4] : value;
    const owner = path?.includes(".") && record[path.split(".")[0]];
    return owner?.display_name ? { color, group: owner.display_name } : { color };
}

/**
 * @returns {{points: Object[], unplaced: {id: number, label: string}[]}} points of the map contract,
 *  and the records that have no position
 */
export function pointsOf(records, info, fields, resModel) {
    const points = [];
    const unplaced = [];
    for (const record of records) {
        const lat = follow(record, info.latitude);
        const lng = follow(record, info.longitude);
        const label = textOf(follow(record, info.label), fields[info.label]) || record.display_name || "";
        if (!isPosition(lat, lng)) {
            unplaced.push({ id: record.id, label });
            continue;
        }
        const details = [...new Set([info.date, ...info.detailFields].filter(Boolean))]
            .map((path) => [fields[path]?.string, textOf(follow(record, path), fields[path])])
            .filter(([, text]) => text)
            .map(([name, text]) => (name ? `${name}: ${text}` : text));
        points.push({
            id: record.id,
            model: resModel,
            label,
            detail: details.join("\n"),
            lat,
            lng,
            badge: follow(record, info.badge) || undefined,
            ...colorAndGroup(record, info.color, fields),
        });
    }
    return { points, unplaced };
}
