import { Component, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useLeafletMap } from "./leaflet_map_hook";
import { isPosition } from "./map_groups";
import { toPoint } from "./polygon_handles";

/** How near one looks at a single place. */
const PLACE_ZOOM = 13;

/**
 * `<field name="start_latitude" widget="sales_os_position" options="{'longitude_field': 'start_longitude'}"/>`:
 * a place as a marker on a map; a click sets it, a drag moves it.
 */
export class PositionField extends Component {
    static template = "sales_os.PositionField";
    static props = {
        ...standardFieldProps,
        longitudeField: String,
        height: { type: Number, optional: true },
    };
    static defaultProps = { height: 280 };

    setup() {
        this.handle = useLeafletMap("map", {
            label: this.props.record.fields[this.props.name].string,
            onReady: (L, map) => this.onReady(L, map),
        });
        useEffect(
            () => this.draw(),
            () => [...this.position, this.props.readonly]
        );
    }

    get position() {
        const { record, name, longitudeField } = this.props;
        return [record.data[name], record.data[longitudeField]];
    }

    get hasPosition() {
        return isPosition(...this.position);
    }

    get text() {
        if (!this.hasPosition) {
            return this.props.readonly ? _t("No position.") : _t("No position yet: click the place on the map.");
        }
        return this.position.map((degrees) => degrees.toFixed(5)).join(", ");
    }

    onReady(L, map) {
        this.layer = L.layerGroup().addTo(map);
        map.doubleClickZoom.disable();
        map.on("click", (event) => this.set(event.latlng));
        if (this.hasPosition) {
            map.setView(this.position, PLACE_ZOOM, { animate: false });
        }
    }

    draw() {
        const { L, map } = this.handle;
        this.layer.clearLayers();
        if (!this.hasPosition) {
            return;
        }
        const marker = L.marker(this.position, {
            icon: L.divIcon({ className: "o_sales_os_handle o_sales_os_place", html: "<span></span>", iconSize: [32, 32] }),
            draggable: !this.props.readonly,
            title: this.text,
            alt: this.text,
        });
        marker.on("dragend", () => this.set(marker.getLatLng()));
        this.layer.addLayer(marker);
        if (!map.getBounds().contains(this.position)) {
            map.setView(this.position, PLACE_ZOOM, { animate: false });
        }
    }

    async set(latlng) {
        if (!this.props.readonly) {
            const [latitude, longitude] = toPoint(latlng).map((degrees) => Math.round(degrees * 1e6) / 1e6);
            await this.write(latitude, longitude);
        }
    }

    setToCentre() {
        return this.set(this.handle.map.getCenter());
    }

    clear() {
        return this.write(0, 0);
    }

    write(latitude, longitude) {
        const { record, name, longitudeField } = this.props;
        return record.update({ [name]: latitude, [longitudeField]: longitude });
    }
}

export const positionField = {
    component: PositionField,
    displayName: _t("Position on a map"),
    supportedTypes: ["float"],
    supportedOptions: [
        { label: _t("Longitude field"), name: "longitude_field", type: "field", availableTypes: ["float"] },
        { label: _t("Height in pixels"), name: "height", type: "number" },
    ],
    isEmpty: () => false,
    additionalClasses: ["d-block", "w-100"],
    fieldDependencies: ({ options }) => [{ name: options.longitude_field, type: "float", readonly: false }],
    extractProps: ({ options }) => ({
        longitudeField: options.longitude_field,
        height: options.height ? Number(options.height) : undefined,
    }),
};

registry.category("fields").add("sales_os_position", positionField);
