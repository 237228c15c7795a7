"""Scenarios: each change by itself, all together, and their effects adding up. No database."""

import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.scenario import AS_IS, CAUTIOUS, HOPEFUL, DatedDeal, Scenario, play

MARCH = {"date_start": date(2025, 3, 1), "date_end": date(2025, 3, 31)}
DEALS = [
    DatedDeal("a", Decimal(1000), 50, date(2025, 3, 5)), DatedDeal("b", Decimal(2000), 80, date(2025, 3, 25)),
    DatedDeal("c", Decimal(4000), 25, date(2025, 2, 25))]


def expected(scenario, **options):
    return play(deals=DEALS, scenario=scenario, **MARCH, **options).expected


class TestScenario(unittest.TestCase):
    def test_as_it_is(self):
        answer = play(deals=DEALS, scenario=AS_IS, won=Decimal(100), **MARCH)
        self.assertEqual((answer.expected, answer.count), (Decimal("2200.00"), 2))
        self.assertEqual([effect for _name, effect in answer.effects], [0, 0, 0])

    def test_one_change_at_a_time(self):
        self.assertEqual(expected(Scenario("rate", win_rate_percent=-10)), Decimal("1890.00"))
        self.assertEqual(expected(Scenario("size", deal_size_percent=10)), Decimal("2310.00"))
        self.assertEqual(expected(Scenario("slip", slip_days=10)), Decimal("1500.00"))  # b leaves, c comes in
        self.assertEqual(expected(Scenario("all lost", win_rate_percent=-100)), Decimal("0.00"))

    def test_no_deal_becomes_surer_than_sure(self):
        self.assertEqual(expected(Scenario("rate", win_rate_percent=50)), Decimal("2750.00"))  # 75 % of 1000 and 100 % of 2000

    def test_the_usual_three_are_in_order(self):
        low, middle, high = (expected(scenario) for scenario in (CAUTIOUS, AS_IS, HOPEFUL))
        self.assertLess(low, middle)
        self.assertLess(middle, high)

    @given(st.floats(-100, 100), st.floats(-100, 100), st.integers(-40, 40))
    def test_effects_add_up_to_the_difference(self, rate, size, slip):
        answer = play(deals=DEALS, scenario=Scenario("any", round(rate, 3), round(size, 3), slip), won=Decimal(7), **MARCH)
        self.assertEqual(sum(effect for _name, effect in answer.effects), answer.expected - Decimal(7) - expected(AS_IS))
        self.assertLessEqual(answer.low, answer.high)

    def test_more_than_everything_cannot_be_lost(self):
        with self.assertRaisesRegex(ValueError, "the size of deals cannot fall by more than 100 %"):
            Scenario("impossible", deal_size_percent=-101)
