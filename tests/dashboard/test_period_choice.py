import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.kpi.period_choice import CHOICES, chosen_period


class TestPeriodChoice(unittest.TestCase):
    def test_examples(self):
        for choice, today, first, last in (
            ("this_month", "2028-02-10", "2028-02-01", "2028-02-29"),
            ("last_month", "2026-01-31", "2025-12-01", "2025-12-31"),
            ("this_quarter", "2026-11-25", "2026-10-01", "2026-12-31"),
            ("last_quarter", "2026-02-01", "2025-10-01", "2025-12-31"),
            ("this_year", "2026-11-25", "2026-01-01", "2026-12-31"),
            ("last_year", "2026-11-25", "2025-01-01", "2025-12-31"),
            ("last_30_days", "2026-03-01", "2026-01-31", "2026-03-01"),
            ("last_90_days", "2026-03-31", "2026-01-01", "2026-03-31"),
        ):
            with self.subTest(choice=choice):
                found = chosen_period(choice=choice, today=date.fromisoformat(today))
                self.assertEqual(found, (date.fromisoformat(first), date.fromisoformat(last)))

    def test_another_name_is_refused(self):
        for choice in ("next_month", "this_week", "", "last_30_months"):
            with self.subTest(choice=choice), self.assertRaises(KeyError):
                chosen_period(choice=choice, today=date(2026, 1, 1))

    @given(st.sampled_from([choice for choice in CHOICES if choice.startswith("this")]), st.dates(date(1950, 1, 1), date(2150, 1, 1)))
    def test_a_day_lies_in_its_period_and_the_one_before_ends_the_day_before(self, choice, today):
        first, last = chosen_period(choice=choice, today=today)
        self.assertTrue(first <= today <= last)
        self.assertEqual(chosen_period(choice=choice.replace("this", "last"), today=today)[1], first - timedelta(days=1))
