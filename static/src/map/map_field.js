import { Component, xml } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { SalesOsMap } from "./sales_os_map";

/** `<field name="map_data" widget="sales_os_map" options="{'height': 400}"/>` on a Json field. */
export class MapField extends Component {
    static template = xml`
        <SalesOsMap data="props.record.data[props.name]" height="props.height" label="label"/>`;
    static components = { SalesOsMap };
    static props = { ...standardFieldProps, height: { type: Number, optional: true } };
    static defaultProps = { height: 400 };

    get label() {
        return this.props.record.fields[this.props.name].string;
    }
}

export const mapField = {
    component: MapField,
    displayName: _t("Map"),
    supportedTypes: ["json"],
    supportedOptions: [{ label: _t("Height in pixels"), name: "height", type: "number" }],
    isEmpty: () => false,
    additionalClasses: ["d-block", "w-100"],
    extractProps: ({ options }) => ({ height: options.height ? Number(options.height) : undefined }),
};

registry.category("fields").add("sales_os_map", mapField);
