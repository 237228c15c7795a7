import { _t } from "@web/core/l10n/translation";

/** With more corners in sight than this, one zooms in first. */
export const MAX_HANDLES = 400;

/**
 * Draws a PolygonDraft on a Leaflet map with handles on its corners and, fainter, on the middle of
 * its edges. It changes nothing by itself: it calls `on.move`, `on.insert`, `on.remove`, `on.select`,
 * `on.finish` with paths and points.
 */
export class PolygonHandles {
    constructor(L, map, on) {
        Object.assign(this, { L, map, on });
        this.shapes = L.layerGroup().addTo(map);
        this.handles = L.layerGroup().addTo(map);
        this.byPath = new Map();
    }

    draw(draft, { color, isEditable, selected }) {
        this.shapes.clearLayers();
        this.handles.clearLayers();
        this.byPath.clear();
        this.polygons = draft.area.map((rings) =>
            this.L.polygon(rings, { color, fillColor: color, fillOpacity: 0.25, weight: 3, interactive: false }).addTo(this.shapes)
        );
        if (draft.drawing) {
            this.drawOpenRing(draft.drawing, color);
        } else if (isEditable) {
            this.drawCorners(draft.area, selected);
        }
    }

    drawOpenRing({ points }, color) {
        this.L.polyline(points, { color, weight: 3, dashArray: "6 6", interactive: false }).addTo(this.shapes);
        points.forEach((point, index) => {
            const isFirst = index === 0;
            const label = isFirst ? _t("First corner: click to close the area") : _t("Corner %s", index + 1);
            this.marker(point, "o_sales_os_corner", label).on("click", () => {
                if (isFirst) {
                    this.on.finish();
                }
            });
        });
    }

    drawCorners(area, selected) {
        const bounds = this.map.getBounds().pad(0.05);
        const paths = [];
        area.forEach((rings, polygon) =>
            rings.forEach((ring, r) =>
                ring.forEach((point, corner) => {
                    if (bounds.contains(point)) {
                        paths.push({ polygon, ring: r, corner });
                    }
                })
            )
        );
        this.tooMany = paths.length > MAX_HANDLES;
        if (this.tooMany) {
            return;
        }
        for (const path of paths) {
            const ring = area[path.polygon][path.ring];
            this.drawMiddle(path, ring);
            this.drawCorner(path, ring, selected);
        }
    }

    drawCorner(path, ring, selected) {
        const isSelected = selected && samePath(path, selected);
        const label = _t("Corner %(number)s of %(count)s", { number: path.corner + 1, count: ring.length });
        const className = `o_sales_os_corner ${isSelected ? "o_sales_os_corner_selected" : ""}`;
        const marker = this.marker(ring[path.corner], className, label, true);
        marker.on("click", () => this.on.select(path));
        marker.on("drag", (event) => this.preview(path, toPoint(event.latlng), 1));
        marker.on("dragend", () => this.on.move(path, toPoint(marker.getLatLng())));
        marker.on("keydown", ({ originalEvent }) => this.onCornerKey(originalEvent, path, marker));
        this.byPath.set(pathKey(path), marker);
    }

    drawMiddle(path, ring) {
        const next = ring[(path.corner + 1) % ring.length];
        const [from, to] = [this.map.project(ring[path.corner]), this.map.project(next)];
        if (from.distanceTo(to) < 48) {
            return;
        }
        const middle = this.map.unproject(from.add(to).divideBy(2));
        const marker = this.marker(middle, "o_sales_os_middle", _t("Add a corner here"), true);
        marker.on("click", () => this.on.insert(path, toPoint(marker.getLatLng())));
        marker.on("drag", (event) => this.preview(path, toPoint(event.latlng), 0));
        marker.on("dragend", () => this.on.insert(path, toPoint(marker.getLatLng())));
    }

    marker(position, className, label, draggable = false) {
        return this.L.marker(position, {
            icon: this.L.divIcon({ className: `o_sales_os_handle ${className}`, html: "<span></span>", iconSize: [32, 32] }),
            draggable,
            autoPan: draggable,
            autoPanOnFocus: false,
            title: label,
            alt: label,
        })
            .on("dragstart", () => (this.isDragging = true))
            .on("dragend", () => (this.isDragging = false))
            .addTo(this.handles);
    }

    /** Shows the ring as it would be with the corner replaced (1) or a new one put behind it (0). */
    preview({ polygon, ring, corner }, point, replaced) {
        const layer = this.polygons[polygon];
        const rings = layer.getLatLngs().map((latlngs) => latlngs.map(toPoint));
        this.before ||= rings[ring];
        const corners = [...this.before];
        corners.splice(replaced ? corner : corner + 1, replaced, point);
        rings[ring] = corners;
        layer.setLatLngs(rings);
    }

    onCornerKey(event, path, marker) {
        const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
        if (event.key in steps) {
            event.preventDefault();
            event.stopPropagation();
            const length = event.shiftKey ? 25 : 5;
            const at = this.map.project(marker.getLatLng());
            const [x, y] = steps[event.key];
            this.on.move(path, toPoint(this.map.unproject(at.add([x * length, y * length]))), true);
        } else if (event.key === "Delete" || event.key === "Backspace") {
            event.preventDefault();
            event.stopPropagation();
            this.on.remove(path);
        }
    }

    focus(path) {
        this.byPath.get(pathKey(path))?.getElement()?.focus();
    }
}

export function samePath(a, b) {
    return pathKey(a) === pathKey(b);
}

function pathKey({ polygon, ring, corner }) {
    return `${polygon}/${ring}/${corner}`;
}

/** Leaflet's position as [latitude, longitude], brought back onto the one world. */
export function toPoint(latlng) {
    const { lat, lng } = latlng.wrap();
    return [Math.max(-90, Math.min(90, lat)), lng];
}
