import { _t } from "@web/core/l10n/translation";
import { PALETTE, colorAt, colorOf } from "./map_colors";

/** More shapes than this share one line of the legend. */
const MAX_SHAPE_LINES = 12;
/** Of a line that stands for several colours. */
const MIXED_COLOR = PALETTE[0];

/**
 * What can be shown and hidden, in the order of the legend. A point belongs to its route when it
 * names one (`route`), else to its `group`, else to all points.
 *
 * @param {{shapes: Array, points: Array, routes: Array}} data
 * @returns {{key: string, label: string, color: string, kind: string}[]}
 */
export function legendOf(data) {
    const lines = new Map();
    const add = (key, kind, label, color) => {
        if (!lines.has(key)) {
            lines.set(key, { key, kind, label, color });
        } else if (lines.get(key).kind === kind && lines.get(key).color !== color) {
            lines.get(key).color = MIXED_COLOR;
        }
    };
    const ungrouped = data.points.some((point) => point.group) ? _t("Others") : _t("Points");
    data.routes.forEach((route, index) =>
        add(routeKey(route.id), "route", route.label || _t("Route"), routeColor(route, index))
    );
    for (const point of data.points) {
        add(pointKey(point, data), "point", point.group || ungrouped, colorOf(point.color));
    }
    const isShort = data.shapes.length <= MAX_SHAPE_LINES;
    for (const shape of data.shapes) {
        add(shapeKey(shape, data), "shape", isShort ? shape.label || _t("Area") : _t("Areas"), colorOf(shape.color));
    }
    return [...lines.values()];
}

export function routeColor(route, index) {
    return colorOf(route.color, colorAt(index));
}

export function routeKey(id) {
    return `route:${id}`;
}

export function shapeKey(shape, data) {
    return data.shapes.length > MAX_SHAPE_LINES ? "shapes" : `shape:${shape.id}`;
}

export function pointKey(point, data) {
    if (point.route !== undefined && data.routes.some((route) => route.id === point.route)) {
        return routeKey(point.route);
    }
    return point.group ? `group:${point.group}` : "points";
}

/** The contract's three lists, whatever of them is there; points without a position are left out. */
export function normaliseData(data) {
    const list = (value) => (Array.isArray(value) ? value : []);
    return {
        shapes: list(data?.shapes),
        points: list(data?.points).filter((point) => isPosition(point.lat, point.lng)),
        routes: list(data?.routes).map((route) => ({
            ...route,
            points: list(route.points).filter(([lat, lng]) => isPosition(lat, lng)),
        })),
    };
}

/** 0, 0 is what an empty pair of Float fields holds, not a place in the Gulf of Guinea. */
export function isPosition(latitude, longitude) {
    return (
        Number.isFinite(latitude) &&
        Number.isFinite(longitude) &&
        !(latitude === 0 && longitude === 0) &&
        Math.abs(latitude) <= 90 &&
        Math.abs(longitude) <= 180
    );
}
