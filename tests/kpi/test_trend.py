"""Rising, falling or steady. No database."""

import random
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.trend import trend


class TestTrend(unittest.TestCase):
    def test_a_line(self):
        found = trend(values=[10, 12, 14, 16, 18, 20, 22])
        self.assertEqual((found.direction, found.slope), ("rising", 2))
        self.assertAlmostEqual(found.change_percent, 10)
        self.assertEqual(found.moving_average, (None, None, 12, 14, 16, 18, 20))

    def test_one_freak_month_does_not_turn_it(self):
        self.assertEqual(trend(values=[20, 18, 16, 14, 500, 10, 8, 6, 4]).direction, "falling")

    def test_published_significance(self):
        # all ten pairs rise: S = 10, variance 5·4·15/18, z = 9/4.0825 = 2.2045, two-sided 0.0275
        self.assertAlmostEqual(trend(values=[1, 2, 3, 4, 5]).chance, 0.0275, places=4)

    def test_noise_is_rarely_called_a_trend(self):
        chance = random.Random(1)
        called = sum(trend(values=[chance.gauss(0, 1) for _month in range(12)]).direction != "steady" for _trial in range(300))
        self.assertLess(called, 30)

    def test_short_flat_and_from_zero(self):
        self.assertEqual(trend(values=[1, 2, 3]).direction, "too_short")
        self.assertEqual(trend(values=[5] * 6).direction, "steady")
        self.assertIsNone(trend(values=[1, 0, 3]).change_percent)
        self.assertEqual(trend(values=[]).moving_average, ())

    @given(st.lists(st.integers(-100, 100), min_size=4, max_size=20))
    def test_backwards_is_the_opposite(self, values):
        there, back = trend(values=values), trend(values=values[::-1])
        self.assertAlmostEqual(there.slope, -back.slope)
        self.assertAlmostEqual(there.chance, back.chance)
