import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { GeometryError, formatArea, parseArea } from "./geojson";
import { colorOf } from "./map_colors";
import { PolygonEditor } from "./polygon_editor";

/**
 * `<field name="polygon" widget="sales_os_polygon" options="{'context_field': 'map_data', 'color_field': 'color'}"/>`
 * on a Text field with GeoJSON. What cannot be read as an area stays as text and can be mended there.
 */
export class PolygonField extends Component {
    static template = "sales_os.PolygonField";
    static components = { PolygonEditor };
    static props = {
        ...standardFieldProps,
        height: { type: Number, optional: true },
        contextField: { type: String, optional: true },
        colorField: { type: String, optional: true },
    };
    static defaultProps = { height: 420 };

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get parsed() {
        try {
            return { area: parseArea(this.text), error: "" };
        } catch (error) {
            if (!(error instanceof GeometryError)) {
                throw error;
            }
            return { area: [], error: error.message };
        }
    }

    get context() {
        const { contextField, record } = this.props;
        const around = contextField && record.data[contextField];
        if (!around) {
            return false;
        }
        // the area itself is drawn by its editor
        const isOther = ({ id, model }) => id !== record.resId || (model && model !== record.resModel);
        return { ...around, shapes: (around.shapes || []).filter(isOther) };
    }

    get color() {
        const { colorField, record } = this.props;
        return colorField ? colorOf(record.data[colorField]) : undefined;
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    onChange(area) {
        return this.write(formatArea(area));
    }

    onTextChange(event) {
        return this.write(event.target.value.trim());
    }

    async write(text) {
        if (text !== this.text) {
            await this.props.record.update({ [this.props.name]: text || false });
        }
    }
}

export const polygonField = {
    component: PolygonField,
    displayName: _t("Area on a map"),
    supportedTypes: ["text"],
    supportedOptions: [
        { label: _t("Height in pixels"), name: "height", type: "number" },
        { label: _t("Field with shapes around"), name: "context_field", type: "field", availableTypes: ["json"] },
        { label: _t("Field with the colour"), name: "color_field", type: "field", availableTypes: ["integer", "char"] },
    ],
    isEmpty: () => false,
    additionalClasses: ["d-block", "w-100"],
    fieldDependencies: ({ options }) =>
        [
            options.context_field && { name: options.context_field, type: "json" },
            options.color_field && { name: options.color_field, type: "integer" },
        ].filter(Boolean),
    extractProps: ({ options }) => ({
        height: options.height ? Number(options.height) : undefined,
        contextField: options.context_field,
        colorField: options.color_field,
    }),
};

registry.category("fields").add("sales_os_polygon", polygonField);
