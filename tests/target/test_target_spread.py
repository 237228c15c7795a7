"""Spreading a target: exact sums, fair parts, the shape of last year. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.target.spread import SpreadError, respread, seasonal_weights, spread

MONEY = st.decimals(-(10**9), 10**12, places=2)
WEIGHTS = st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=24)


class TestSpread(unittest.TestCase):
    def test_the_odd_cents_go_to_the_first(self):
        self.assertEqual(spread(total=Decimal("100.00"), weights=[1, 1, 1]), [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")])

    def test_in_proportion(self):
        self.assertEqual(spread(total=Decimal(120), weights=[1, 2, 3]), [20, 40, 60])
        self.assertEqual(spread(total=Decimal(7), weights=[5, 0, 5], digits=0), [4, 0, 3])

    def test_without_weights_all_get_alike(self):
        self.assertEqual(spread(total=Decimal(10), weights=[0, 0]), [5, 5])

    @given(MONEY, WEIGHTS)
    def test_parts_add_up_and_miss_their_share_by_less_than_a_cent(self, total, weights):
        parts, whole = spread(total=total, weights=weights), sum(weights)
        self.assertEqual(sum(parts), total)
        for part, weight in zip(parts, weights, strict=True):
            share = total * weight / whole if whole else total / len(weights)
            self.assertLess(abs(part - share), Decimal("0.01001"))

    @given(WEIGHTS)
    def test_a_weight_of_zero_gets_nothing_beside_others(self, weights):
        for part, weight in zip(spread(total=Decimal(1000), weights=[*weights, 1]), [*weights, 1], strict=True):
            self.assertTrue(weight or not part)

    def test_senseless_spreads_are_refused(self):
        for message, arguments in {
            "nothing to spread": {"total": Decimal(1), "weights": []}, "weight of -1": {"total": Decimal(1), "weights": [1, -1]},
            "weight of NaN": {"total": Decimal(1), "weights": [float("nan")]},
            "more than 2 decimals": {"total": Decimal("0.001"), "weights": [1]},
        }.items():
            with self.subTest(message=message), self.assertRaisesRegex(SpreadError, message):
                spread(**arguments)


class TestSeason(unittest.TestCase):
    def test_the_shape_of_last_year(self):
        self.assertEqual(seasonal_weights(last_year=[50, 100, 150]), [Decimal("0.5"), 1, Decimal("1.5")])
        self.assertEqual(seasonal_weights(last_year=[50, 100, 150], flat_share=0.5), [Decimal("0.75"), 1, Decimal("1.25")])

    def test_a_month_below_zero_or_a_year_without_sales(self):
        self.assertEqual(seasonal_weights(last_year=[-10, 10]), [0, 2])
        self.assertEqual(seasonal_weights(last_year=[0, 0, -5]), [1, 1, 1])

    def test_senseless_shapes_are_refused(self):
        with self.assertRaisesRegex(SpreadError, "no last year"):
            seasonal_weights(last_year=[])
        with self.assertRaisesRegex(SpreadError, "between 0 and 1"):
            seasonal_weights(last_year=[1], flat_share=2)


class TestRespread(unittest.TestCase):
    def test_months_that_are_over_stay(self):
        parts = respread(total=Decimal(100), weights=[1, 1, 2], fixed=[Decimal(10), None, None])
        self.assertEqual(parts, [10, 30, 60])

    @given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=2)), min_size=1, max_size=12).filter(lambda parts: None in parts))
    def test_fixed_parts_stay_and_all_add_up(self, fixed):
        parts = respread(total=Decimal(2000), weights=[1] * len(fixed), fixed=fixed)
        self.assertEqual(sum(parts), 2000)
        self.assertTrue(all(kept is None or kept == part for kept, part in zip(fixed, parts, strict=True)))

    def test_what_cannot_add_up_is_said(self):
        with self.assertRaisesRegex(SpreadError, "exceed the target by 5"):
            respread(total=Decimal(10), weights=[1, 1], fixed=[Decimal(15), None])
        with self.assertRaisesRegex(SpreadError, "all parts are fixed and 5 is left over"):
            respread(total=Decimal(10), weights=[1], fixed=[Decimal(5)])
        with self.assertRaisesRegex(SpreadError, "1 parts with 2 weights"):
            respread(total=Decimal(10), weights=[1, 1], fixed=[None])
        self.assertEqual(respread(total=Decimal(10), weights=[1], fixed=[Decimal(10)]), [10])
