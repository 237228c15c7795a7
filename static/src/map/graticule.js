const STEPS = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/** The widest step that still draws at least four lines over so many degrees. */
export function graticuleStep(span) {
    return STEPS.find((step) => span / step >= 4) || STEPS.at(-1);
}

/** @returns {number[]} the multiples of step between two degrees */
export function graticuleLines(from, to, step) {
    const lines = [];
    for (let n = Math.ceil(from / step); n * step <= to && lines.length < 100; n++) {
        lines.push(Number((n * step).toFixed(4)));
    }
    return lines;
}

/**
 * The plain ground of a map without tiles: thin lines of latitude and longitude, drawn from
 * nothing but the visible bounds.
 */
export function addGraticule(L, map) {
    const pane = map.getPane("graticule") || map.createPane("graticule");
    pane.style.zIndex = 150;
    pane.style.pointerEvents = "none";
    const renderer = L.svg({ pane: "graticule", padding: 0.2 });
    const lines = L.layerGroup().addTo(map);
    const draw = () => {
        lines.clearLayers();
        const bounds = map.getBounds();
        const [south, north] = [Math.max(-85, bounds.getSouth()), Math.min(85, bounds.getNorth())];
        const [west, east] = [bounds.getWest(), bounds.getEast()];
        const step = graticuleStep(east - west);
        const style = { renderer, pane: "graticule", className: "o_sales_os_graticule", interactive: false };
        for (const latitude of graticuleLines(south, north, step)) {
            lines.addLayer(L.polyline([[latitude, west - 1], [latitude, east + 1]], style));
            lines.addLayer(degree(L, [latitude, east], latitude, "N", "S", "o_sales_os_degree_latitude"));
        }
        for (const longitude of graticuleLines(west, east, step)) {
            lines.addLayer(L.polyline([[south - 1, longitude], [north + 1, longitude]], style));
            lines.addLayer(degree(L, [north, longitude], longitude, "E", "W", "o_sales_os_degree_longitude"));
        }
    };
    map.on("moveend resize", draw);
    if (map._loaded) {
        draw();
    }
}

function degree(L, position, value, positive, negative, className) {
    const text = `${Math.abs(value)}° ${value === 0 ? "" : value > 0 ? positive : negative}`.trim();
    return L.marker(position, {
        icon: L.divIcon({ html: text, className: `o_sales_os_degree ${className}`, iconSize: null }),
        pane: "graticule",
        interactive: false,
        keyboard: false,
    });
}
