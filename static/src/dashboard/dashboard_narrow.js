import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Component, useExternalListener, useRef, useState } from "@odoo/owl";

import { RecordChoice } from "./record_choice";

/** What figures are narrowed to, in words. */
export function narrowedName(code) {
    return { channel: _t("Channel"), category: _t("Product category"), segment: _t("Segment"), customer: _t("Customer") }[code];
}

/** Narrows the whole page: a list where there are few to choose from, a search where there are many. */
export class DashboardNarrow extends Component {
    static template = "sales_os.DashboardNarrow";
    static components = { RecordChoice };
    static props = { filters: Array, onNarrow: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ isOpen: false, fields: null });
        this.root = useRef("root");
        this.button = useRef("button");
        this.nameOf = narrowedName;
        useExternalListener(window, "pointerdown", (ev) => this.root.el.contains(ev.target) || this.close(), true);
    }

    /** What there is to choose from is asked for when it is first wanted: the page itself does not wait for it. */
    async toggle() {
        this.state.isOpen = !this.state.isOpen;
        if (this.state.isOpen && !this.state.fields) {
            this.state.fields = await this.orm.call("sales_os.dashboard", "narrow_choices", []);
        }
    }

    close() {
        this.state.isOpen = false;
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.isOpen) {
            ev.stopPropagation();
            this.close();
            this.button.el.focus();
        }
    }

    /** Closed by going on with the keyboard; nothing is gone to when a telephone puts its keyboard away. */
    onFocusout(ev) {
        if (ev.relatedTarget && !this.root.el.contains(ev.relatedTarget)) {
            this.close();
        }
    }

    chosen(code) {
        return this.props.filters.find((one) => one.code === code);
    }

    /** The choices of a list; with what narrows already, though it may be archived by now. */
    choices(field) {
        const chosen = this.chosen(field.code);
        const isThere = !chosen || field.choices.some((choice) => choice.id === chosen.id);
        return isThere ? field.choices : [chosen, ...field.choices];
    }

    async onSelect(code, ev) {
        const select = ev.target;
        await this.props.onNarrow(code, Number(select.value));
        // what was refused is not shown as chosen
        select.value = this.chosen(code)?.id || "";
    }

    find(code, text) {
        return this.orm.call("sales_os.dashboard", "narrow_find", [code, text]);
    }
}
