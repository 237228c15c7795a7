import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";

const BADGES = { draft: "text-bg-secondary", submitted: "text-bg-info", approved: "text-bg-primary", paid: "text-bg-success" };

/** What one representative is owed, was paid and may still earn, and how every line came about. */
export class CommissionBoard extends Component {
    static template = "sales_os.CommissionBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ board: null, open: false });
        this.repId = this.props.action.params?.rep_id || false;
        onWillStart(() => this.load());
    }

    async load() {
        this.state.board = await this.orm.call("sales_os.rep", "action_commission_board", [this.repId]);
    }

    get board() {
        return this.state.board;
    }

    badge(state) {
        return BADGES[state];
    }

    barWidth(percent) {
        return `width: ${Math.max(0, Math.min(100, percent))}%`;
    }

    barColor(percent) {
        return percent >= 100 ? "bg-success" : "bg-primary";
    }

    async onRep(ev) {
        this.repId = Number(ev.target.value) || false;
        await this.load();
    }

    toggle(entry) {
        this.state.open = this.state.open === entry.id ? false : entry.id;
    }

    openStatement(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "sales_os.commission.statement",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openLedger() {
        this.action.doAction("sales_os.commission_entry_action", { additionalContext: { search_default_rep_id: this.board.rep.id } });
    }

    openDisputes() {
        this.action.doAction("sales_os.commission_dispute_action");
    }
}

registry.category("actions").add("sales_os.commission_board", CommissionBoard);
