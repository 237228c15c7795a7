"""Measures of accuracy against figures worked out by hand. No database."""

import unittest

from odoo.addons.sales_os.algorithms.forecast.accuracy import Outcome, bias, coverage, mase, measure, measure_by, smape, wape


class TestMeasures(unittest.TestCase):
    def test_worked_examples(self):
        actual, guess = [100, 200, 100], [110, 180, 130]
        self.assertAlmostEqual(wape(actual=actual, forecast=guess), 100 * 60 / 400)
        self.assertAlmostEqual(bias(actual=actual, forecast=guess), 100 * 20 / 400)
        self.assertAlmostEqual(smape(actual=[100, 0], forecast=[300, 0]), (200 * 200 / 400 + 0) / 2)
        # seasonal naive of step 2 erred by |3-1| and |6-2|: 3 on average
        self.assertAlmostEqual(mase(history=[1, 2, 3, 6], actual=[10], forecast=[16], season=2), 2)
        self.assertAlmostEqual(coverage(actual=[1, 2, 3, 4], low=[1, 0, 4, 0], high=[1, 3, 5, 3.9]), 50)

    def test_without_a_denominator_there_is_no_figure(self):
        self.assertIsNone(wape(actual=[0, 0], forecast=[1, 2]))
        self.assertIsNone(bias(actual=[5, -5], forecast=[1, 2]))
        self.assertIsNone(smape(actual=[], forecast=[]))
        self.assertIsNone(mase(history=[4, 4, 4], actual=[1], forecast=[2], season=1))
        self.assertIsNone(mase(history=[4], actual=[1], forecast=[2], season=1))
        self.assertIsNone(coverage(actual=[], low=[], high=[]))

    def test_unequal_lengths_are_refused(self):
        with self.assertRaisesRegex(ValueError, "2 outcomes beside 1 forecasts"):
            wape(actual=[1, 2], forecast=[1])

    def test_by_method_and_rep(self):
        rows = [
            Outcome("combined", "ann", 1, 100, 90, 80, 105), Outcome("combined", "ann", 2, 100, 130, 80, 140),
            Outcome("naive", "bob", 1, 50, 60)]
        by = measure_by(outcomes=rows, by=("method", "rep"))
        self.assertEqual(list(by), [("combined", "ann"), ("naive", "bob")])
        ann, bob = by.values()
        self.assertEqual((ann.count, ann.wape_percent, ann.bias_percent, ann.coverage_percent), (2, 20, 10, 100))
        self.assertEqual((bob.wape_percent, bob.coverage_percent), (20, None))
        self.assertEqual(measure(rows).count, 3)
