"""Every KPI: its worked example, and no figure where there is nothing to divide by. No database."""

import inspect
import re
import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.definition import DIGITS, DIRECTIONS
from odoo.addons.sales_os.algorithms.kpi.registry import KPIS, compute, find, is_better
from odoo.addons.sales_os.algorithms.kpi.sales import PricedLine, RecurringLine

NAMED_BY_THE_MISSION = (
    "revenue", "units", "growth_pct", "deals_won", "avg_deal_size", "sales_cycle_days", "cycle_efficiency", "win_rate", "lead_to_sale",
    "stage_conversion", "pipeline_velocity", "pipeline_health", "pipeline_value", "weighted_pipeline", "quota_attainment", "team_quota",
    "mrr", "arr", "clv", "cac", "cost_per_sale", "retention", "repeat_rate", "referrals", "csat", "nps", "forecast_mape",
    "forecast_bias", "market_share", "hhi_customer", "hhi_category", "hhi_territory", "hhi_channel", "top10_share",
    "channel_share_vs_target", "sales_efficiency", "channel_coverage", "orders_per_customer", "territory_coverage", "visits_done",
    "visits_missed", "calls", "meetings", "selling_hours", "hours_to_first_contact", "discount_avg", "discount_leakage", "margin_pct",
    "commission_cost",
)
MONEY = st.decimals(0, 10**9, places=2)


class TestRegistry(unittest.TestCase):
    def test_every_worked_example_comes_out(self):
        for code, kpi in KPIS.items():
            with self.subTest(code=code):
                self.assertEqual(compute(code, **kpi.example.inputs), kpi.example.value)

    def test_nothing_to_divide_by_gives_no_figure(self):
        for code, kpi in KPIS.items():
            with self.subTest(code=code):
                if kpi.empty is None:
                    self.assertNotIn(" ÷ (", kpi.formula)
                    self.assertNotRegex(kpi.formula, r"mean|median|share")
                else:
                    self.assertIsNone(compute(code, **kpi.empty))

    def test_a_formula_that_divides_has_a_case_without_an_answer(self):
        dividing = {code for code, kpi in KPIS.items() if "÷" in kpi.formula} - {"mrr", "selling_hours"}  # by fixed months and by 60
        self.assertEqual([code for code in sorted(dividing) if KPIS[code].empty is None], [])

    def test_all_named_codes_are_there(self):
        self.assertEqual(len(NAMED_BY_THE_MISSION), 49)
        self.assertEqual([code for code in NAMED_BY_THE_MISSION if code not in KPIS], [])

    def test_definitions_are_complete(self):
        for code, kpi in KPIS.items():
            with self.subTest(code=code):
                self.assertEqual(kpi.code, code)
                self.assertRegex(code, r"^[a-z][a-z0-9_]*$")
                self.assertTrue(all((kpi.name, kpi.formula, kpi.source, kpi.example.words, *kpi.inputs.values())))
                self.assertIn(kpi.unit, DIGITS)
                self.assertIn(kpi.direction, DIRECTIONS)
                self.assertEqual(set(inspect.signature(kpi.compute).parameters), set(kpi.inputs))
                self.assertEqual({p.kind for p in inspect.signature(kpi.compute).parameters.values()}, {inspect.Parameter.KEYWORD_ONLY})
                self.assertEqual(set(kpi.example.inputs), set(kpi.inputs))

    def test_no_money_is_a_float(self):
        for code, kpi in KPIS.items():
            if kpi.unit.startswith("money"):
                with self.subTest(code=code):
                    self.assertIsInstance(compute(code, **kpi.example.inputs), Decimal)

    def test_unknown_codes_and_wrong_inputs_are_named(self):
        with self.assertRaisesRegex(ValueError, "no KPI 'happiness'"):
            find("happiness")
        with self.assertRaisesRegex(ValueError, "win_rate needs lost"):
            compute("win_rate", won=1)
        with self.assertRaisesRegex(ValueError, "win_rate does not know drawn"):
            compute("win_rate", won=1, lost=2, drawn=3)

    def test_better_depends_on_the_direction(self):
        self.assertTrue(is_better(code="win_rate", value=60, than=50))
        self.assertFalse(is_better(code="cac", value=60, than=50))
        for code, value, than in (("win_rate", 50, 50), ("win_rate", None, 50), ("forecast_bias", 1, 2)):
            self.assertIsNone(is_better(code=code, value=value, than=than))

    def test_displayed_units_say_their_digits(self):
        self.assertTrue(all(re.fullmatch(r"[a-z_]+", unit) and 0 <= digits <= 2 for unit, digits in DIGITS.items()))


class TestFigures(unittest.TestCase):
    def test_pipeline_of_a_small_team(self):
        # three won after 10, 20 and 30 days for 6 000 together, one lost, five open
        self.assertEqual(compute("win_rate", won=3, lost=1), 75)
        self.assertEqual(compute("avg_deal_size", amount=6000, count=3), 2000)
        self.assertEqual(compute("sales_cycle_days", days=(10, 20, 30)), 20)
        velocity = compute("pipeline_velocity", open_count=5, won_count=3, lost_count=1, won_amount=6000, won_cycle_days=(10, 20, 30))
        self.assertEqual(velocity, 375)  # 5 × 2000 × 75 % ÷ 20

    def test_velocity_is_the_product_of_its_parts_to_six_decimals(self):
        days = (7, 9, 10, 3, 3, 3, 41)
        velocity = compute(
            "pipeline_velocity", open_count=11, won_count=7, lost_count=6, won_amount=Decimal("12345.67"), won_cycle_days=days)
        exact = 11 * (12345.67 / 7) * (7 / 13) / (sum(days) / 7)
        self.assertAlmostEqual(float(velocity), exact, places=6)

    def test_a_customer_who_never_leaves_counts_ten_years(self):
        inputs = {"average_order": 100, "orders_per_year": 2, "margin_percent": 50}
        self.assertEqual([compute("clv", **inputs, yearly_churn_percent=churn) for churn in (0, 5, 10, 100)], [1000, 1000, 1000, 100])

    def test_growth_from_below_zero_keeps_its_sign(self):
        self.assertEqual(compute("growth_pct", now=-50, before=-100), 50)

    def test_recurring_revenue_on_its_last_day_and_the_next(self):
        lines = (RecurringLine(Decimal(100), 1, date(2025, 1, 1), date(2025, 1, 31)),)
        self.assertEqual(
            [compute("mrr", lines=lines, day=date(2025, 1, 1) + timedelta(days=days)) for days in (-1, 0, 30, 31)], [0, 100, 100, 0])

    @given(st.lists(MONEY, max_size=30))
    def test_concentration_lies_between_even_and_one(self, amounts):
        index, top = compute("hhi_customer", amounts=amounts), compute("top10_share", amounts=amounts)
        count = sum(amount > 0 for amount in amounts)
        if not count:
            self.assertIsNone(index)
            self.assertIsNone(top)
        else:
            self.assertLessEqual(Decimal(10000) / count - Decimal("0.000001"), index)
            self.assertLessEqual(index, 10000)
            self.assertLessEqual(top, 100)
            if count <= 10:
                self.assertEqual(top, 100)

    @given(st.integers(0, 10**6), st.integers(0, 10**6))
    def test_shares_lie_between_nothing_and_all(self, won, lost):
        rate = compute("win_rate", won=won, lost=lost)
        self.assertEqual(rate is None, won + lost == 0)
        self.assertTrue(rate is None or 0 <= rate <= 100)

    @given(st.lists(st.integers(0, 10), max_size=40))
    def test_the_promoter_score_lies_between_minus_and_plus_one_hundred(self, answers):
        score = compute("nps", answers=answers)
        self.assertTrue(-100 <= score <= 100 if answers else score is None)

    @given(st.lists(st.tuples(MONEY, st.integers(0, 100), st.integers(0, 100)), max_size=10))
    def test_leakage_is_never_negative_and_none_within_the_limit(self, rows):
        lines = [PricedLine(amount, amount * (100 - given_away) / 100, Decimal(limit)) for amount, given_away, limit in rows]
        leak = compute("discount_leakage", lines=lines)
        self.assertGreaterEqual(leak, 0)
        if all(given_away <= limit for _amount, given_away, limit in rows):
            self.assertEqual(leak, 0)
