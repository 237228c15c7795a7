import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const WATCH_MS = 3000;

/**
 * Works off a planning run representative by representative while its form is open, and shows how far it is. Each call is a
 * transaction of its own: closing the page, or a killed server, loses nothing, and the scheduled job goes on later.
 */
export class RouteProgress extends Component {
    static template = "sales_os.RouteProgress";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.progress = useState({ finished: 0, total: 0, rep: "" });
        this.isOpen = true;
        onMounted(() => this.work());
        onWillUnmount(() => {
            this.isOpen = false;
        });
    }

    get state() {
        return this.props.record.data.state;
    }

    get finished() {
        return this.progress.total ? this.progress.finished : this.props.record.data.finished_count;
    }

    get total() {
        return this.progress.total || this.props.record.data.line_count;
    }

    get percent() {
        return this.total ? Math.round((100 * this.finished) / this.total) : 100;
    }

    get isMine() {
        return this.props.record.data.user_id?.id === user.userId;
    }

    async work() {
        while (this.isOpen) {
            if (this.state === "running" && this.isMine) {
                Object.assign(
                    this.progress,
                    await this.orm.silent.call("sales_os.route.run", "action_work", [[this.props.record.resId]])
                );
            } else {
                await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
            }
            if (!this.isOpen || this.state === "done") {
                break;
            }
            await this.props.record.load();
        }
    }
}

registry.category("view_widgets").add("sales_os_route_progress", {
    component: RouteProgress,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "user_id", type: "many2one" },
        { name: "line_count", type: "integer" },
        { name: "finished_count", type: "integer" },
    ],
});
