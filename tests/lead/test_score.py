import json
import unittest

import numpy as np
from scipy.special import expit, logit

from odoo.addons.sales_os.algorithms.lead.fact_table import MISSING, OTHER, categories, learn_coding, numbers, take_rows
from odoo.addons.sales_os.algorithms.lead.score_fit import deal_folds, fit_score
from odoo.addons.sales_os.algorithms.lead.score_quality import auc, judge
from odoo.addons.sales_os.algorithms.lead.score_reasons import chances, explain
from odoo.addons.sales_os.algorithms.lead.score_store import from_plain, to_plain

from .made_records import PULL, made_records


class TestCoding(unittest.TestCase):
    def test_rare_new_and_missing_categories(self):
        coding = learn_coding(categories("source", ["web"] * 30 + ["phone"] * 12 + ["pigeon"] * 3 + [None] * 5))
        self.assertEqual(coding.levels, (MISSING, OTHER, "web", "phone"))
        self.assertEqual(coding.code(categories("source", ["phone", "pigeon", "fax", " ", False, "web "])).tolist(), [3, 1, 1, 0, 0, 2])

    def test_numbers_are_cut_between_values_and_missing_is_a_bin(self):
        coding = learn_coding(numbers("size", [1, 2, 2, None, 4]))
        self.assertEqual(coding.edges, (1.5, 3.0))
        self.assertEqual(coding.code(numbers("size", [0, 1.5, 2, 99, float("inf"), None])).tolist(), [1, 1, 2, 3, 0, 0])

    def test_a_long_column_has_bins_of_about_equal_size(self):
        values = np.random.default_rng(1).exponential(size=10_000)
        counts = np.bincount(learn_coding(numbers("size", values)).code(numbers("size", values)))
        self.assertEqual(counts[0], 0)
        self.assertTrue((np.abs(counts[1:] - 312.5) < 5).all())


class TestScore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.columns, cls.outcome = made_records(count=900, seed=1)
        cls.model = fit_score(columns=cls.columns, outcome=cls.outcome, seed=5)
        cls.later, cls.truth = made_records(count=3000, seed=2)
        cls.chances = chances(model=cls.model, columns=cls.later)

    def test_it_tells_what_will_come_true_as_well_as_it_said(self):
        self.assertEqual(self.model.verdict, "clear")
        later = judge(chances=self.chances, outcome=self.truth)
        self.assertAlmostEqual(later.auc, self.model.quality.auc, delta=0.03)
        self.assertLess(later.calibration_error, 0.05)
        self.assertLess(later.brier, later.brier_of_mean - 0.03)

    def test_it_is_near_the_best_that_can_be_known(self):
        columns, outcome = self.later, self.truth
        best = auc(
            [{**PULL, None: 0.15}[name] for name in columns[0].values]
            + 1.5 * np.tanh((columns[1].values - 15) / 10), outcome)
        self.assertGreater(auc(self.chances, outcome), best - 0.02)

    def test_reasons_add_up_to_the_score(self):
        for chance, score in zip(self.chances, explain(model=self.model, columns=self.later), strict=True):
            self.assertAlmostEqual(score.chance, chance, places=10)
            self.assertAlmostEqual(score.base + sum(reason.contribution for reason in score.reasons), logit(chance), places=8)
            sizes = [abs(reason.contribution) for reason in score.reasons]
            self.assertEqual(sizes, sorted(sizes, reverse=True))

    def test_reasons_are_the_true_ones(self):
        columns = [categories("source", ["phone", "fair"]), numbers("size", [60, 2]), numbers("budget", [0, None])]
        good, bad = explain(model=self.model, columns=columns)
        self.assertTrue(good.chance > 0.7 > 0.2 > bad.chance)
        for score, sign in ((good, 1), (bad, -1)):
            by_name = {reason.name: reason for reason in score.reasons}
            self.assertTrue(sign * by_name["source"].contribution > 0.3 and sign * by_name["size"].contribution > 0.3)
            if "budget" in by_name:
                self.assertLess(abs(by_name["budget"].contribution), 0.3)
        self.assertEqual({reason.value for reason in bad.reasons} - {MISSING}, {"fair", "2"})

    def test_same_seed_same_score(self):
        again = chances(model=fit_score(columns=self.columns, outcome=self.outcome, seed=5), columns=self.later)
        self.assertEqual(again.tolist(), self.chances.tolist())

    def test_the_order_of_columns_when_scoring_does_not_matter_a_lacking_one_does(self):
        self.assertEqual(chances(model=self.model, columns=self.later[::-1]).tolist(), self.chances.tolist())
        with self.assertRaisesRegex(ValueError, "budget"):
            chances(model=self.model, columns=self.later[:2])

    def test_stored_and_read_it_scores_alike(self):
        read = from_plain(json.loads(json.dumps(to_plain(self.model))))
        self.assertEqual(chances(model=read, columns=self.later).tolist(), self.chances.tolist())
        one = take_rows(self.later, [3])
        self.assertEqual(explain(model=read, columns=one), explain(model=self.model, columns=one))
        self.assertEqual(read.quality, self.model.quality)
        with self.assertRaisesRegex(ValueError, "learn it again"):
            from_plain({"format": 0})


class TestNothingToLearn(unittest.TestCase):
    def test_noise_is_called_no_signal_and_everybody_gets_the_mean(self):
        columns, outcome = made_records(count=500, seed=3, noise=True)
        model = fit_score(columns=columns, outcome=outcome, seed=1)
        self.assertEqual((model.verdict, model.tells_something), ("no_signal", False))
        self.assertLess(abs(model.quality.auc - 0.5), 0.08)
        self.assertEqual(set(chances(model=model, columns=columns)), {outcome.mean()})
        score = explain(model=model, columns=columns)[0]
        self.assertEqual(score.reasons, ())
        self.assertAlmostEqual(expit(score.base), outcome.mean())

    def test_too_few_records_or_one_outcome_only(self):
        columns, outcome = made_records(count=200, seed=4)
        for kept in (np.arange(30), np.flatnonzero(outcome == 1), np.arange(0)):
            model = fit_score(columns=take_rows(columns, kept), outcome=outcome[kept], seed=1)
            self.assertEqual(model.verdict, "too_few")
            self.assertEqual(len(chances(model=model, columns=columns)), 200)
        self.assertEqual(fit_score(columns=[], outcome=[], seed=1).verdict, "too_few")

    def test_perfect_separation_stays_finite(self):
        random = np.random.default_rng(0)
        value = random.normal(size=300)
        outcome = (value > 0).astype(float)
        columns = [
            numbers("value", value), categories("told", ["yes" if won else "no" for won in outcome]),
            numbers("empty", [None] * 300), categories("same", ["x"] * 300),
        ]
        model = fit_score(columns=columns, outcome=outcome, seed=1)
        self.assertGreater(model.quality.auc, 0.999)
        for score in explain(model=model, columns=columns):
            self.assertTrue(np.isfinite(score.base) and 0 < score.chance < 1)
            self.assertLessEqual({reason.name for reason in score.reasons}, {"value", "told"})

    def test_columns_of_another_length_are_refused(self):
        with self.assertRaisesRegex(ValueError, "one value for each"):
            fit_score(columns=[numbers("size", [1, 2])], outcome=[1], seed=1)


class TestQuality(unittest.TestCase):
    def test_figures_by_hand(self):
        report = judge(chances=[0.1, 0.4, 0.35, 0.8], outcome=[0, 0, 1, 1])
        self.assertAlmostEqual(report.auc, 0.75)
        self.assertAlmostEqual(report.brier, (0.01 + 0.16 + 0.4225 + 0.04) / 4)
        self.assertAlmostEqual(report.brier_of_mean, 0.25)
        self.assertAlmostEqual(report.calibration_error, (0.1 + 0.65 + 0.4 + 0.2) / 4)
        self.assertEqual((report.count, report.positives), (4, 2))

    def test_equal_scores_are_worth_half(self):
        self.assertEqual(auc([1, 1, 1], [0, 1, 1]), 0.5)

    def test_ten_bins_with_equally_many(self):
        report = judge(chances=np.linspace(0, 1, 105), outcome=np.arange(105) % 2)
        self.assertEqual(sorted({part.count for part in report.curve}), [10, 11])
        self.assertEqual(sum(part.count for part in report.curve), 105)

    def test_perfect_chances_have_no_calibration_error_in_the_long_run(self):
        random = np.random.default_rng(1)
        said = random.random(200_000)
        self.assertLess(judge(chances=said, outcome=random.random(200_000) < said).calibration_error, 0.005)

    def test_one_outcome_cannot_be_judged(self):
        self.assertEqual((judge(chances=[0.3], outcome=[1]).verdict, judge(chances=[], outcome=[]).auc), ("one_outcome", None))

    def test_cross_validation_needs_more_to_convince(self):
        said, came = np.repeat([0.4, 0.6], 100), np.concatenate([np.arange(100) < 38, np.arange(100) < 60])
        self.assertEqual(judge(chances=said, outcome=came).verdict, "clear")
        self.assertEqual(judge(chances=said, outcome=came, cross_validated=True).verdict, "no_signal")

    def test_folds_have_their_share_of_both_outcomes(self):
        outcome = np.arange(103) % 4 == 0
        dealt = deal_folds(outcome, folds=5, seed=2)
        for fold in range(5):
            self.assertIn(int(outcome[dealt == fold].sum()), (5, 6))
