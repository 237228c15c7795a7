"""Forecasts as a whole: what falls back says so, and what is asked twice is answered alike. No database."""

import unittest

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.history import ForecastInputError, History
from odoo.addons.sales_os.algorithms.forecast.method import METHODS
from odoo.addons.sales_os.algorithms.forecast.predict import forecast

from .made_series import random_walk, seasonal_series


def amounts(values, horizon=6, **options):
    return [point.amount for point in forecast(history=History(tuple(values), 12), horizon=horizon, **options).points]


class TestFallBack(unittest.TestCase):
    def test_nothing_known_is_answered_with_nothing(self):
        answer = forecast(history=History((), 12), horizon=3)
        self.assertEqual((answer.points, answer.method, answer.reason), ((), "none", "none"))

    def test_short_flat_and_stopped_histories_use_the_last_value_and_say_why(self):
        for reason, values in {"short": (3, 5, 4), "flat": (7,) * 24, "stopped": (9, 4, 8) * 8 + (0,) * 12}.items():
            with self.subTest(reason=reason):
                answer = forecast(history=History(values, 12), horizon=2)
                self.assertEqual((answer.method, answer.asked, answer.reason), ("naive", "combined", reason))
                self.assertEqual([point.amount for point in answer.points], [values[-1]] * 2)

    def test_a_flat_or_tiny_history_claims_no_interval(self):
        for values in ((7,) * 24, (3, 5, 4), (5,)):
            with self.subTest(values=values):
                point = forecast(history=History(values, 12), horizon=1).points[0]
                self.assertEqual((point.low, point.high), (None, None))

    def test_six_periods_allow_a_first_interval(self):
        point = forecast(history=History((3, 5, 4, 6, 5, 7), 12), horizon=1).points[0]
        self.assertLess(point.low, 7)
        self.assertGreater(point.high, 7)

    def test_seasonal_naive_without_a_season_uses_the_last_value(self):
        answer = forecast(history=History(random_walk(periods=11), 12), horizon=2, method="seasonal_naive")
        self.assertEqual((answer.method, answer.reason), ("naive", "under_one_season"))

    def test_rare_sales_are_smoothed(self):
        rare = (0, 6, 0, 0, 0, 5, 0, 0, 7, 0, 6, 0, 0, 0, 0, 6, 0, 5, 0, 0, 0, 7, 0, 0, 6, 0, 0, 0, 0, 6)
        answer = forecast(history=History(rare, 12), horizon=3)
        self.assertEqual((answer.method, answer.reason), ("simple", "intermittent"))
        self.assertAlmostEqual(answer.points[0].amount, sum(rare) / len(rare), delta=0.5)


class TestForecast(unittest.TestCase):
    def test_periods_follow_the_history(self):
        answer = forecast(history=History(seasonal_series(), 12, first=24300), horizon=3)
        self.assertEqual([point.period for point in answer.points], [24372, 24373, 24374])

    def test_a_season_is_repeated(self):
        values = seasonal_series(noise=0.5, periods=96)
        future = seasonal_series(noise=0, periods=108)[96:]
        np.testing.assert_allclose(amounts(values, 12), future, rtol=0.06)

    def test_what_was_never_negative_stays_so(self):
        falling = [max(0.0, 100 - 3.2 * number) + 1 for number in range(31)]
        for method in METHODS:
            with self.subTest(method=method):
                points = forecast(history=History(tuple(falling), 12), horizon=24, method=method).points
                self.assertTrue(all(point.amount >= 0 and point.low >= 0 for point in points))

    def test_the_same_question_has_the_same_answer(self):
        self.assertEqual(amounts(seasonal_series()), amounts(seasonal_series()))

    @given(st.sampled_from(sorted(METHODS)), st.sampled_from([1e-3, 7.0, 1e9]), st.integers(0, 20))
    def test_another_currency_only_scales(self, method, factor, seed):
        values = seasonal_series(periods=40, seed=seed)
        np.testing.assert_allclose(
            amounts([factor * value for value in values], method=method), [factor * amount for amount in amounts(values, method=method)],
            rtol=1e-6)

    @given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40), st.integers(1, 15), st.sampled_from(sorted(METHODS)))
    def test_any_numbers_give_numbers_inside_their_intervals(self, values, horizon, method):
        points = forecast(history=History(tuple(values), 4), horizon=horizon, method=method).points
        self.assertEqual(len(points), horizon)
        for point in points:
            self.assertTrue(np.isfinite(point.amount))
            if point.low is not None:
                self.assertTrue(np.isfinite(point.low) and np.isfinite(point.high))
                self.assertLessEqual(point.low, point.amount)
                self.assertGreaterEqual(point.high, point.amount)

    def test_senseless_questions_are_refused(self):
        history = History((1.0, 2.0), 12)
        for message, options in {
            "at least 1": {"horizon": 0}, "between 0 and 100": {"horizon": 1, "level_percent": 100},
            "choose one of": {"horizon": 1, "method": "magic"},
        }.items():
            with self.subTest(message=message), self.assertRaisesRegex(ForecastInputError, message):
                forecast(history=history, **options)
