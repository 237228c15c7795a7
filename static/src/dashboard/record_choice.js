import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { Component, onPatched, onWillUpdateProps, useRef, useState } from "@odoo/owl";

const PAUSE = 250;

/**
 * One of many records, found by a part of its name: the combobox with a list of the ARIA authoring practices, which screen readers know. Odoo's
 * own names its list a menu and puts each of its rows into the order of the Tab key.
 */
export class RecordChoice extends Component {
    static template = "sales_os.RecordChoice";
    static props = {
        id: String,
        chosen: { type: Object, optional: true },
        find: Function,
        onChoose: Function,
    };

    setup() {
        this.state = useState({ text: this.nameOf(this.props.chosen), rows: [], active: -1, isOpen: false, told: "" });
        this.last = new KeepLast();
        this.search = useDebounced(() => this.load(), PAUSE);
        this.list = useRef("list");
        onWillUpdateProps((next) => {
            if (next.chosen?.id !== this.props.chosen?.id) {
                this.state.text = this.nameOf(next.chosen);
            }
        });
        onPatched(() => this.list.el?.children[this.state.active]?.scrollIntoView({ block: "nearest" }));
    }

    nameOf(record) {
        return record?.name || "";
    }

    get activeId() {
        return this.state.isOpen && this.state.active >= 0 ? `${this.props.id}_${this.state.active}` : false;
    }

    async load() {
        // a name that was chosen is no search: it would find itself alone
        const text = this.state.text === this.nameOf(this.props.chosen) ? "" : this.state.text;
        const found = await this.last.add(this.props.find(text));
        const count = found.choices.length;
        const told = count ? (found.is_whole ? "" : _t("There are more: write more of the name.")) : _t("Nothing is called like that.");
        // who writes means the first one found, who only looks none of them
        Object.assign(this.state, { rows: found.choices, active: text.trim() && count ? 0 : -1, isOpen: count > 0, told });
    }

    close() {
        this.search.cancel();
        // an answer still on its way opens nothing
        this.last.add(new Promise(() => {}));
        Object.assign(this.state, { isOpen: false, active: -1, told: "" });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.search();
    }

    onClick() {
        return this.state.isOpen ? this.close() : this.load();
    }

    onKeydown(ev) {
        const { isOpen, active, rows } = this.state;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            ev.preventDefault();
            if (!isOpen) {
                return this.load();
            }
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.active = active < 0 && step < 0 ? rows.length - 1 : (active + step + rows.length) % rows.length;
        } else if (ev.key === "Enter") {
            ev.preventDefault();
            return active >= 0 ? this.choose(rows[active]) : this.leave();
        } else if (ev.key === "Escape" && isOpen) {
            // the first closes the list, the next one what is around it
            ev.stopPropagation();
            this.close();
        }
    }

    async choose(row) {
        this.close();
        await this.props.onChoose(row.id);
        // what was refused is not shown as chosen
        this.state.text = this.nameOf(this.props.chosen);
    }

    /** An empty field shows all again; a text from which nothing was chosen means nothing. */
    async leave() {
        this.close();
        if (this.props.chosen && !this.state.text.trim()) {
            await this.props.onChoose(0);
        }
        this.state.text = this.nameOf(this.props.chosen);
    }
}
