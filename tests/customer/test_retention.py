import unittest
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.customer.retention import Purchase, cohorts, month_number, retention

TODAY = date(2026, 4, 10)


class TestRetention(unittest.TestCase):
    def test_kept_lost_and_won(self):
        answer = retention(before=["a", "b", "c", "d"], now=["b", "c", "e", "b"])
        self.assertEqual((answer.before, answer.kept, answer.rate), (4, 2, 0.5))
        self.assertEqual((answer.lost, answer.won), ({"a", "d"}, {"e"}))

    def test_nobody_before_is_no_rate(self):
        self.assertIsNone(retention(before=[], now=["a"]).rate)


class TestCohorts(unittest.TestCase):
    def test_two_cohorts(self):
        january, february = cohorts(purchases=[
            Purchase("a", date(2026, 1, 3), Decimal(10)), Purchase("a", date(2026, 3, 30), Decimal(7)),
            Purchase("b", date(2026, 1, 31), Decimal(20)), Purchase("b", date(2026, 1, 31), Decimal(1)),
            Purchase("c", date(2026, 2, 1), Decimal(5)), Purchase("c", date(2026, 4, 2), Decimal(5)),
        ], today=TODAY, months=3)
        self.assertEqual((january.month, january.size), (date(2026, 1, 1), 2))
        self.assertEqual(january.active, (2, 0, 1, None))
        self.assertEqual(january.shares, (1.0, 0.0, 0.5, None))
        self.assertEqual(january.amounts, (Decimal(31), Decimal(0), Decimal(7), None))
        self.assertEqual((february.size, february.active), (1, (1, 0, None, None)))

    def test_the_month_that_runs_is_not_judged(self):
        (cohort,) = cohorts(purchases=[Purchase("a", TODAY)], today=TODAY, months=2)
        self.assertEqual((cohort.size, cohort.active), (1, (None, None, None)))

    def test_over_the_turn_of_the_year_and_the_future_left_out(self):
        (cohort,) = cohorts(purchases=[
            Purchase("a", date(2025, 12, 31)), Purchase("a", date(2026, 1, 1)), Purchase("a", date(2027, 1, 1)),
        ], today=TODAY, months=1)
        self.assertEqual(cohort.active, (1, 1))

    def test_nobody(self):
        self.assertEqual(cohorts(purchases=[], today=TODAY), [])

    @given(st.lists(st.tuples(st.integers(1, 8), st.dates(date(2025, 1, 1), TODAY)), max_size=60))
    def test_everybody_is_in_one_cohort_and_active_in_its_first_month(self, rows):
        answer = cohorts(purchases=[Purchase(*row, Decimal(1)) for row in rows], today=TODAY, months=18)
        self.assertEqual(sum(cohort.size for cohort in answer), len({key for key, _day in rows}))
        for cohort in answer:
            if month_number(cohort.month) < month_number(TODAY):
                self.assertEqual(cohort.active[0], cohort.size)
        seen = sum(amount or 0 for cohort in answer for amount in cohort.amounts)
        self.assertEqual(seen, sum(1 for _key, day in rows if month_number(day) < month_number(TODAY)))
