"""Which method to trust: the default unless another is better by more than chance. No database."""

import unittest

from odoo.addons.sales_os.algorithms.forecast.history import ForecastInputError, History
from odoo.addons.sales_os.algorithms.forecast.recommend import past_moments, recommend

from .made_series import noise_around, seasonal_series


class TestRecommend(unittest.TestCase):
    def test_a_pure_season_is_best_repeated(self):
        values = tuple(float((5, 90, 20, 60, 10, 70, 5, 30, 80, 15, 40, 25)[number % 12]) for number in range(60))
        answer = recommend(history=History(values, 12), horizon=3, candidates=("naive", "seasonal_naive"))
        self.assertEqual(answer.scores[0].method, "seasonal_naive")
        self.assertEqual(answer.scores[0].mean_error, 0)
        self.assertIsNone(answer.scores[0].better_than_seasonal_naive_percent)

    def test_a_lead_within_chance_does_not_unseat_the_default(self):
        values = tuple(float(100 + 900 * (number % 12 == 11) + number % 7) for number in range(84))
        answer = recommend(history=History(values, 12), horizon=6)
        self.assertEqual((answer.method, answer.reason, answer.origins), ("combined", "not_beaten", 6))
        self.assertEqual(sorted(answer.scores, key=lambda score: score.mean_error), list(answer.scores))
        self.assertNotEqual(answer.scores[0].method, "combined")
        figures = {score.method: score for score in answer.scores}
        self.assertAlmostEqual(
            figures["combined"].better_than_seasonal_naive_percent,
            100 * (1 - figures["combined"].mean_error / figures["seasonal_naive"].mean_error))

    def test_noise_rarely_unseats_the_default(self):
        kept = [recommend(history=History(noise_around(seed=seed), 12), horizon=3).method == "combined" for seed in range(12)]
        self.assertGreaterEqual(sum(kept), 10)

    def test_a_clear_winner_is_named(self):
        # the level rises once a year and stays: smoothing lags behind, the last value is right
        values = tuple(100 * 1.5 ** (number // 12) for number in range(72))
        answer = recommend(history=History(values, 1), horizon=1, origins=9, candidates=("naive",))
        self.assertEqual((answer.method, answer.reason), ("naive", "better"))
        self.assertEqual([score.method for score in answer.scores], ["naive", "combined"])
        self.assertEqual(answer.scores[0].wape_percent, 0)

    def test_too_little_to_compare_is_said(self):
        self.assertEqual(recommend(history=History(seasonal_series(periods=30), 12), horizon=6).reason, "too_little_history")
        for reason, values in {"short": (1, 2, 3), "flat": (5,) * 40, "none": ()}.items():
            answer = recommend(history=History(values, 12), horizon=3)
            self.assertEqual((answer.method, answer.reason), ("none" if reason == "none" else "naive", reason))
        self.assertEqual(recommend(history=History((0, 0, 5) * 20, 12), horizon=3).method, "simple")

    def test_moments_leave_the_horizon_and_two_seasons(self):
        self.assertEqual(past_moments(count=48, horizon=12, season=12, origins=6), (24, 28, 32, 36))
        self.assertEqual(past_moments(count=60, horizon=3, season=12, origins=4), (54, 55, 56, 57))
        self.assertEqual(past_moments(count=20, horizon=3, season=12, origins=4), ())

    def test_senseless_questions_are_refused(self):
        history = History(seasonal_series(), 12)
        with self.assertRaisesRegex(ForecastInputError, "choose one of"):
            recommend(history=history, horizon=3, candidates=("magic",))
        with self.assertRaisesRegex(ForecastInputError, "at least 1"):
            recommend(history=history, horizon=0)
