import { loadBundle } from "@web/core/assets";
import { user } from "@web/core/user";
import { session } from "@web/session";
import { addGraticule } from "./graticule";

/**
 * Leaflet comes with OCA's web_leaflet_lib, which puts it into the backend's bundle; on other
 * pages it is fetched from our own server when the first map opens.
 */
export async function loadLeaflet() {
    if (!window.L) {
        await loadBundle("sales_os.assets_leaflet");
    }
    return window.L;
}

/** @returns {{url: string, attribution: string}|null} what the active company has set */
export function tileSettings() {
    const tiles = session.sales_os_map_tiles?.[user.activeCompany?.id];
    return tiles?.url ? tiles : null;
}

/** Where a map without content begins: at the active company's place, else the world. */
export function homeView() {
    const home = session.sales_os_map_home?.[user.activeCompany?.id];
    return home ? { center: home, zoom: 7 } : { center: [25, 5], zoom: 2 };
}

/** Tiles where the company has set a server; else a plain ground, and no request at all. */
export function addGround(L, map) {
    const tiles = tileSettings();
    if (!tiles) {
        addGraticule(L, map);
        return;
    }
    const layer = L.tileLayer(tiles.url, { attribution: tiles.attribution, maxZoom: 19 });
    layer.once("tileerror", () => addGraticule(L, map));
    layer.addTo(map);
}
