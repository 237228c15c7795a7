import json
import math
import unittest

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.geo.polygon import (
    GeoJsonError,
    area_km2,
    contains,
    inside,
    label_position,
    parse_geojson,
)


def polygon(*rings):
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]] for ring in rings]})


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north]]


SQUARE = parse_geojson(polygon(box(28, 40, 30, 42)))


class TestPolygon(unittest.TestCase):
    def test_inside_and_outside(self):
        self.assertTrue(contains(SQUARE, latitude=41, longitude=29))
        self.assertFalse(contains(SQUARE, latitude=41, longitude=31))
        self.assertFalse(contains(SQUARE, latitude=43, longitude=29))

    def test_hole_is_outside(self):
        ring = parse_geojson(polygon(box(0, 0, 10, 10), box(4, 4, 6, 6)))
        self.assertFalse(contains(ring, latitude=5, longitude=5))
        self.assertTrue(contains(ring, latitude=2, longitude=2))

    def test_multipolygon_feature_and_collection(self):
        parts = [[[*box(0, 0, 1, 1), [0, 0]]], [[*box(5, 5, 6, 6), [5, 5]]]]
        multi = {"type": "MultiPolygon", "coordinates": parts}
        for data in (multi, {"type": "Feature", "geometry": multi},
                     {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": multi}]},
                     {"type": "GeometryCollection", "geometries": [multi]}):
            shape = parse_geojson(json.dumps(data))
            self.assertTrue(contains(shape, latitude=5.5, longitude=5.5))
            self.assertTrue(contains(shape, latitude=0.5, longitude=0.5))
            self.assertFalse(contains(shape, latitude=3, longitude=3))

    def test_across_the_antimeridian(self):
        fiji = parse_geojson(polygon([[177, -20], [-178, -20], [-178, -15], [177, -15]]))
        for longitude in (178, 180, -180, -179):
            self.assertTrue(contains(fiji, latitude=-18, longitude=longitude), longitude)
        for longitude in (176, -177, 0):
            self.assertFalse(contains(fiji, latitude=-18, longitude=longitude), longitude)

    def test_border_of_two_neighbours_belongs_to_one(self):
        left, right = parse_geojson(polygon(box(0, 0, 1, 1))), parse_geojson(polygon(box(1, 0, 2, 1)))
        for latitude in (0.0, 0.25, 0.5):
            claims = contains(left, latitude=latitude, longitude=1.0) + contains(right, latitude=latitude, longitude=1.0)
            self.assertEqual(claims, 1)

    def test_unknown_position_is_outside(self):
        self.assertFalse(contains(SQUARE, latitude=math.nan, longitude=29))

    def test_bad_input_is_named(self):
        ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
        cases = {
            "not-json": "{", "not-geojson": "[]", "no-polygon": '{"type": "Point", "coordinates": [1, 2]}',
            "open-ring": json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}),
            "short-ring": json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]}),
            "range": json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 95], [0, 0]]]}),
            "position": json.dumps({"type": "Polygon", "coordinates": [[["a", 0], *ring[1:]]]}),
        }
        for code, text in cases.items():
            with self.subTest(code=code), self.assertRaises(GeoJsonError) as caught:
                parse_geojson(text)
            self.assertEqual(caught.exception.code, code)
        for text in ('{"type": "Polygon", "coordinates": [[[0, 0], [NaN, 0], [1, 1], [0, 0]]]}', "[" * 100_000):
            with self.assertRaises(GeoJsonError):
                parse_geojson(text)
        with self.assertRaises(GeoJsonError):
            parse_geojson('{"type": "Polygon", "coordinates": []}')
        with self.assertRaises(GeoJsonError):
            parse_geojson('{"type": "FeatureCollection", "features": []}')

    def test_area_of_one_degree_at_the_equator(self):
        # 111.1949 km × 111.1949 km, a little less for the narrowing towards the pole
        self.assertAlmostEqual(area_km2(parse_geojson(polygon(box(0, 0, 1, 1)))), 12363.7, delta=2)

    def test_label_is_in_the_middle(self):
        self.assertEqual(label_position(SQUARE), (41.0, 29.0))

    @given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=9, unique=True),
           st.lists(st.tuples(st.floats(-1, 21), st.floats(-1, 21)), min_size=1, max_size=20))
    def test_many_points_as_one_by_one_and_as_by_hand(self, corners, points):
        shape = parse_geojson(polygon([list(corner) for corner in corners]))
        lngs, lats = zip(*points, strict=True)
        together = inside(shape, latitudes=np.array(lats), longitudes=np.array(lngs))
        for place, (x, y) in enumerate(points):
            odd, previous = False, corners[-1]
            for corner in corners:
                (ax, ay), (bx, by) = previous, corner
                if (ay > y) != (by > y) and x < (ax - bx) * (y - by) / (ay - by) + bx:
                    odd = not odd
                previous = corner
            near_an_edge = min(abs((bx - ax) * (y - ay) - (by - ay) * (x - ax))
                               for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True)) < 1e-9
            if not near_an_edge:
                self.assertEqual(bool(together[place]), odd)
            self.assertEqual(bool(together[place]), contains(shape, latitude=y, longitude=x))
