import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { usePager } from "@web/search/pager_hook";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { standardViewProps } from "@web/views/standard_view_props";
import { SalesOsMap } from "../sales_os_map";

/** As many names as one reads; the rest is a click away in a list view. */
const MAX_NAMES = 50;

export class MapController extends Component {
    static template = "sales_os.MapView";
    static components = { CogMenu, Layout, SalesOsMap, SearchBar };
    static props = { ...standardViewProps, Model: Function, archInfo: Object };

    setup() {
        this.action = useService("action");
        this.state = useState({ showsUnplaced: false });
        const saved = this.props.state || {};
        this.viewport = saved.viewport;
        this.model = useModel(this.props.Model, {
            archInfo: this.props.archInfo,
            fields: this.props.fields,
            resModel: this.props.resModel,
            offset: saved.offset,
        });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({
            rootRef: useRef("root"),
            getLocalState: () => ({ viewport: this.viewport, offset: this.model.offset }),
        });
        usePager(() => ({
            offset: this.model.offset,
            limit: this.model.limit,
            total: this.model.total > this.model.limit ? this.model.total : 0,
            isEditable: false,
            onUpdate: ({ offset }) => this.model.turnTo(offset),
        }));
        this.searchBarToggler = useSearchBarToggler();
    }

    get canCreate() {
        return this.props.archInfo.activeActions.create && Boolean(this.props.createRecord);
    }

    get summary() {
        const { total, offset, limit, data } = this.model;
        const shown = _t("%s on the map", data.points.length);
        if (total <= limit) {
            return shown;
        }
        const last = Math.min(offset + limit, total);
        return `${shown} · ${_t("records %(first)s to %(last)s of %(total)s", { first: offset + 1, last, total })}`;
    }

    get unplacedText() {
        return _t("%s without a position", this.model.unplaced.length);
    }

    get namedUnplaced() {
        return this.model.unplaced.slice(0, MAX_NAMES);
    }

    openRecord(id) {
        const activeIds = [...this.model.data.points, ...this.model.unplaced].map((item) => item.id);
        return this.props.selectRecord?.(id, { activeIds });
    }

    openUnplaced() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Without a position"),
            res_model: this.props.resModel,
            domain: [["id", "in", this.model.unplaced.map((item) => item.id)]],
            views: [[false, "list"], [false, "form"]],
        });
    }
}
