"""The chance of a quota, against outcomes counted by hand. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.deal_sum import OpenDeal
from odoo.addons.sales_os.algorithms.forecast.quota_risk import quota_risk


def deals(*pairs):
    return [OpenDeal(f"d{number}", Decimal(amount), percent) for number, (amount, percent) in enumerate(pairs)]


class TestQuotaRisk(unittest.TestCase):
    def test_two_deals_that_both_are_needed(self):
        answer = quota_risk(quota=Decimal(100), achieved=Decimal(70), deals=deals((20, 50), (10, 80)))
        self.assertEqual(answer.risk, "at_risk")
        self.assertAlmostEqual(answer.chance_percent, 40)
        self.assertEqual((answer.missing, answer.coverage, answer.expected_attainment_percent), (30, Decimal("1.00"), Decimal("88.00")))
        self.assertEqual([(one.key, one.swing_percent) for one in answer.deciding], [("d0", 80), ("d1", 50)])

    def test_either_deal_is_enough(self):
        answer = quota_risk(quota=Decimal(100), achieved=Decimal(90), deals=deals((20, 50), (10, 80)))
        self.assertEqual(answer.risk, "on_track")
        self.assertAlmostEqual(answer.chance_percent, 90)

    def test_reached_out_of_reach_unlikely_and_without_quota(self):
        for risk, values in {
            "reached": (100, 100, ()), "out_of_reach": (100, 50, ((20, 99),)), "unlikely": (100, 50, ((60, 10),)),
            "no_quota": (0, 50, ((60, 10),)),
        }.items():
            quota, achieved, pairs = values
            with self.subTest(risk=risk):
                self.assertEqual(quota_risk(quota=Decimal(quota), achieved=Decimal(achieved), deals=deals(*pairs)).risk, risk)

    def test_a_deal_that_cannot_help_is_not_named(self):
        answer = quota_risk(quota=Decimal(100), achieved=Decimal(0), deals=deals((100, 50), (1, 50)))
        self.assertEqual([one.key for one in answer.deciding], ["d0"])

    @given(
        st.integers(1, 500), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 100)), max_size=10), st.integers(0, 100))
    def test_more_achieved_is_never_riskier(self, quota, pairs, more):
        less, better = (
            quota_risk(quota=Decimal(quota), achieved=Decimal(achieved), deals=deals(*pairs)).chance_percent
            for achieved in (10, 10 + more))
        self.assertLessEqual(less, better + 1e-6)
