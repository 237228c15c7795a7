import math
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.geo.distance import driving_seconds, haversine_matrix, haversine_metres, is_position, road_metres

positions = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


class TestRouteDistance(unittest.TestCase):
    def test_known_distances(self):
        self.assertAlmostEqual(haversine_metres(48.8566, 2.3522, 45.7640, 4.8357), 391_500, delta=500)  # Paris, Lyon
        self.assertAlmostEqual(haversine_metres(0, 0, 0, 180), math.pi * 6371008.8, delta=1)
        self.assertAlmostEqual(haversine_metres(0, 179.5, 0, -179.5), math.pi * 6371008.8 / 180, delta=1)

    @given(st.lists(positions, min_size=1, max_size=5))
    def test_the_matrix_is_the_formula_and_symmetric(self, places):
        matrix = haversine_matrix(places)
        for i, a in enumerate(places):
            self.assertEqual(matrix[i][i], 0)
            for j, b in enumerate(places):
                self.assertAlmostEqual(matrix[i][j], haversine_metres(*a, *b), delta=0.01)
                self.assertAlmostEqual(matrix[i][j], matrix[j][i], delta=1e-6)

    def test_road_and_speed(self):
        self.assertEqual(road_metres(1000, road_factor=1.3), 1300)
        self.assertAlmostEqual(driving_seconds(50_000, speed_kmh=50), 3600)

    def test_what_is_a_position(self):
        self.assertTrue(is_position(48.1, 0))
        for latitude, longitude in ((0, 0), (None, 2), (91, 0), (10, 181), (math.nan, 2), (True, 2), ("48", 2)):
            self.assertFalse(is_position(latitude, longitude))
