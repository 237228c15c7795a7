"""Shapes on the globe from GeoJSON (RFC 7946): parsing with clear errors, and which points lie inside.

Positions are WGS 84 degrees. Edges are straight in longitude and latitude, as maps draw them. Inside is decided by
the even-odd rule (Shimrat, "Algorithm 112: Position of point relative to polygon", CACM 5(8), 1962), so holes need no
special case, and a point on the border of two neighbours belongs to exactly one of them.
An edge that spans more than 180 degrees of longitude is taken the short way, across the antimeridian.
"""

import json
import math
from dataclasses import dataclass

import numpy as np

MAX_POSITIONS = 100_000


class GeoJsonError(ValueError):
    """Unusable GeoJSON. ``code`` says what is wrong, ``detail`` where: for the caller to put into words."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Shape:
    """``polygons``: each a tuple of rings, each ring a tuple of (longitude, latitude) without the closing repetition.

    ``box``: (west, south, east, north); west and east may exceed ±180 when the shape crosses the antimeridian.
    """

    polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]
    box: tuple[float, float, float, float]

    @property
    def rings(self):
        return [ring for polygon in self.polygons for ring in polygon]


def parse_geojson(text: str) -> Shape:
    """Return the shape of a Polygon, MultiPolygon, Feature, FeatureCollection or GeometryCollection.

    :raises GeoJsonError: codes ``not-json``, ``not-geojson``, ``no-polygon``, ``position``, ``range``, ``open-ring``,
        ``short-ring``, ``too-large``
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise GeoJsonError("not-json", str(error)[:120]) from error
    polygons = tuple(_polygon(rings) for rings in _coordinates(data))
    if not polygons:
        raise GeoJsonError("no-polygon")
    positions = [position for polygon in polygons for ring in polygon for position in ring]
    if len(positions) > MAX_POSITIONS:
        raise GeoJsonError("too-large", str(len(positions)))
    lngs, lats = zip(*positions, strict=True)
    return Shape(polygons=polygons, box=(min(lngs), min(lats), max(lngs), max(lats)))


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")


def _coordinates(data):
    """Yield the coordinates of each polygon in ``data``."""
    if not isinstance(data, dict):
        raise GeoJsonError("not-geojson", type(data).__name__)
    kind = data.get("type")
    if kind == "Polygon":
        yield data.get("coordinates")
    elif kind == "MultiPolygon":
        yield from _as_list(data.get("coordinates"), "coordinates")
    elif kind == "Feature":
        yield from _coordinates(data.get("geometry"))
    elif kind == "FeatureCollection":
        for feature in _as_list(data.get("features"), "features"):
            yield from _coordinates(feature)
    elif kind == "GeometryCollection":
        for geometry in _as_list(data.get("geometries"), "geometries"):
            yield from _coordinates(geometry)
    else:
        raise GeoJsonError("not-geojson" if kind is None else "no-polygon", str(kind))


def _as_list(value, where):
    if not isinstance(value, list):
        raise GeoJsonError("not-geojson", where)
    return value


def _polygon(rings):
    rings = tuple(_ring(ring) for ring in _as_list(rings, "coordinates"))
    if not rings:
        raise GeoJsonError("no-polygon")
    return rings


def _ring(positions):
    ring = [_position(position) for position in _as_list(positions, "ring")]
    if len(ring) < 4:
        raise GeoJsonError("short-ring", str(len(ring)))
    if ring[0] != ring[-1]:
        raise GeoJsonError("open-ring", str(ring[0]))
    if len(set(ring)) < 3:
        raise GeoJsonError("short-ring", str(len(set(ring))))
    return tuple(_unwrapped(ring[:-1]))


def _position(position):
    if not isinstance(position, list) or len(position) < 2 or any(
        isinstance(value, bool) or not isinstance(value, (int, float)) for value in position[:2]
    ):
        raise GeoJsonError("position", str(position)[:60])
    lng, lat = float(position[0]), float(position[1])
    if not (math.isfinite(lng) and math.isfinite(lat) and -360 <= lng <= 360 and -90 <= lat <= 90):
        raise GeoJsonError("range", f"{position[0]}, {position[1]}"[:60])
    return lng, lat


def _unwrapped(ring):
    """Make longitudes continuous: an edge of more than 180° (but not the full circle) goes the short way."""
    shift, last = 0.0, ring[0][0]
    for lng, lat in ring:
        if 180 < lng - last < 360:
            shift -= 360
        elif -360 < lng - last < -180:
            shift += 360
        last = lng
        yield lng + shift, lat


def contains(shape: Shape, *, latitude: float, longitude: float) -> bool:
    """Say whether one position lies inside."""
    return bool(inside(shape, latitudes=[latitude], longitudes=[longitude])[0])


def inside(shape: Shape, *, latitudes, longitudes) -> np.ndarray:
    """Return a boolean per position (arrays of degrees; NaN is outside)."""
    lats, lngs = np.asarray(latitudes, dtype=float), np.asarray(longitudes, dtype=float)
    found = np.zeros(lats.shape, dtype=bool)
    west, south, east, north = shape.box
    in_band = (lats >= south) & (lats <= north)
    # a position is the same one turn further east or west
    for turn in (-720.0, -360.0, 0.0, 360.0, 720.0):
        near = np.flatnonzero(in_band & (lngs + turn >= west) & (lngs + turn <= east))
        if near.size:
            found[near] |= _even_odd(shape, lats[near], lngs[near] + turn)
    return found


def _even_odd(shape, lats, lngs):
    found = np.zeros(lats.shape, dtype=bool)
    for polygon in shape.polygons:
        odd = np.zeros(lats.shape, dtype=bool)
        for ring in polygon:
            x1, y1 = np.array(ring).T
            x2, y2 = np.roll(x1, -1), np.roll(y1, -1)
            for ax, ay, bx, by in zip(x1, y1, x2, y2, strict=True):
                if ay == by:
                    continue
                crosses = (ay > lats) != (by > lats)
                odd ^= crosses & (lngs < (bx - ax) * (lats - ay) / (by - ay) + ax)
        found |= odd
    return found


def area_km2(shape: Shape) -> float:
    """Return the area in km², holes taken out (spherical excess by the trapezoid rule of Chamberlain & Duquette, 2007)."""
    total = 0.0
    for polygon in shape.polygons:
        outer, *holes = (abs(_ring_area(ring)) for ring in polygon)
        total += outer - sum(holes)
    return total


def _ring_area(ring):
    radius_km = 6371.0088
    turned = (*ring[1:], ring[0])
    return radius_km ** 2 / 2 * sum(
        math.radians(lng2 - lng1) * (2 + math.sin(math.radians(lat1)) + math.sin(math.radians(lat2)))
        for (lng1, lat1), (lng2, lat2) in zip(ring, turned, strict=True)
    )


def label_position(shape: Shape) -> tuple[float, float]:
    """Return (latitude, longitude) of a place for the name: the middle of the largest outer ring's corners."""
    ring = max((polygon[0] for polygon in shape.polygons), key=lambda ring: abs(_ring_area(ring)))
    lng = sum(position[0] for position in ring) / len(ring)
    return sum(position[1] for position in ring) / len(ring), (lng + 180) % 360 - 180
