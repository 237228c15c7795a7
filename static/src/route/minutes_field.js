import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whole minutes as people say them: 5 h 20 min. Read only. */
export class MinutesField extends Component {
    static template = "sales_os.MinutesField";
    static props = { ...standardFieldProps };

    get text() {
        return formatMinutes(this.props.record.data[this.props.name] || 0);
    }
}

export function formatMinutes(minutes) {
    const hours = Math.floor(minutes / 60);
    if (!hours) {
        return _t("%s min", minutes);
    }
    const rest = String(minutes % 60).padStart(2, "0");
    return _t("%(hours)s h %(minutes)s", { hours, minutes: rest });
}

registry.category("fields").add("sales_os_minutes", {
    component: MinutesField,
    displayName: _t("Minutes"),
    supportedTypes: ["integer", "float"],
});
