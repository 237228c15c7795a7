import { Component, onWillUpdateProps, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { addMapButton, fitBounds, useLeafletMap } from "./leaflet_map_hook";
import { legendOf, normaliseData } from "./map_groups";
import { MapLayers } from "./map_layers";
import { popupContent } from "./map_popup";

/** As many points as a list beside the map can hold and still be read. */
const MAX_LISTED = 200;

/** An item stands for the record of its id, unless it names another one. */
function recordIdOf(item) {
    return item.res_id ?? item.id;
}

/**
 * Shapes, points and routes on a map, with a legend that shows and hides them and a list that
 * says the same in words. `data` follows doc/maps.md.
 */
export class SalesOsMap extends Component {
    static template = "sales_os.Map";
    static props = {
        data: { type: [Object, Boolean], optional: true },
        height: { type: Number, optional: true },
        fill: { type: Boolean, optional: true },
        label: { type: String, optional: true },
        onPointClick: { type: Function, optional: true },
        viewport: { type: Object, optional: true },
        onViewportChange: { type: Function, optional: true },
    };
    static defaultProps = { height: 400, fill: false };

    setup() {
        this.action = useService("action");
        this.state = useState({ hidden: {}, broken: [], isListOpen: false });
        this.readData(this.props.data);
        onWillUpdateProps((next) => this.readData(next.data));
        this.handle = useLeafletMap("map", {
            label: this.props.label || _t("Map"),
            captureWheel: this.props.fill,
            onReady: (L, map) => this.onReady(L, map),
        });
        useEffect(
            () => this.redraw(),
            () => [this.signature, Object.keys(this.state.hidden).join("|")]
        );
    }

    readData(data) {
        this.signature = JSON.stringify(data || {});
        this.data = normaliseData(JSON.parse(this.signature));
        this.legend = legendOf(this.data);
    }

    onReady(L, map) {
        this.layers = new MapLayers(L, map, (item, position) => this.openPopup(item, position));
        addMapButton(L, map, { icon: "fa-arrows-alt", label: _t("Show everything"), onClick: () => this.fit() });
        if (this.props.viewport) {
            map.setView(this.props.viewport.center, this.props.viewport.zoom, { animate: false });
            this.fitted = this.signature;
        }
        map.on("resize", () => this.wasTooSmall && this.fit());
        map.on("moveend", () => {
            const { lat, lng } = map.getCenter();
            this.props.onViewportChange?.({ center: [lat, lng], zoom: map.getZoom() });
        });
    }

    redraw() {
        const broken = this.layers.draw(this.data, new Set(Object.keys(this.state.hidden)));
        if (broken.join() !== this.state.broken.join()) {
            this.state.broken = broken;
        }
        if (this.fitted !== this.signature) {
            this.fitted = this.signature;
            this.fit();
        }
    }

    fit() {
        const size = this.handle.map.getSize();
        this.wasTooSmall = !size.x || !size.y;
        if (!this.wasTooSmall) {
            fitBounds(this.handle.map, this.layers.bounds);
        }
    }

    get isEmpty() {
        const { shapes, points, routes } = this.data;
        return !shapes.length && !points.length && !routes.length;
    }

    get listedPoints() {
        return this.data.points.slice(0, MAX_LISTED);
    }

    get unlistedCount() {
        return this.data.points.length - this.listedPoints.length;
    }

    toggle(key) {
        if (this.state.hidden[key]) {
            delete this.state.hidden[key];
        } else {
            this.state.hidden[key] = true;
        }
    }

    canOpen(item) {
        return Boolean(this.props.onPointClick || (item.model && Number.isInteger(recordIdOf(item))));
    }

    openPopup(item, position) {
        const { L, map } = this.handle;
        const onOpen = this.canOpen(item) ? () => this.openRecord(item) : null;
        L.popup({ maxWidth: 260, offset: [0, -4] })
            .setLatLng(position)
            .setContent(popupContent(item, onOpen))
            .openOn(map);
    }

    showPoint(point) {
        const { L, map } = this.handle;
        const position = L.latLng(point.lat, point.lng);
        map.setView(position, Math.max(map.getZoom(), 13), { animate: false });
        this.openPopup(point, position);
    }

    openRecord(item) {
        if (this.props.onPointClick && item.lat !== undefined) {
            return this.props.onPointClick(item);
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: item.model,
            res_id: recordIdOf(item),
            views: [[false, "form"]],
        });
    }
}
