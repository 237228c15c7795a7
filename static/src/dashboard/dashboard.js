import { browser } from "@web/core/browser/browser";
import { deserializeDate, deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useRef, useState } from "@odoo/owl";

import { DashboardChart } from "./dashboard_chart";
import { DashboardNarrow, narrowedName } from "./dashboard_narrow";
import { usePageTheme } from "./page_theme";

const CHOICE = "sales_os_dashboard_choice";
const COLORS = {
    light: { bar: "#3f6fb5", hover: "#2b5596", text: "#4a5568", grid: "rgba(0, 0, 0, 0.08)" },
    dark: { bar: "#7fb0f5", hover: "#a9caf9", text: "#c3cbd9", grid: "rgba(255, 255, 255, 0.12)" },
};
const FIRST = { scope: false, scope_id: false, period: "this_month", date_from: false, date_to: false, compare: "previous", division: "customer", filters: {} };
// where a part of the revenue leads: a narrower page, or that of somebody else
const NARROWS = ["customer", "category", "segment", "channel"];
const LEADS_TO = { owner: "rep", branch: "team", territory: "territory" };
const LEVELS = { danger: "o_sales_os_danger", critical: "o_sales_os_danger", warning: "o_sales_os_warning", info: "o_sales_os_info" };

/** Where the period stands, why, and what to do; for representatives, managers and executives each with their figures. */
export class Dashboard extends Component {
    static template = "sales_os.Dashboard";
    static components = { Layout, DashboardChart, DashboardNarrow };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.theme = usePageTheme();
        this.head = useRef("head");
        this.nameOf = narrowedName;
        this.last = new KeepLast();
        this.state = useState({ board: null, choice: this.remembered(), isBusy: false });
        onWillStart(() => this.load());
    }

    /** What was chosen last in this tab; whose figures are shown is chosen anew with each login. */
    remembered() {
        try {
            return { ...FIRST, ...JSON.parse(browser.sessionStorage.getItem(CHOICE) || "{}") };
        } catch {
            return { ...FIRST };
        }
    }

    get board() {
        return this.state.board;
    }

    get colors() {
        return COLORS[this.theme.name];
    }

    async load() {
        const choice = { ...this.state.choice };
        this.state.isBusy = true;
        try {
            // whoever chooses twice in a row sees the second, whichever answer comes first
            this.state.board = await this.last.add(this.orm.call("sales_os.dashboard", "board", [], choice));
            this.shown = choice;
            browser.sessionStorage.setItem(CHOICE, JSON.stringify(choice));
        } catch (error) {
            browser.sessionStorage.removeItem(CHOICE);
            throw error;
        } finally {
            this.state.isBusy = false;
        }
    }

    async choose(changes) {
        Object.assign(this.state.choice, changes);
        try {
            await this.load();
        } catch (error) {
            Object.assign(this.state.choice, this.shown);
            this.notification.add(error.data?.message || error.message, { type: "danger" });
        }
    }

    onScope(ev) {
        const [scope, id] = ev.target.value.split(":");
        return this.choose({ scope, scope_id: scope === "company" ? false : Number(id) });
    }

    onPeriod(ev) {
        const { date_from, date_to } = this.board;
        const days = ev.target.value === "custom" ? { date_from, date_to } : { date_from: false, date_to: false };
        return this.choose({ period: ev.target.value, ...days });
    }

    onDay(which, ev) {
        return ev.target.value && this.choose({ period: "custom", [which]: ev.target.value });
    }

    onCompare(ev) {
        return this.choose({ compare: ev.target.value || false });
    }

    onDivision(ev) {
        return this.choose({ division: ev.target.value });
    }

    /** Whether a part of the revenue opens a page of its own. */
    canOpenPart(part) {
        const kind = LEADS_TO[this.board.division];
        const isThere = this.board.scopes.some((scope) => scope.kind === kind && scope.id === part.id);
        return Boolean(part.id) && (isThere || NARROWS.includes(this.board.division));
    }

    openPart(part) {
        if (NARROWS.includes(this.board.division)) {
            return this.narrow(this.board.division, part.id);
        }
        return this.choose({ scope: LEADS_TO[this.board.division], scope_id: part.id });
    }

    /** Narrow the whole page to a record; without one, show all again. */
    narrow(code, id) {
        const filters = { ...this.state.choice.filters };
        delete filters[code];
        return this.choose({ filters: id ? { ...filters, [code]: id } : filters });
    }

    widen(code) {
        // the button that is pressed vanishes: whoever goes by the keyboard is not left nowhere
        this.head.el.querySelector(".o_sales_os_narrow_open").focus({ preventScroll: true });
        return this.narrow(code, false);
    }

    isScope(scope) {
        return scope.kind === this.board.scope.kind && scope.id === this.board.scope.id;
    }

    arrow(figure) {
        return figure.variance > 0 ? "fa-arrow-up" : figure.variance < 0 ? "fa-arrow-down" : "fa-arrow-right";
    }

    tone(figure) {
        return { yes: "o_sales_os_good", no: "o_sales_os_bad" }[figure.is_better] || "o_sales_os_even";
    }

    level(name) {
        return LEVELS[name];
    }

    width(percent) {
        return `width: ${Math.max(0, Math.min(100, percent || 0))}%`;
    }

    day(text) {
        return formatDate(deserializeDate(text));
    }

    when(event) {
        return formatDateTime(deserializeDateTime(event.when));
    }

    get monthLabels() {
        return this.board.months.points.map((point) => deserializeDate(point.date_from).toFormat("LLL yy"));
    }

    open(action) {
        return action?.res_model && this.action.doAction(action);
    }

    openRecord(model, id) {
        return this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] });
    }

    openStage(index) {
        return this.open(this.board.pipeline[index].action);
    }

    openMonth(index) {
        const { date_from, date_to } = this.board.months.points[index];
        return this.choose({ period: "custom", date_from, date_to });
    }

    async act(alert) {
        const action = await this.orm.call("sales_os.insight", "action_do", [[alert.id]]);
        return action && this.action.doAction(action);
    }

    start(name) {
        return this.action.doAction(name);
    }
}

registry.category("actions").add("sales_os.dashboard", Dashboard);
