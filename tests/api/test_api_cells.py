import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.api.calendar_span import cut_span
from odoo.addons.sales_os.algorithms.api.formula_cell import FORMULA_SIGNS, harmless
from odoo.addons.sales_os.algorithms.api.timeline import merge_newest_first

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


class TestCells(unittest.TestCase):
    def test_formulas_become_text_and_numbers_stay_numbers(self):
        self.assertEqual(harmless("=HYPERLINK(\"http://evil\")"), "'=HYPERLINK(\"http://evil\")")
        self.assertEqual(harmless("  @SUM(1)"), "'  @SUM(1)")
        self.assertEqual([harmless(value) for value in (-5, 1.5, None, "Shop", "A-1")], [-5, 1.5, "", "Shop", "A-1"])

    @given(st.text(max_size=20))
    def test_no_text_begins_like_a_formula(self, text):
        self.assertFalse(str(harmless(text)).lstrip(" ").startswith(FORMULA_SIGNS))


class TestSpan(unittest.TestCase):
    def test_weeks_begin_on_monday_and_months_on_the_first(self):
        self.assertEqual(cut_span(first=date(2026, 11, 4), last=date(2026, 11, 17), period="week"), [
            (date(2026, 11, 4), date(2026, 11, 8)), (date(2026, 11, 9), date(2026, 11, 15)), (date(2026, 11, 16), date(2026, 11, 17))])
        self.assertEqual(cut_span(first=date(2026, 12, 31), last=date(2027, 1, 1), period="month"), [
            (date(2026, 12, 31), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 1, 1))])

    @given(days, st.integers(0, 400), st.sampled_from(["day", "week", "month"]))
    def test_parts_cover_the_span_without_gap_or_overlap(self, first, length, period):
        last = first + timedelta(days=length)
        parts = cut_span(first=first, last=last, period=period)
        self.assertEqual((parts[0][0], parts[-1][1]), (first, last))
        for (_begin, end), (following, _end) in zip(parts, parts[1:], strict=False):
            self.assertEqual(following, end + timedelta(days=1))


class TestTimeline(unittest.TestCase):
    @given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.integers(0, 9)), unique=True), st.integers(1, 20))
    def test_the_newest_come_first_whatever_the_order_they_came_in(self, keys, limit):
        rows = [{"moment": moment, "kind": kind, "id": number} for moment, kind, number in keys]
        told = merge_newest_first(rows=rows, limit=limit)
        self.assertEqual(told, merge_newest_first(rows=rows[::-1], limit=limit))
        self.assertEqual([row["moment"] for row in told], sorted((row["moment"] for row in rows), reverse=True)[:limit])
