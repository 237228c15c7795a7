"""What deals say about a period: by category, won apart, undated told, scenarios. No database."""

import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.forecast.book import OPEN_CATEGORIES, BookDeal, book, by_scope, own_figures

START, END = date(2026, 5, 1), date(2026, 5, 31)


def deal(key, amount, chance, category="pipeline", day=date(2026, 5, 20), is_won=False, scopes=()):
    return BookDeal(key, Decimal(str(amount)), chance, category, day, is_won, frozenset(scopes))


def told(*deals):
    return book(deals=deals, date_start=START, date_end=END)


class TestForecastBook(unittest.TestCase):
    def test_worked_example(self):
        found = told(
            deal(1, 1000, 90, "commit"), deal(2, 2000, 60, "best_case"), deal(3, 500, 10), deal(4, 9999, 90, "commit", date(2026, 6, 1)),
            deal(5, 800, 100, is_won=True), deal(6, 700, 50, "omitted"), deal(7, 300, 50, day=None))
        self.assertEqual({key: line.amount for key, line in found.lines.items()},
                         {"commit": 900, "best_case": 1200, "pipeline": 50, "total": 2950})
        self.assertEqual((found.won, found.undated, found.lines["total"].count, found.lines["total"].unweighted), (800, 1, 3, 3500))
        self.assertLess(found.cautious, 2950)
        self.assertGreater(found.hopeful, 2950)

    def test_an_interval_holds_all_or_nothing_of_one_deal(self):
        line = told(deal(1, 1000, 50, "best_case")).lines["best_case"]
        self.assertEqual((line.low, line.high), (0, 1000))

    def test_nothing_is_zero(self):
        found = told()
        self.assertEqual([line.amount for line in found.lines.values()], [0, 0, 0, 0])

    def test_a_deal_counts_in_each_of_its_scopes(self):
        groups = by_scope([deal(1, 1, 1, scopes=["a", "b"]), deal(2, 1, 1, scopes=["b"])])
        self.assertEqual({key: [one.key for one in group] for key, group in groups.items()}, {"a": [1], "b": [1, 2]})

    def test_own_figures_leave_out_who_has_nobody(self):
        deals = [deal(1, 100, 50), deal(2, 40, 100, is_won=True), deal(3, 7, 50)]
        own = own_figures(deals=deals, date_start=START, date_end=END, owner=lambda one: {1: "x", 2: "x"}.get(one.key))
        self.assertEqual(own, {("x", "pipeline"): 50, ("x", "closed"): 40})

    @given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 100), st.sampled_from([*OPEN_CATEGORIES, "omitted"]), st.booleans()),
                    max_size=12))
    def test_the_whole_is_what_is_won_and_the_three_categories(self, rows):
        found = told(*(deal(number, Decimal(cents) / 100, chance, category, is_won=won)
                       for number, (cents, chance, category, won) in enumerate(rows)))
        self.assertEqual(found.lines["total"].amount, found.won + sum(found.lines[category].amount for category in OPEN_CATEGORIES))
        for line in found.lines.values():
            self.assertLessEqual(line.low, line.high)
