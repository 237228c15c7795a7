"""The days of figures, and which facts and words belong to each, without a database."""

import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.gathered import GATHERED, sources_of
from odoo.addons.sales_os.algorithms.kpi.registry import KPIS
from odoo.addons.sales_os.algorithms.kpi.report_period import PERIODS, last_period
from odoo.addons.sales_os.algorithms.kpi.window import months_until, previous, year_before
from odoo.addons.sales_os.algorithms.target.fitting import Candidate, fitting

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


class Any1(dict):
    def __missing__(self, name):
        return 1


class TestWindow(unittest.TestCase):
    def test_the_month_before_is_a_month(self):
        self.assertEqual(previous(date_from=date(2026, 3, 1), date_to=date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28)))
        self.assertEqual(previous(date_from=date(2026, 1, 1), date_to=date(2026, 3, 31)), (date(2025, 10, 1), date(2025, 12, 31)))

    def test_ten_days_before_are_ten_days(self):
        self.assertEqual(previous(date_from=date(2026, 3, 5), date_to=date(2026, 3, 14)), (date(2026, 2, 23), date(2026, 3, 4)))

    def test_a_year_before_ends_with_the_month(self):
        self.assertEqual(year_before(date_from=date(2025, 2, 1), date_to=date(2025, 2, 28)), (date(2024, 2, 1), date(2024, 2, 29)))
        self.assertEqual(year_before(date_from=date(2024, 2, 29), date_to=date(2024, 2, 29)), (date(2023, 2, 28), date(2023, 2, 28)))

    @given(DAYS, st.integers(0, 800))
    def test_the_period_before_ends_the_day_before(self, first, length):
        start, stop = previous(date_from=first, date_to=first + timedelta(days=length))
        self.assertLessEqual(start, stop)
        self.assertEqual(stop + timedelta(days=1), first)

    @given(DAYS, st.integers(1, 30))
    def test_months_follow_each_other(self, day, count):
        months = months_until(day=day, count=count)
        self.assertEqual(len(months), count)
        self.assertTrue(months[-1][0] <= day <= months[-1][1])
        for (_start, stop), (following, _end) in zip(months, months[1:], strict=False):
            self.assertEqual(stop + timedelta(days=1), following)

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        with self.assertRaises(ValueError):
            previous(date_from=date(2026, 3, 5), date_to=date(2026, 3, 4))


class TestGathered(unittest.TestCase):
    def test_each_figure_gets_the_inputs_that_it_names(self):
        self.assertLessEqual(set(GATHERED), set(KPIS))
        for code, row in GATHERED.items():
            with self.subTest(code=code):
                self.assertEqual(set(row.inputs(Any1(), Any1())), set(KPIS[code].inputs))
                self.assertTrue(row.sources)

    def test_a_source_is_gathered_once(self):
        self.assertEqual(sources_of(["revenue", "growth_pct", "units", "happiness"]), ("sold", "orders"))


class TestFitting(unittest.TestCase):
    def row(self, key, first, last, owner="ann", above=()):
        return Candidate(key, owner, date(2026, *first), date(2026, *last), frozenset(above))

    def chosen(self, *rows, date_from=date(2026, 1, 1), date_to=date(2026, 3, 31)):
        return [row.key for row in fitting(candidates=rows, date_from=date_from, date_to=date_to)]

    def test_a_quarter_answers_instead_of_its_months(self):
        quarter = self.row("q", (1, 1), (3, 31))
        months = [self.row(f"m{n}", (n, 1), (n, 28), above=("q",)) for n in (1, 2, 3)]
        self.assertEqual(self.chosen(*months, quarter), ["q"])
        self.assertEqual(self.chosen(*months, quarter, date_to=date(2026, 2, 28)), ["m1", "m2"])

    def test_what_overlaps_counts_once(self):
        self.assertEqual(self.chosen(self.row("m", (2, 1), (2, 28)), self.row("q", (1, 1), (3, 31))), ["q"])
        self.assertEqual(
            self.chosen(self.row("a", (1, 1), (3, 31)), self.row("b", (1, 1), (3, 31), owner="bob")), ["a", "b"])

    def test_a_year_does_not_fit_a_quarter(self):
        self.assertEqual(self.chosen(self.row("y", (1, 1), (12, 31))), [])


class TestReportPeriod(unittest.TestCase):
    def test_the_last_period_that_is_over(self):
        monday = date(2026, 3, 2)
        self.assertEqual(last_period(period="day", today=monday), (date(2026, 3, 1), date(2026, 3, 1)))
        self.assertEqual(last_period(period="week", today=monday), (date(2026, 2, 23), date(2026, 3, 1)))
        self.assertEqual(last_period(period="month", today=monday), (date(2026, 2, 1), date(2026, 2, 28)))

    @given(DAYS, st.sampled_from(PERIODS))
    def test_it_is_over_and_the_next_one_is_not(self, today, period):
        first, last = last_period(period=period, today=today)
        self.assertTrue(first <= last < today)
        self.assertEqual(last_period(period=period, today=last + timedelta(days=1)), (first, last))
        with self.assertRaises(ValueError):
            last_period(period="hour", today=today)
