import { _t } from "@web/core/l10n/translation";
import { serializeDate, serializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { uuid } from "@web/core/utils/strings";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { VisitCard } from "./visit_card";

const { DateTime } = luxon;

/** The day of one representative: visits in order, check-in and check-out, and who else is due. Made for a phone first. */
export class MyDay extends Component {
    static template = "sales_os.MyDay";
    static components = { Layout, VisitCard };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ day: null, busy: false });
        this.asked = { date: false, repId: this.props.action.params?.rep_id || false };
        this.planUuids = {};
        onWillStart(() => this.load());
    }

    async load() {
        this.state.day = await this.orm.call("sales_os.visit", "my_day", [this.asked.date, this.asked.repId]);
    }

    get day() {
        return this.state.day;
    }

    get title() {
        const day = DateTime.fromISO(this.day.date);
        return day.toLocaleString({ weekday: "long", day: "numeric", month: "long" });
    }

    get isToday() {
        return this.day.date === this.day.today;
    }

    get progressPercent() {
        const { done, total } = this.day.progress;
        return total ? Math.round((100 * done) / total) : 0;
    }

    get progressText() {
        const { done, total, missed, minutes } = this.day.progress;
        const parts = [_t("%(done)s of %(total)s visits done", { done, total })];
        if (missed) {
            parts.push(_t("%s missed", missed));
        }
        if (minutes) {
            parts.push(_t("%s minutes with customers", minutes));
        }
        return parts.join(" · ");
    }

    async goTo(date) {
        this.asked.date = date;
        await this.load();
    }

    move(days) {
        return this.goTo(serializeDate(DateTime.fromISO(this.day.date).plus({ days })));
    }

    async onRep(ev) {
        this.asked.repId = Number(ev.target.value) || false;
        await this.load();
    }

    async onConsent() {
        await this.orm.call("sales_os.rep", "action_set_location_consent", [[this.day.rep.id], true]);
        await this.load();
    }

    async onPlan(row) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            // one name per wish: tapping twice, or again after a lost answer, plans one visit
            const key = `${this.day.rep.id}:${this.day.date}:${row.partner_id}`;
            this.planUuids[key] ??= uuid();
            await this.orm.call("sales_os.visit", "action_plan_visit", [row.partner_id], {
                date: this.day.date,
                rep_id: this.day.rep.id,
                client_uuid: this.planUuids[key],
            });
        } finally {
            try {
                await this.load();
            } finally {
                this.state.busy = false;
            }
        }
    }

    onNewVisit() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales_os.visit",
            views: [[false, "form"]],
            context: { default_rep_id: this.day.rep.id, default_date_start: serializeDateTime(DateTime.fromISO(`${this.day.date}T09:00:00`)) },
        });
    }

    openRoute() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales_os.route.plan",
            res_id: this.day.route_plan_id,
            views: [[false, "form"]],
        });
    }

    openDueList() {
        this.action.doAction("sales_os.visit_due_action");
    }
}

registry.category("actions").add("sales_os.my_day", MyDay);
