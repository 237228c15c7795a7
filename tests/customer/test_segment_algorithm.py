"""The decision on segments, without a database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.core.match_row import LATER, MatchRow
from odoo.addons.sales_os.algorithms.customer.segment import (
    ORDERS_LOW,
    REVENUE_HIGH,
    REVENUE_LOW,
    Buyer,
    Sales,
    SegmentRow,
    decide_segment,
    judging_company,
    yearly_revenue,
)

ENTERPRISE = SegmentRow(row=MatchRow(key="enterprise"), revenue_from=Decimal(1_000_000))
MID = SegmentRow(row=MatchRow(key="mid"), revenue_from=Decimal(100_000), revenue_below=Decimal(1_000_000))
SMALL = SegmentRow(row=MatchRow(key="small"))
ROWS = (ENTERPRISE, MID, SMALL)


def decided(revenue, rows=ROWS, **facts):
    return decide_segment(rows=rows, buyer=Buyer(key=1, revenue=Decimal(revenue), **facts))


class TestSegmentDecision(unittest.TestCase):
    def test_bands_that_meet_leave_neither_gap_nor_overlap(self):
        self.assertEqual(
            [decided(amount).winner for amount in ("99999.99", "100000", "999999.99", "1000000")], ["small", "mid", "mid", "enterprise"])

    def test_losers_say_what_they_lost_by(self):
        self.assertEqual(decided(150_000).losers, (("enterprise", REVENUE_LOW), ("small", LATER)))
        self.assertEqual(decided(2_000_000).losers, (("mid", REVENUE_HIGH), ("small", LATER)))
        often = SegmentRow(row=MatchRow(key="often"), orders_from=3)
        self.assertEqual(decided(0, rows=(often, SMALL), orders=2).losers, (("often", ORDERS_LOW),))
        self.assertEqual(decided(0, rows=(often, SMALL), orders=3).winner, "often")

    def test_a_criterion_that_fails_is_named_before_the_figures(self):
        public = SegmentRow(row=MatchRow(key="public", criteria={"industry": frozenset([7])}), revenue_from=Decimal(10))
        self.assertEqual(decided(5, rows=(public,)).losers, (("public", "industry"),))
        self.assertEqual(decided(50, rows=(public,), traits={"industry": frozenset([7])}).winner, "public")

    def test_more_credit_notes_than_orders_is_not_above_any_bound(self):
        self.assertEqual(decided(-5).winner, "small")

    def test_without_rows_nobody_wins(self):
        self.assertEqual((decided(5, rows=()).winner, decided(5, rows=(ENTERPRISE,)).winner), (None, None))

    @given(st.decimals(min_value=-10, max_value=10_000_000, places=2), st.integers(0, 50))
    def test_exactly_one_of_all_rows_wins_and_all_others_are_explained(self, revenue, orders):
        decision = decided(revenue, orders=orders)
        self.assertEqual({decision.winner, *(key for key, _why in decision.losers)}, {"enterprise", "mid", "small"})
        self.assertEqual(len(decision.losers), 2)

    @given(st.decimals(min_value=0, max_value=10_000_000, places=2), st.decimals(min_value=0, max_value=10_000_000, places=2))
    def test_who_buys_more_is_never_in_a_lower_band(self, one, other):
        rank = ["small", "mid", "enterprise"]
        lower, higher = sorted((one, other))
        self.assertLessEqual(rank.index(decided(lower).winner), rank.index(decided(higher).winner))


class TestSegmentFigures(unittest.TestCase):
    def test_the_customers_own_company_judges(self):
        self.assertEqual(judging_company(own=2, sales=[Sales(1, Decimal(9), 9)]), 2)

    def test_a_shared_customer_is_judged_where_it_orders_most_often(self):
        sales = [Sales(2, Decimal(5), 3), Sales(1, Decimal(900), 1)]
        self.assertEqual(judging_company(own=None, sales=sales), 2)
        self.assertEqual(judging_company(own=None, sales=[Sales(2, Decimal(1), 1), Sales(1, Decimal(1), 1)]), 1)
        self.assertIsNone(judging_company(own=None, sales=[]))

    def test_amounts_are_converted_and_rounded_once(self):
        sales = [Sales(1, Decimal("10.005"), 1), Sales(2, Decimal("3"), 1)]
        self.assertEqual(yearly_revenue(sales=sales, rates={1: Decimal(1), 2: Decimal("0.0005")}, decimals=2), Decimal("10.01"))
        self.assertEqual(yearly_revenue(sales=sales, rates={1: Decimal(1), 2: Decimal(2)}, decimals=0), Decimal("16"))
        self.assertEqual(yearly_revenue(sales=[], rates={}, decimals=2), Decimal("0.00"))
