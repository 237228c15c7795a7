"""Intervals hold what they promise, on series whose law is known. No database."""

import unittest

import numpy as np

from odoo.addons.sales_os.algorithms.forecast.history import History
from odoo.addons.sales_os.algorithms.forecast.interval import half_widths
from odoo.addons.sales_os.algorithms.forecast.method import METHODS
from odoo.addons.sales_os.algorithms.forecast.predict import forecast

from .made_series import noise_around, random_walk, seasonal_series


def share_held(make, method, horizon=6, count=60, level=80.0):
    held = []
    for seed in range(count):
        values = make(seed)
        points = forecast(history=History(values[:-horizon], 12), horizon=horizon, method=method, level_percent=level).points
        held += [point.low <= value <= point.high for point, value in zip(points, values[-horizon:], strict=True)]
    return 100 * np.mean(held)


class TestCoverage(unittest.TestCase):
    def test_eighty_percent_hold_about_eighty(self):
        laws = {
            "walk": lambda seed: random_walk(seed=seed, periods=66),
            "noise": lambda seed: noise_around(seed=seed, periods=66),
            "season": lambda seed: seasonal_series(seed=seed, periods=66),
        }
        for name, law in laws.items():
            with self.subTest(name=name):
                held = share_held(law, "combined")
                self.assertGreater(held, 72)
                self.assertLess(held, 92)

    def test_a_higher_level_is_wider(self):
        history = History(random_walk(), 12)
        narrow, wide = (forecast(history=history, horizon=4, level_percent=level).points for level in (50, 95))
        for few, many in zip(narrow, wide, strict=True):
            self.assertLess(many.low, few.low)
            self.assertGreater(many.high, few.high)


class TestWidth(unittest.TestCase):
    def test_it_never_shrinks_with_the_steps(self):
        values = np.array(seasonal_series(swing=0))
        widths = half_widths(values=values, table=METHODS["combined"].table(values, 30, 12), level_percent=80, fitted=5)
        self.assertTrue((np.diff(widths) > -1e-9).all())

    def test_beyond_what_was_seen_it_grows_like_a_random_walk(self):
        values = np.array(random_walk(periods=12))
        widths = half_widths(values=values, table=METHODS["naive"].table(values, 40, 12), level_percent=80, fitted=0)
        self.assertAlmostEqual(widths[39] / widths[19], 2**0.5, places=6)

    def test_three_values_say_nothing(self):
        values = np.array([1.0, 2.0, 4.0])
        self.assertIsNone(half_widths(values=values, table=METHODS["naive"].table(values, 3, 12), level_percent=80, fitted=0))
