import { parseArea } from "./geojson";
import { colorOf, textColorOn } from "./map_colors";
import { pointKey, routeColor, routeKey, shapeKey } from "./map_groups";
import { gridClusters } from "./point_clusters";

/** Above this many, points are painted on a canvas; above the next, near ones are grouped. */
const MAX_MARKERS = 150;
const MAX_SINGLE_POINTS = 500;
const CLUSTER_CELL = 56;

/**
 * Draws the data of the map contract and keeps it drawn as one zooms.
 * `open(item, position)` shows an item's popup.
 */
export class MapLayers {
    constructor(L, map, open) {
        Object.assign(this, { L, map, open });
        this.canvas = L.canvas({ padding: 0.3 });
        this.root = L.layerGroup().addTo(map);
        this.points = L.layerGroup().addTo(map);
        this.data = { shapes: [], points: [], routes: [] };
        this.hidden = new Set();
        map.on("zoomend moveend", () => this.isClustered && this.drawPoints());
    }

    get isClustered() {
        return this.data.points.length > MAX_SINGLE_POINTS;
    }

    /** @returns {string[]} labels of shapes that cannot be drawn */
    draw(data, hidden) {
        this.data = data;
        this.hidden = hidden;
        this.root.clearLayers();
        const broken = this.drawShapes();
        this.drawRoutes();
        this.drawPoints();
        return broken;
    }

    drawShapes() {
        const broken = [];
        for (const shape of this.data.shapes) {
            if (this.hidden.has(shapeKey(shape, this.data))) {
                continue;
            }
            try {
                const color = colorOf(shape.color);
                const layer = this.L.polygon(parseArea(shape.geojson), {
                    color, fillColor: color, fillOpacity: 0.18, weight: 2, className: "o_sales_os_map_shape",
                });
                layer.on("click", (event) => this.open(shape, event.latlng));
                if (shape.label) {
                    layer.bindTooltip(document.createTextNode(shape.label), { sticky: true });
                }
                this.root.addLayer(layer);
            } catch {
                broken.push(shape.label || String(shape.id));
            }
        }
        return broken;
    }

    drawRoutes() {
        this.data.routes.forEach((route, index) => {
            if (this.hidden.has(routeKey(route.id)) || route.points.length < 2) {
                return;
            }
            const line = { weight: 4, opacity: 0.9, lineJoin: "round", className: "o_sales_os_map_route" };
            const layer = this.L.polyline(route.points, { ...line, color: routeColor(route, index) });
            layer.on("click", (event) => this.open({ label: route.label, detail: route.detail }, event.latlng));
            this.root.addLayer(layer);
        });
    }

    drawPoints() {
        this.points.clearLayers();
        let points = this.data.points.filter((point) => !this.hidden.has(pointKey(point, this.data)));
        if (!this.isClustered) {
            points.forEach((point) => this.points.addLayer(this.pointLayer(point)));
            return;
        }
        const bounds = this.map.getBounds().pad(0.2);
        points = points.filter((point) => bounds.contains([point.lat, point.lng]));
        const zoom = this.map.getZoom();
        const pixels = points.map((point) => this.map.project([point.lat, point.lng], zoom));
        const cell = zoom >= this.map.getMaxZoom() ? 1 : CLUSTER_CELL;
        for (const members of gridClusters(pixels, cell)) {
            const group = members.map((index) => points[index]);
            this.points.addLayer(group.length === 1 ? this.pointLayer(group[0]) : this.clusterLayer(group));
        }
    }

    pointLayer(point) {
        const { L } = this;
        const color = colorOf(point.color);
        const position = [point.lat, point.lng];
        const hasBadge = ![undefined, null, false, ""].includes(point.badge);
        const layer =
            hasBadge || this.data.points.length <= MAX_MARKERS
                ? L.marker(position, {
                      icon: this.dot(hasBadge ? String(point.badge) : "", color, point.label),
                      riseOnHover: true,
                      alt: point.label || "",
                  })
                : L.circleMarker(position, {
                      renderer: this.canvas, radius: 7, color: "#ffffff", weight: 1.5, fillColor: color, fillOpacity: 1,
                  });
        if (point.label) {
            layer.bindTooltip(document.createTextNode(point.label), { direction: "top", offset: [0, -8] });
        }
        return layer.on("click", () => {
            layer.closeTooltip();
            this.open(point, L.latLng(position));
        });
    }

    dot(text, color, label) {
        const dot = document.createElement("span");
        dot.className = "o_sales_os_map_dot";
        dot.style.backgroundColor = color;
        dot.style.color = textColorOn(color);
        dot.textContent = text;
        const size = text ? 28 : 20;
        const className = `o_sales_os_map_marker ${text ? "o_sales_os_map_badge" : ""}`;
        const icon = this.L.divIcon({ html: dot, className, iconSize: [size, size] });
        if (label) {
            dot.setAttribute("aria-label", text ? `${text}: ${label}` : label);
            dot.setAttribute("role", "img");
        }
        return icon;
    }

    clusterLayer(group) {
        const { L, map } = this;
        const bounds = L.latLngBounds(group.map((point) => [point.lat, point.lng]));
        const count = document.createElement("span");
        count.className = "o_sales_os_map_dot";
        count.textContent = group.length;
        return L.marker(bounds.getCenter(), {
            icon: L.divIcon({ html: count, className: "o_sales_os_map_marker o_sales_os_map_cluster", iconSize: [40, 40] }),
        }).on("click", () => map.fitBounds(bounds, { padding: [28, 28], animate: false }));
    }

    /** Everything that is not hidden. */
    get bounds() {
        const bounds = this.L.latLngBounds([]);
        const { shapes, points, routes } = this.data;
        this.root.eachLayer((layer) => shapes.length && layer.getBounds && bounds.extend(layer.getBounds()));
        routes.forEach((route) => !this.hidden.has(routeKey(route.id)) && bounds.extend(this.L.latLngBounds(route.points)));
        points.forEach((point) => !this.hidden.has(pointKey(point, this.data)) && bounds.extend([point.lat, point.lng]));
        return bounds;
    }
}
