import { onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { addGround, homeView, loadLeaflet } from "./ground";

/**
 * Sets up a Leaflet map in the element of a reference and takes it down with the component.
 *
 * @param {string} refName
 * @param {Object} options
 * @param {(L: Object, map: Object) => void} options.onReady called once, mounted
 * @param {string} options.label what the map shows, for screen readers
 * @param {boolean} [options.captureWheel] zoom by wheel at once (a map that fills the screen),
 *  else only while the map has the focus, so that a form can be scrolled past it
 * @returns {{L: Object|null, map: Object|null}}
 */
export function useLeafletMap(refName, { onReady, label, captureWheel = false }) {
    const ref = useRef(refName);
    const handle = { L: null, map: null };
    let observer = null;

    onWillStart(async () => {
        handle.L = await loadLeaflet();
    });
    onMounted(() => {
        const { L } = handle;
        ref.el.setAttribute("aria-label", label);
        const animated = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
        const map = L.map(ref.el, {
            zoomControl: false,
            attributionControl: false,
            scrollWheelZoom: captureWheel,
            zoomAnimation: animated,
            fadeAnimation: animated,
            markerZoomAnimation: animated,
            minZoom: 1,
            maxZoom: 19,
            ...homeView(),
        });
        handle.map = map;
        L.control.attribution({ prefix: false }).addTo(map);
        L.control.zoom({ zoomInTitle: _t("Zoom in"), zoomOutTitle: _t("Zoom out") }).addTo(map);
        L.control.scale({ imperial: false }).addTo(map);
        if (!captureWheel) {
            map.on("focus", () => map.scrollWheelZoom.enable());
            map.on("blur", () => map.scrollWheelZoom.disable());
        }
        addGround(L, map);
        observer = new ResizeObserver(() => map.invalidateSize({ animate: false }));
        observer.observe(ref.el);
        onReady(L, map);
    });
    onWillUnmount(() => {
        observer?.disconnect();
        handle.map?.remove();
        handle.map = null;
    });
    return handle;
}

/** A button among the map's own controls. */
export function addMapButton(L, map, { icon, label, onClick, position = "topleft" }) {
    const control = L.control({ position });
    control.onAdd = () => {
        const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control");
        const button = L.DomUtil.create("a", "o_sales_os_map_button", bar);
        Object.assign(button, { href: "#", title: label, role: "button" });
        button.setAttribute("aria-label", label);
        L.DomUtil.create("i", `fa ${icon}`, button).setAttribute("aria-hidden", "true");
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(button, "click", (event) => {
            L.DomEvent.preventDefault(event);
            onClick();
        });
        return bar;
    };
    return control.addTo(map);
}

/** Shows all of the bounds, but never closer than a neighbourhood. */
export function fitBounds(map, bounds, maxZoom = 14) {
    if (bounds.isValid()) {
        map.fitBounds(bounds, { padding: [28, 28], maxZoom, animate: false });
    }
}
