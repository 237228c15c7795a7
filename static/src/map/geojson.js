import { _t } from "@web/core/l10n/translation";

/**
 * An *area* is a list of polygons, a polygon a list of rings (the outline, then its holes),
 * a ring a list of [latitude, longitude] without the closing repetition.
 */
export class GeometryError extends Error {}

/**
 * @param {string|Object|false} value GeoJSON: Polygon, MultiPolygon, or features of them
 * @returns {Array} area; empty for an empty value
 * @throws {GeometryError} with a message for the user
 */
export function parseArea(value) {
    let geometry = value;
    if (typeof value === "string") {
        if (!value.trim()) {
            return [];
        }
        try {
            geometry = JSON.parse(value);
        } catch {
            throw new GeometryError(_t("This is not valid JSON."));
        }
    }
    if (geometry === null || geometry === undefined || geometry === false) {
        return [];
    }
    return polygonsOf(geometry).map(readPolygon);
}

function polygonsOf(geometry) {
    switch (geometry?.type) {
        case "Polygon":
            return [listOf(geometry.coordinates)];
        case "MultiPolygon":
            return listOf(geometry.coordinates);
        case "Feature":
            return geometry.geometry ? polygonsOf(geometry.geometry) : [];
        case "FeatureCollection":
            return listOf(geometry.features).flatMap(polygonsOf);
        case "GeometryCollection":
            return listOf(geometry.geometries).flatMap(polygonsOf);
    }
    throw new GeometryError(
        _t("A GeoJSON Polygon or MultiPolygon is expected here, not “%s”.", String(geometry?.type))
    );
}

function listOf(value) {
    if (!Array.isArray(value)) {
        throw new GeometryError(_t("The coordinates are missing or are not a list."));
    }
    return value;
}

function readPolygon(coordinates) {
    const rings = listOf(coordinates).map(readRing);
    if (!rings.length) {
        throw new GeometryError(_t("A polygon needs an outline."));
    }
    return rings;
}

function readRing(positions) {
    const ring = listOf(positions).map((position) => {
        const [longitude, latitude] = listOf(position);
        if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) {
            throw new GeometryError(_t("Each corner needs a longitude and a latitude as numbers."));
        }
        if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
            throw new GeometryError(
                _t("The corner %(longitude)s, %(latitude)s lies outside the world: longitude comes first, then latitude.", {
                    longitude,
                    latitude,
                })
            );
        }
        return [latitude, longitude];
    });
    if (ring.length > 1 && samePoint(ring[0], ring.at(-1))) {
        ring.pop();
    }
    if (ring.length < 3) {
        throw new GeometryError(_t("A ring needs at least three corners."));
    }
    return ring;
}

export function samePoint(a, b) {
    return a[0] === b[0] && a[1] === b[1];
}

/** Twice the signed area in square degrees; positive when the ring runs counter-clockwise. */
function turning(ring) {
    return ring.reduce((sum, [latitude, longitude], index) => {
        const [nextLatitude, nextLongitude] = ring[(index + 1) % ring.length];
        return sum + longitude * nextLatitude - nextLongitude * latitude;
    }, 0);
}

/**
 * @returns {string} GeoJSON as RFC 7946 wants it: closed rings, outlines counter-clockwise,
 *  holes clockwise, six decimals (a hand's breadth); "" for an empty area
 */
export function formatArea(area) {
    if (!area.length) {
        return "";
    }
    const coordinates = area.map((polygon) =>
        polygon.map((ring, index) => {
            const wanted = index === 0 ? 1 : -1;
            const turned = turning(ring) * wanted < 0 ? [...ring].reverse() : ring;
            return [...turned, turned[0]].map(([latitude, longitude]) => [round(longitude), round(latitude)]);
        })
    );
    return JSON.stringify(
        area.length === 1
            ? { type: "Polygon", coordinates: coordinates[0] }
            : { type: "MultiPolygon", coordinates }
    );
}

function round(degrees) {
    return Math.round(degrees * 1e6) / 1e6;
}

/** Even-odd rule on one ring. */
export function isInRing([latitude, longitude], ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [latA, lngA] = ring[i];
        const [latB, lngB] = ring[j];
        if (
            latA > latitude !== latB > latitude &&
            longitude < ((lngB - lngA) * (latitude - latA)) / (latB - latA) + lngA
        ) {
            inside = !inside;
        }
    }
    return inside;
}

/** @returns {boolean} whether two edges of the ring cross each other */
export function crossesItself(ring) {
    const size = ring.length;
    for (let i = 0; i < size; i++) {
        for (let j = i + 2; j < size; j++) {
            if (i === 0 && j === size - 1) {
                continue;
            }
            if (edgesCross(ring[i], ring[i + 1], ring[j], ring[(j + 1) % size])) {
                return true;
            }
        }
    }
    return false;
}

function side(a, b, c) {
    return Math.sign((b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1]));
}

function edgesCross(a, b, c, d) {
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
