"""What is made of rows before anything is forecast. No database."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.history import ForecastInputError, History, kind_of, prepare
from odoo.addons.sales_os.algorithms.forecast.period import SEASON, last_finished, period_number, period_start


class TestHistory(unittest.TestCase):
    def test_a_month_without_rows_had_no_sales(self):
        history = prepare(amounts={10: 5.0, 12: 7.0}, last=13)
        self.assertEqual((history.values, history.first), ((5.0, 0.0, 7.0, 0.0), 10))
        self.assertEqual(dict(history.notes), {"gaps_as_zero": 2})

    def test_an_unknown_month_lies_on_the_line_between_its_neighbours(self):
        history = prepare(amounts={10: 5.0, 12: 7.0}, last=12, gap="interpolate")
        self.assertEqual(history.values, (5.0, 6.0, 7.0))
        self.assertEqual(dict(history.notes), {"gaps_interpolated": 1})

    def test_the_running_month_is_left_out_and_said(self):
        history = prepare(amounts={10: 5.0, 11: 6.0, 12: 1.0}, last=11)
        self.assertEqual(history.values, (5.0, 6.0))
        self.assertEqual(dict(history.notes), {"unfinished_left_out": 1})

    def test_zeros_before_the_first_sale_are_no_history(self):
        history = prepare(amounts={8: 0.0, 9: 0.0, 10: 5.0}, last=11)
        self.assertEqual((history.values, history.first), ((5.0, 0.0), 10))
        self.assertEqual(dict(history.notes), {"leading_zeros": 2, "gaps_as_zero": 1})

    def test_without_sales_there_is_nothing(self):
        for amounts in ({}, {3: 0.0}, {20: 4.0}):
            with self.subTest(amounts=amounts):
                self.assertEqual(prepare(amounts=amounts, last=12).values, ())

    def test_what_is_no_number_is_refused_with_its_period(self):
        with self.assertRaisesRegex(ForecastInputError, "period 11: nan"):
            prepare(amounts={10: 1.0, 11: float("nan")}, last=12)
        with self.assertRaisesRegex(ForecastInputError, "period 1: inf"):
            History((1.0, float("inf")), 12)
        with self.assertRaisesRegex(ForecastInputError, "gaps as 'guess'"):
            prepare(amounts={}, last=1, gap="guess")

    def test_kinds(self):
        for kind, values in {
            "none": [], "short": [1, 2, 3], "flat": [4] * 30, "stopped": [9, 8, 7] * 6 + [0] * 12, "intermittent": [0, 0, 3] * 10,
            "regular": [3, 4, 5, 4] * 5,
        }.items():
            with self.subTest(kind=kind):
                self.assertEqual(kind_of(values=values, season=12), kind)

    @given(st.dictionaries(st.integers(0, 40), st.floats(-1e6, 1e6), max_size=20), st.integers(0, 40))
    def test_no_amount_is_lost_or_invented(self, amounts, last):
        history = prepare(amounts=amounts, last=last)
        self.assertAlmostEqual(sum(history.values), sum(amount for period, amount in amounts.items() if period <= last), places=3)


class TestPeriods(unittest.TestCase):
    @given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.sampled_from(sorted(SEASON)))
    def test_a_day_lies_in_its_period(self, day, kind):
        number = period_number(day=day, kind=kind)
        self.assertLessEqual(period_start(number=number, kind=kind), day)
        self.assertGreater(period_start(number=number + 1, kind=kind), day)
        self.assertEqual(period_number(day=period_start(number=number + 1, kind=kind) - timedelta(days=1), kind=kind), number)

    def test_the_month_that_runs_is_not_finished(self):
        self.assertEqual(last_finished(today=date(2025, 1, 31), kind="month"), period_number(day=date(2024, 12, 1), kind="month"))

    def test_unknown_kinds_are_refused(self):
        with self.assertRaisesRegex(ValueError, "fortnight"):
            period_number(day=date(2025, 1, 1), kind="fortnight")
        with self.assertRaisesRegex(ValueError, "fortnight"):
            period_start(number=1, kind="fortnight")
