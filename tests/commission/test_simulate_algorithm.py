import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.commission.book import Assignment, PlanBook
from odoo.addons.sales_os.algorithms.commission.rule import Rule
from odoo.addons.sales_os.algorithms.commission.simulate import bar_percent, compared, retimed

D = Decimal
pay = st.dictionaries(st.sampled_from("abcdef"), st.integers(-10**6, 10**6).map(lambda value: D(value) / 100))


class TestSimulateAlgorithm(unittest.TestCase):
    def book(self):
        old, new = Rule(key=1, rate=D(5)), Rule(key=2, rate=D(7))
        return PlanBook(
            versions=((date(2026, 1, 1), (old,)), (date(2027, 1, 1), (new,))),
            assignments={"ann": (Assignment(start=date(2027, 1, 1)),), "bob": (
                Assignment(start=date(2026, 3, 1), end=date(2026, 12, 31), quota=D(10)), Assignment(start=date(2027, 1, 1), quota=D(20)))},
            closed=date(2026, 12, 31))

    def test_the_draft_is_replayed_over_months_before_it_begins(self):
        book = retimed(book=self.book(), start=date(2026, 1, 1))
        self.assertEqual([rule.rate for rule in book.rules_on(date(2026, 2, 1))], [D(7)])
        self.assertIsNone(book.closed)

    def test_everybody_assigned_takes_part_from_the_first_day(self):
        book = retimed(book=self.book(), start=date(2026, 1, 1))
        for rep in ("ann", "bob"):
            self.assertIsNotNone(book.assignment_on(rep, date(2026, 1, 15)))
        self.assertEqual(book.assignment_on("bob", date(2026, 1, 15)).quota, D(10))
        self.assertEqual(book.assignment_on("bob", date(2027, 1, 15)).quota, D(20))

    def test_winners_losers_and_cost_of_sales(self):
        result = compared(before={"ann": D(100), "bob": D(50)}, after={"ann": D(80), "bob": D(90), "new": D(10)}, revenue=D(2000))
        self.assertEqual([(row.rep, row.delta, row.percent) for row in result.reps],
                         [("bob", D(40), D("80.0")), ("new", D(10), None), ("ann", D(-20), D("-20.0"))])
        self.assertEqual((result.delta, result.winners, result.losers), (D(30), 2, 1))
        self.assertEqual((result.cost_percent_before, result.cost_percent_after), (D("7.50"), D("9.00")))

    def test_without_revenue_there_is_no_percentage(self):
        result = compared(before={}, after={"ann": D(1)}, revenue=D(0))
        self.assertIsNone(result.cost_percent_after)
        self.assertIsNone(bar_percent(reached=D(5), quota=D(0)))
        self.assertEqual(bar_percent(reached=D(870), quota=D(1000)), D("87.0"))

    @given(pay, pay)
    def test_deltas_sum_to_the_difference_of_the_costs(self, before, after):
        result = compared(before=before, after=after, revenue=D(1))
        self.assertEqual(sum((row.delta for row in result.reps), D(0)), result.after - result.before)
        self.assertEqual(result.after, sum(after.values(), D(0)))
        self.assertEqual({row.rep for row in result.reps}, set(before) | set(after))
