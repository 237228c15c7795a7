"""Statements and payouts as arithmetic: where an entry stands, and that no cent is lost when a statement is paid in parts."""

import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.commission.payout import left_to_pay, paid_parts, payable_fault, plan_parts
from odoo.addons.sales_os.algorithms.commission.statement import (
    Line,
    content_hash,
    payable_on,
    plain_cell,
    statement_period,
    totals,
)

D = Decimal
cents = st.integers(-10**7, 10**7).map(lambda value: D(value) / 100)
fractions = st.integers(0, 10**6).map(lambda value: D(value) / 10**6)


class TestStatementPeriod(unittest.TestCase):
    def test_an_entry_stands_on_the_statement_of_its_month(self):
        self.assertEqual(statement_period(day=date(2026, 7, 31), period="month", closed=()), date(2026, 7, 1))

    def test_what_comes_late_stands_on_the_next_open_statement(self):
        closed = [date(2026, 7, 1), date(2026, 8, 1)]
        self.assertEqual(statement_period(day=date(2026, 7, 3), period="month", closed=closed), date(2026, 9, 1))

    def test_an_earlier_month_that_never_had_a_statement_gets_its_own(self):
        self.assertEqual(statement_period(day=date(2026, 6, 3), period="month", closed=[date(2026, 7, 1)]), date(2026, 6, 1))

    def test_quarters_and_years_over_new_year(self):
        self.assertEqual(statement_period(day=date(2026, 12, 31), period="quarter", closed=[date(2026, 10, 1)]), date(2027, 1, 1))
        self.assertEqual(statement_period(day=date(2026, 5, 1), period="year", closed=[date(2026, 1, 1)]), date(2027, 1, 1))

    def test_payable_so_many_days_after_the_period(self):
        self.assertEqual(payable_on(day=date(2026, 2, 10), period="month", days=15), date(2026, 3, 15))
        self.assertEqual(payable_on(day=date(2026, 2, 10), period="quarter", days=0), date(2026, 3, 31))

    @given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), cents, st.booleans())))
    def test_parts_sum_to_the_total(self, rows):
        result = totals(lines=[Line(kind, plan, amount, late) for kind, plan, amount, late in rows])
        self.assertEqual(sum(result.by_kind.values(), D(0)), result.total)
        self.assertEqual(sum(result.by_plan.values(), D(0)), result.total)
        self.assertEqual(result.total, sum((row[2] for row in rows), D(0)))

    def test_the_hash_covers_every_line_in_its_order(self):
        one, two = {"date": date(2026, 1, 1), "amount": "1.00"}, {"date": date(2026, 1, 2), "amount": "2.00"}
        self.assertEqual(content_hash({"b": 1, "lines": [one, two]}), content_hash({"lines": [one, two], "b": 1}))
        self.assertNotEqual(content_hash({"lines": [one, two]}), content_hash({"lines": [two, one]}))

    def test_no_text_becomes_a_formula(self):
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"):
            self.assertEqual(plain_cell(text), "'" + text)
        self.assertEqual(plain_cell("Gate = Motors"), "Gate = Motors")
        self.assertEqual(plain_cell(""), "")


class TestPayout(unittest.TestCase):
    def test_a_whole_statement_has_one_line_a_plan(self):
        parts = [("new", D("70.10")), ("renewal", D("29.90"))]
        self.assertEqual(plan_parts(parts=parts, amount=D("100.00"), digits=2), parts)

    def test_half_a_statement_is_half_of_each_plan(self):
        parts = [("new", D("70.01")), ("renewal", D("29.99"))]
        first = plan_parts(parts=parts, amount=D("50.00"), digits=2)
        second = plan_parts(parts=parts, amount=D("50.00"), before=D("50.00"), digits=2)
        self.assertEqual(first, [("new", D("35.01")), ("renewal", D("14.99"))])
        self.assertEqual(second, [("new", D("35.00")), ("renewal", D("15.00"))])

    def test_plans_that_cancel_each_other_out_are_both_told(self):
        parts = [("new", D("10.00")), ("renewal", D("-10.00"))]
        self.assertEqual(plan_parts(parts=parts, amount=D(0), digits=2), parts)

    @given(st.lists(cents, min_size=1, max_size=5), st.lists(st.integers(1, 100), min_size=1, max_size=6))
    def test_what_is_paid_in_parts_is_the_whole_plan_by_plan(self, amounts, weights):
        parts = list(enumerate(amounts))
        total = sum(amounts, D(0))
        if not total:
            return
        paid, before = dict.fromkeys(range(len(parts)), D(0)), D(0)
        cuts = [(total * sum(weights[: index + 1]) / sum(weights)).quantize(D("0.01")) for index in range(len(weights))]
        for cut in [*cuts[:-1], total]:
            amount = cut - before
            row = plan_parts(parts=parts, amount=amount, before=before, digits=2)
            self.assertEqual(sum((part for _plan, part in row), D(0)), amount)
            for plan, part in row:
                paid[plan] += part
            before = cut
        self.assertEqual(paid, dict(parts))

    def test_the_oldest_statement_is_paid_first(self):
        self.assertEqual(paid_parts(amounts=[D(100), D(50)], fraction=D("0.8"), digits=2), [D(100), D(20)])

    def test_what_was_clawed_back_is_set_off_first(self):
        self.assertEqual(paid_parts(amounts=[D(100), D(-40)], fraction=D("0.5"), digits=2), [D(70), D(-40)])

    def test_a_credit_note_is_the_mirror(self):
        self.assertEqual(paid_parts(amounts=[D(-100), D(40)], fraction=D("0.5"), digits=2), [D(-70), D(40)])

    @given(st.lists(cents, min_size=1, max_size=6), fractions)
    def test_paid_parts_sum_to_what_was_paid(self, amounts, fraction):
        paid = paid_parts(amounts=amounts, fraction=fraction, digits=2)
        total = sum(amounts, D(0))
        if fraction:
            self.assertAlmostEqual(sum(paid, D(0)), total * fraction, delta=D("0.01"))
        for amount, part in zip(amounts, paid, strict=True):
            self.assertLessEqual(abs(part), abs(amount))
            self.assertGreaterEqual(part * amount, 0)
        if fraction == 1:
            self.assertEqual(paid, amounts)

    def test_what_no_payout_took_up_is_carried_on(self):
        self.assertEqual(left_to_pay(total=D(100), planned=[D(60)]), D(40))
        self.assertEqual(left_to_pay(total=D(-100), planned=[]), D(-100))

    def test_more_than_is_left_cannot_be_paid(self):
        self.assertIsNone(payable_fault(amount=D(40), left=D(40)))
        self.assertIsNone(payable_fault(amount=D(-10), left=D(-40)))
        self.assertIsNone(payable_fault(amount=D(0), left=D(0)))
        self.assertEqual(payable_fault(amount=D(41), left=D(40)), "over")
        self.assertEqual(payable_fault(amount=D(1), left=D(0)), "over")
        self.assertEqual(payable_fault(amount=D(-1), left=D(40)), "sign")
        self.assertEqual(payable_fault(amount=D(0), left=D(40)), "zero")
