import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, useState } from "@odoo/owl";
import { useCheckIn } from "./check_in";

/** Check-in and check-out in the header of a visit's form. */
export class CheckInWidget extends Component {
    static template = "sales_os.CheckInWidget";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.local = useState({ busy: false });
        this.checkIn = useCheckIn();
    }

    get state() {
        return this.props.record.resId ? this.props.record.data.state : false;
    }

    async act(run) {
        if (this.local.busy) {
            return;
        }
        this.local.busy = true;
        try {
            if (await this.props.record.save()) {
                await run(this.props.record.resId);
            }
        } finally {
            this.local.busy = false;
            await this.props.record.load();
        }
    }

    onCheckIn() {
        return this.act(async (visitId) => {
            const [{ may_ask_position }] = await this.orm.read("sales_os.visit", [visitId], ["may_ask_position"]);
            await this.checkIn({ visitId, askPosition: may_ask_position });
        });
    }

    onCheckOut() {
        return this.act((visitId) => this.orm.call("sales_os.visit", "action_check_out", [[visitId]]));
    }
}

registry.category("view_widgets").add("sales_os_check_in", {
    component: CheckInWidget,
    fieldDependencies: [{ name: "state", type: "selection" }],
});
