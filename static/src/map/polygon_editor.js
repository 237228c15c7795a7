import { Component, onWillUpdateProps, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { GeometryError, crossesItself, formatArea } from "./geojson";
import { addMapButton, fitBounds, useLeafletMap } from "./leaflet_map_hook";
import { normaliseData } from "./map_groups";
import { MapLayers } from "./map_layers";
import { popupContent } from "./map_popup";
import { PolygonDraft } from "./polygon_draft";
import { PolygonHandles, toPoint } from "./polygon_handles";

/** Draws and changes an area by mouse, touch or keyboard; reports every finished step. */
export class PolygonEditor extends Component {
    static template = "sales_os.PolygonEditor";
    static props = {
        area: Array,
        onChange: Function,
        readonly: { type: Boolean, optional: true },
        color: { type: String, optional: true },
        height: { type: Number, optional: true },
        context: { type: [Object, Boolean], optional: true },
        bus: { type: Object, optional: true },
        label: { type: String, optional: true },
    };
    static defaultProps = { readonly: false, color: "#304be0", height: 420 };

    setup() {
        this.notification = useService("notification");
        this.state = useState({ version: 0, selected: null, tooMany: false });
        this.restart(this.props.area);
        onWillUpdateProps((next) => {
            if (formatArea(next.area) !== formatArea(this.draft.area)) {
                this.restart(next.area);
                this.state.version++;
            }
        });
        this.handle = useLeafletMap("map", {
            label: this.props.label || _t("Area"),
            onReady: (L, map) => this.onReady(L, map),
        });
        useEffect(
            () => this.drawContext(),
            () => [JSON.stringify(this.props.context || {})]
        );
        useEffect(
            () => this.draw(),
            () => [this.state.version, this.state.selected, this.props.readonly, this.props.color]
        );
        if (this.props.bus) {
            // saving closes an area that only lacks its last click
            useBus(this.props.bus, "NEED_LOCAL_CHANGES", ({ detail }) => {
                if (this.draft.canFinish) {
                    detail.proms.push(this.finish());
                }
            });
        }
    }

    restart(area) {
        this.draft = new PolygonDraft(area);
        this.state.selected = null;
    }

    onReady(L, map) {
        this.around = new MapLayers(L, map, (item, position) => this.showAround(item, position));
        this.handles = new PolygonHandles(L, map, {
            move: (path, point, byKey) => this.change(() => this.draft.move(path, point), byKey ? path : null),
            insert: (path, point) => this.change(() => this.draft.insert(path, point)),
            remove: (path) => this.removeCorner(path),
            select: (path) => (this.state.selected = path),
            finish: () => this.finish(),
        });
        addMapButton(L, map, { icon: "fa-arrows-alt", label: _t("Show everything"), onClick: () => this.fit() });
        map.on("click", (event) => this.onMapClick(event));
        map.on("dblclick", () => this.isRepeated && this.draft.canFinish && this.finish());
        map.on("moveend", () => this.onMapMoved());
        map.on("resize", () => this.wasTooSmall && this.fit());
        map.getContainer().addEventListener("keydown", (event) => this.onKey(event));
        this.isNew = true;
    }

    drawContext() {
        this.around.draw(normaliseData(this.props.context), new Set());
    }

    draw() {
        const { draft, handle } = this;
        this.handles.before = null;
        this.handles.draw(draft, {
            color: this.props.color,
            isEditable: !this.props.readonly,
            selected: this.state.selected,
        });
        this.state.tooMany = Boolean(this.handles.tooMany);
        // two quick taps on corners are two taps
        handle.map.doubleClickZoom[this.props.readonly ? "enable" : "disable"]();
        if (this.refocus) {
            this.handles.focus(this.refocus);
            this.refocus = null;
        }
        if (this.isNew) {
            this.isNew = false;
            this.fit();
        }
    }

    fit() {
        const { L, map } = this.handle;
        const size = map.getSize();
        this.wasTooSmall = !size.x || !size.y;
        const own = L.latLngBounds(this.draft.area.flat(2));
        if (!this.wasTooSmall) {
            fitBounds(map, own.isValid() ? own : this.around.bounds);
        }
    }

    showAround(item, position) {
        const { L, map } = this.handle;
        if (this.draft.drawing) {
            this.addCorner(position);
        } else {
            L.popup().setLatLng(position).setContent(popupContent(item, null)).openOn(map);
        }
    }

    // ------------------------------------------------------------ steps a person takes

    async change(step, refocus = null) {
        try {
            step();
        } catch (error) {
            if (!(error instanceof GeometryError)) {
                throw error;
            }
            this.notification.add(error.message, { type: "warning" });
            return;
        }
        this.refocus = refocus;
        this.state.version++;
        if (!this.draft.drawing) {
            await this.props.onChange(this.draft.area);
        }
    }

    start(kind) {
        this.state.selected = null;
        this.change(() => this.draft.start(kind));
        this.handle.map.getContainer().focus();
    }

    /** Other corners have come into sight. */
    onMapMoved() {
        if (!this.draft.drawing && !this.props.readonly && !this.handles.isDragging) {
            this.state.version++;
        }
    }

    onMapClick(event) {
        if (this.draft.drawing) {
            this.addCorner(event.latlng);
        } else {
            this.state.selected = null;
        }
    }

    addCorner(latlng) {
        const { map } = this.handle;
        const last = this.draft.drawing.points.at(-1);
        // the second click of a double click, and a click that a shape passes on, are no new corner
        this.isRepeated = Boolean(last) && map.project(last).distanceTo(map.project(latlng)) <= 4;
        if (!this.isRepeated) {
            this.change(() => this.draft.add(toPoint(latlng)));
        }
    }

    addCornerAtCentre() {
        this.addCorner(this.handle.map.getCenter());
    }

    finish() {
        return this.change(() => this.draft.finish());
    }

    cancel() {
        this.change(() => this.draft.cancel());
    }

    undo() {
        this.state.selected = null;
        this.change(() => this.draft.undo());
    }

    clear() {
        this.state.selected = null;
        this.change(() => this.draft.clear());
    }

    removeCorner(path = this.state.selected) {
        this.state.selected = null;
        this.change(() => this.draft.remove(path));
    }

    onKey(event) {
        if (!this.draft.drawing || event.target !== this.handle.map.getContainer()) {
            return;
        }
        const actions = { Enter: () => this.addCornerAtCentre(), Escape: () => this.cancel(), Backspace: () => this.undo() };
        if (actions[event.key]) {
            event.preventDefault();
            event.stopPropagation();
            actions[event.key]();
        }
    }

    // ------------------------------------------------------------ what the toolbar shows

    get isDrawing() {
        // the draft is no reactive object: its version is what the template follows
        return this.state.version >= 0 && Boolean(this.draft.drawing);
    }

    get hint() {
        if (this.isDrawing) {
            return _t("Click the corners one after the other; click the first one again to close. By keyboard: move the map with the arrow keys, Enter sets a corner in the middle.");
        }
        if (this.state.tooMany) {
            return _t("Zoom in to change the corners.");
        }
        if (!this.draft.area.length) {
            return _t("No area yet. Choose “Draw area” to begin.");
        }
        return _t("Drag a corner to move it, a fainter dot to add one. Click a corner to choose it.");
    }

    get warning() {
        const crossed = this.draft.area.some((rings) => rings.some((ring) => ring.length <= 500 && crossesItself(ring)));
        return crossed ? _t("An outline crosses itself: parts of it count as outside.") : "";
    }
}
