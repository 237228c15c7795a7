"""A period's figure from months of invoices: no history, one order, future dates, sums up a tree. No database."""

import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.figure import by_period, figure, history_of, with_below
from odoo.addons.sales_os.algorithms.forecast.history import ForecastInputError
from odoo.addons.sales_os.algorithms.forecast.period import period_number

TODAY = date(2026, 5, 13)
MAY = period_number(day=TODAY, kind="month")


def told(months, target=MAY, method="combined", kind="month"):
    history = history_of(months={key: Decimal(value) for key, value in months.items()}, kind=kind, today=TODAY)
    last = period_number(day=TODAY, kind=kind) - 1
    return figure(history=history, last=last, target=target, method=method)


class TestForecastFigure(unittest.TestCase):
    def test_without_history_the_figure_is_zero_and_says_so(self):
        found = told({})
        self.assertEqual((found.amount, found.low, found.used, found.reason, found.count), (0, None, "none", "none", 0))

    def test_one_order_is_the_last_value(self):
        found = told({MAY - 1: 500})
        self.assertEqual((found.amount, found.low, found.used, found.reason), (Decimal("500.00"), None, "naive", "flat"))

    def test_the_running_and_future_months_are_no_history(self):
        found = told({MAY - 2: 300, MAY - 1: 500, MAY: 7, MAY + 4: 9})
        self.assertEqual((found.amount, found.reason, found.count), (500, "short", 2))
        self.assertIn(("unfinished_left_out", 2), found.notes)

    def test_only_future_dates_are_no_history(self):
        self.assertEqual(told({MAY + 1: 100}).reason, "none")

    def test_three_years_have_a_method_and_an_interval(self):
        months = {MAY - back: 1000 + 10 * (36 - back) + (back * 7919) % 90 for back in range(1, 37)}
        for method in ("trend", "combined", "seasonal"):
            found = told(months, method=method)
            self.assertEqual((found.reason, found.count), ("asked", 36))
            self.assertTrue(found.low < found.amount < found.high)

    def test_months_add_up_to_quarters(self):
        january = period_number(day=date(2026, 1, 1), kind="month")
        self.assertEqual(
            by_period(months={january: Decimal(1), january + 2: Decimal(2), january + 3: Decimal(4)}, kind="quarter"),
            {period_number(day=date(2026, 1, 1), kind="quarter"): 3, period_number(day=date(2026, 4, 1), kind="quarter"): 4})

    def test_a_period_that_is_over_is_refused(self):
        with self.assertRaisesRegex(ForecastInputError, "over"):
            told({MAY - 1: 1}, target=MAY - 1)

    def test_an_unknown_method_or_period_is_named(self):
        with self.assertRaisesRegex(ForecastInputError, "'guess'"):
            told({}, method="guess")
        with self.assertRaisesRegex(ForecastInputError, "'week'"):
            by_period(months={}, kind="week")

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(-100, 100)), max_size=30))
    def test_the_top_of_a_tree_has_everything(self, rows):
        parents = {key: (None if key == 0 else (key - 1) // 2) for key in range(10)}
        months = {}
        for key, month, amount in rows:
            own = months.setdefault(key, {})
            own[month] = own.get(month, Decimal()) + amount
        sums = with_below(parents=parents, months=months)
        self.assertEqual(sum(sums[0].values()), sum(amount for _key, _month, amount in rows))
        for key in parents:
            below = [child for child, parent in parents.items() if parent == key]
            own = sum(months.get(key, {}).values())
            self.assertEqual(sum(sums[key].values()), own + sum(sum(sums[child].values()) for child in below))
