import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";

import { usePageTheme } from "../dashboard/page_theme";

const LEVELS = { critical: "o_sales_os_danger", warning: "o_sales_os_warning", info: "o_sales_os_info" };
const CHURN = { slipping: "o_sales_os_warning", lost: "o_sales_os_danger", steady: "o_sales_os_good" };
const VISITS = { done: "fa-check", missed: "fa-times", planned: "fa-calendar-o", in_progress: "fa-play" };

/** Everything about one customer on one page: who it is, what it is worth, what is open, what happened, what to do next. */
export class CustomerPage extends Component {
    static template = "sales_os.CustomerPage";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.theme = usePageTheme();
        this.state = useState({ page: null, why: "" });
        onWillStart(() => this.load());
    }

    get partnerId() {
        const { context, params } = this.props.action;
        return context?.active_id || params?.active_id || params?.resId || this.props.resId || false;
    }

    async load() {
        if (this.partnerId) {
            this.state.page = await this.orm.call("sales_os.customer.page", "page", [this.partnerId]);
            this.env.config.setDisplayName?.(this.page.customer.name);
        }
    }

    get page() {
        return this.state.page;
    }

    level(name) {
        return LEVELS[name];
    }

    churn(name) {
        return CHURN[name] || "";
    }

    visitIcon(name) {
        return VISITS[name];
    }

    /** What is known of something in one line. */
    line(...parts) {
        return parts.filter(Boolean).join(" · ");
    }

    when(event) {
        return formatDateTime(deserializeDateTime(event.when));
    }

    /** Show or hide the reason of something. */
    explain(name) {
        this.state.why = this.state.why === name ? "" : name;
    }

    openRecord(model, id) {
        return this.action.doAction({ type: "ir.actions.act_window", res_model: model, res_id: id, views: [[false, "form"]] });
    }

    async start(action) {
        await this.action.doAction(action, { onClose: () => this.load() });
    }

    async act(insightId) {
        const action = await this.orm.call("sales_os.insight", "action_do", [[insightId]]);
        return action ? this.action.doAction(action) : this.load();
    }

    doNext() {
        const { insight_id, action } = this.page.next_action;
        return insight_id ? this.act(insight_id) : this.start(action);
    }
}

registry.category("actions").add("sales_os.customer_page", CustomerPage);
