"""What a promotion brought, by each method. No database."""

import unittest
from decimal import Decimal

from odoo.addons.sales_os.algorithms.kpi.promotion import Windows, uplift


def money(*values):
    return tuple(map(Decimal, values))


class TestUplift(unittest.TestCase):
    def test_against_the_windows_before(self):
        answer = uplift(windows=Windows(Decimal(150), before=money(98, 102, 100)), margin_percent=Decimal(40), cost=Decimal(15))
        self.assertEqual((answer.baseline, answer.uplift_percent, answer.incremental, answer.margin_effect), (100, 50, 50, 5))
        self.assertEqual(answer.verdict, "more")

    def test_sales_brought_forward_are_counted_back(self):
        answer = uplift(windows=Windows(Decimal(150), before=money(98, 102, 100), after=Decimal(70)), margin_percent=Decimal(40))
        self.assertEqual((answer.incremental, answer.net_incremental, answer.margin_effect), (50, 20, 8))

    def test_last_year_grown_by_what_came_before(self):
        # a year ago the season brought 200 after 100 and 100; now 110 and 110 came before: 220 were to be expected
        answer = uplift(method="last_year", windows=Windows(
            Decimal(231), before=money(110, 110), last_year=Decimal(200), last_year_before=money(100, 100)))
        self.assertEqual((answer.baseline, answer.uplift_percent, answer.verdict), (220, 5, "unknown"))

    def test_the_control_group_tells_what_would_have_come_anyway(self):
        answer = uplift(method="control", windows=Windows(
            Decimal(130), before=money(100), control_before=Decimal(50), control_during=Decimal(60)))
        self.assertEqual((answer.baseline, answer.incremental), (120, 10))

    def test_what_lies_within_the_usual_is_said(self):
        self.assertEqual(uplift(windows=Windows(Decimal(110), before=money(80, 120, 95, 105))).verdict, "within_chance")
        self.assertEqual(uplift(windows=Windows(Decimal(20), before=money(80, 120, 95, 105))).verdict, "less")

    def test_without_a_baseline_there_is_no_uplift(self):
        for method, windows in {
            "before": Windows(Decimal(5)),
            "last_year": Windows(Decimal(5), before=money(1), last_year=Decimal(3), last_year_before=money(0)),
            "control": Windows(Decimal(5), before=money(1)),
        }.items():
            answer = uplift(method=method, windows=windows)
            self.assertEqual((answer.uplift_percent, answer.incremental, answer.verdict), (None, None, "unknown"))
        self.assertIsNone(uplift(windows=Windows(Decimal(5), before=money(0, 0))).uplift_percent)

    def test_an_unknown_method_is_refused(self):
        with self.assertRaisesRegex(ValueError, "method 'hope'"):
            uplift(windows=Windows(Decimal(1)), method="hope")
