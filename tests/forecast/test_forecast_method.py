"""Smoothing, Theta and seasons against their definitions, written out as plain loops. No database."""

import unittest

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast import smoothing, theta
from odoo.addons.sales_os.algorithms.forecast.method import METHODS
from odoo.addons.sales_os.algorithms.forecast.seasonality import find_seasonality, moving_average

from .made_series import noise_around, random_walk, seasonal_series

SERIES = st.lists(st.floats(1, 1000), min_size=10, max_size=30).filter(lambda values: max(values) - min(values) > 1)


def squared_errors(values, alpha, beta, phi, level, slope):
    total = 0.0
    for value in values:
        error = value - (level + phi * slope)
        total += error**2
        level, slope = level + phi * slope + alpha * error, phi * slope + alpha * beta * error
    return total


class TestSmoothing(unittest.TestCase):
    def test_one_step_errors_are_those_of_the_recursion(self):
        values = random_walk(periods=40)
        for family in smoothing.FAMILIES:
            with self.subTest(family=family):
                model = smoothing.fit(values=values, family=family)
                table = smoothing.origin_table(values=values, horizon=1, model=model)
                wanted = squared_errors(values, model.alpha, model.beta, model.phi, model.level, model.slope)
                self.assertAlmostEqual(float(((np.array(values) - table[:-1, 0]) ** 2).sum()), wanted, places=6)

    @given(SERIES, st.floats(-20, 20), st.floats(-3, 3))
    def test_no_other_start_is_better(self, values, level_change, slope_change):
        for family in smoothing.FAMILIES:
            model = smoothing.fit(values=values, family=family)
            parameters = (model.alpha, model.beta, model.phi)
            best = squared_errors(values, *parameters, model.level, model.slope)
            other = squared_errors(
                values, *parameters, model.level + level_change, model.slope + (0 if family == "simple" else slope_change))
            self.assertLessEqual(best, other * (1 + 1e-6) + 1e-6)

    def test_a_line_is_continued(self):
        values = [10 + 3 * number for number in range(30)]
        table = smoothing.origin_table(values=values, horizon=4, model=smoothing.fit(values=values, family="holt"))
        np.testing.assert_allclose(table[-1], [100, 103, 106, 109], rtol=1e-6)

    def test_a_random_walk_is_followed_and_noise_is_averaged(self):
        self.assertGreater(smoothing.fit(values=random_walk(), family="simple").alpha, 0.7)
        self.assertLess(smoothing.fit(values=noise_around(), family="simple").alpha, 0.2)

    def test_a_damped_trend_levels_off(self):
        values = seasonal_series(swing=0)
        table = smoothing.origin_table(values=values, horizon=60, model=smoothing.fit(values=values, family="damped"))[-1]
        self.assertLess(abs(table[-1] - table[-2]), abs(table[1] - table[0]) + 1e-12)


class TestTheta(unittest.TestCase):
    def test_running_lines_are_least_squares(self):
        values = np.array(random_walk(periods=20))
        intercept, slope = theta.straight_lines(values)
        for count in range(3, 21):
            wanted = np.polyfit(np.arange(1, count + 1), values[:count], 1)
            np.testing.assert_allclose([slope[count], intercept[count]], wanted, rtol=1e-8)

    def test_the_standard_method_is_line_and_smoothed_double_curvature(self):
        values = np.array(random_walk(periods=40))
        time = np.arange(1, 41)
        slope, intercept = np.polyfit(time, values, 1)
        bent = 2 * values - (intercept + slope * time)
        smooth = smoothing.origin_table(values=bent, horizon=6, model=smoothing.fit(values=bent, family="simple"))[-1]
        wanted = (smooth + intercept + slope * np.arange(41, 47)) / 2
        np.testing.assert_allclose(theta.standard_table(values=values, horizon=6)[-1], wanted, rtol=1e-9)

    def test_one_step_of_the_optimised_method_is_its_fitted_error(self):
        values = np.array(seasonal_series(swing=0, periods=40))
        table = theta.optimised_table(values=values, horizon=1)
        naive = ((values[4:] - values[3:-1]) ** 2).sum()
        self.assertLess(((values[4:] - table[4:-1, 0]) ** 2).sum(), naive)

    def test_trend_is_continued(self):
        values = [50 + 2 * number for number in range(40)]
        ahead = theta.optimised_table(values=values, horizon=3)[-1]
        np.testing.assert_allclose(ahead, [130, 132, 134], rtol=0.01)


class TestSeason(unittest.TestCase):
    def test_a_season_is_found_and_noise_has_none(self):
        for periods in (24, 30, 36, 72):
            self.assertEqual(find_seasonality(values=seasonal_series(periods=periods), season=12).reason, "found")
        for periods in (24, 36, 80):
            found = [
                find_seasonality(values=noise_around(seed=seed, periods=periods), season=12).reason == "found" for seed in range(200)]
            self.assertLess(sum(found), 25)  # at 95 % ten are expected

    def test_a_trend_is_no_season(self):
        for values in ([10 + 3 * number for number in range(30)], [5.0 * 1.05**number for number in range(60)]):
            self.assertEqual(find_seasonality(values=values, season=12).reason, "not_significant")

    def test_moving_average_over_one_season_is_blind_to_it(self):
        values = [10 + (number % 4) for number in range(20)]
        np.testing.assert_allclose(moving_average(values=values, season=4), 11.5)
        np.testing.assert_allclose(moving_average(values=[1, 2, 3, 1, 2, 3], season=3), 2)

    def test_an_exact_season_is_taken_out_whole(self):
        values = [100 * (1, 0.5, 1.5, 1)[number % 4] for number in range(24)]
        season = find_seasonality(values=values, season=4)
        self.assertEqual((season.kind, season.reason), ("multiplicative", "found"))
        np.testing.assert_allclose(season.indices, (1, 0.5, 1.5, 1), rtol=1e-9)
        np.testing.assert_allclose(season.remove(np.array(values)), 100, rtol=1e-9)

    def test_values_below_zero_make_it_add(self):
        season = find_seasonality(values=[(5, -3, 1, 1)[number % 4] for number in range(24)], season=4)
        self.assertEqual(season.kind, "additive")
        self.assertAlmostEqual(sum(season.indices), 0)

    def test_chance_draws_the_indices_together(self):
        values = seasonal_series(noise=30, seed=11)
        raw = find_seasonality(values=values, season=12, shrink=False)
        drawn = find_seasonality(values=values, season=12)
        self.assertEqual(raw.reason, "found")
        self.assertLess(np.std(drawn.indices), np.std(raw.indices))

    def test_less_than_two_seasons_are_too_short(self):
        self.assertEqual(find_seasonality(values=seasonal_series(periods=23), season=12).reason, "too_short")

    @given(st.lists(st.floats(0, 1000), min_size=8, max_size=40), st.integers(2, 12))
    def test_what_is_taken_out_can_be_put_back(self, values, season):
        found = find_seasonality(values=values, season=season)
        np.testing.assert_allclose(found.restore(found.remove(np.array(values)), start=0), values, rtol=1e-9, atol=1e-9)


class TestNaive(unittest.TestCase):
    def test_seasonal_naive_repeats_the_last_season(self):
        table = METHODS["seasonal_naive"].table([1, 2, 3, 4, 5, 6], 5, 3)
        np.testing.assert_allclose(table[-1], [4, 5, 6, 4, 5])
        np.testing.assert_allclose(table[3], [1, 2, 3, 1, 2])
        self.assertTrue(np.isnan(table[2]).all())
