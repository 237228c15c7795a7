"""Attainment, pace, and what a quote would do. No database."""

import unittest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.target.attainment import attainment_percent, pace, prorated, quote_effect

# September 2025: Monday the 1st to Tuesday the 30th, 22 working days, 10 until Friday the 12th
SEPTEMBER = {"date_start": date(2025, 9, 1), "date_end": date(2025, 9, 30)}
TARGET = Decimal(22000)


def on(day, achieved, **options):
    return pace(achieved=Decimal(achieved), target=TARGET, today=date(2025, 9, day), **SEPTEMBER, **options)


class TestAttainment(unittest.TestCase):
    def test_percent(self):
        self.assertEqual(attainment_percent(achieved=Decimal(870), target=Decimal(1000)), 87)
        self.assertEqual(attainment_percent(achieved=Decimal("999.99"), target=Decimal(1000)), Decimal("99.9"))
        self.assertEqual(attainment_percent(achieved=Decimal(1300), target=Decimal(1000)), 130)
        for nothing in (0, -5):
            self.assertIsNone(attainment_percent(achieved=Decimal(870), target=Decimal(nothing)))

    def test_this_quote_takes_you_to_87_percent(self):
        effect = quote_effect(achieved=Decimal(600), quote=Decimal(270), target=Decimal(1000))
        self.assertEqual((effect.before_percent, effect.after_percent, effect.missing_after, effect.reaches), (60, 87, 130, False))

    def test_the_quote_that_crosses_the_target(self):
        self.assertTrue(quote_effect(achieved=Decimal(600), quote=Decimal(400), target=Decimal(1000)).reaches)
        self.assertFalse(quote_effect(achieved=Decimal(1000), quote=Decimal(400), target=Decimal(1000)).reaches)
        without = quote_effect(achieved=Decimal(1), quote=Decimal(1), target=Decimal(0))
        self.assertEqual((without.after_percent, without.missing_after, without.reaches), (None, 0, False))

    @given(st.decimals(0, 10**7, places=2), st.decimals("0.01", 10**7, places=2))
    def test_one_hundred_is_read_only_when_reached(self, achieved, target):
        self.assertEqual(attainment_percent(achieved=achieved, target=target) >= 100, achieved >= target)


class TestPace(unittest.TestCase):
    def test_after_ten_of_twenty_two_days(self):
        found = on(12, 8000)
        self.assertEqual((found.due, found.pace_percent, found.projected, found.status), (10000, 80, 17600, "behind"))
        self.assertEqual((found.attainment_percent, found.projected_percent), (Decimal("36.4"), 80))
        self.assertEqual(found.needed_by_day, Decimal("1166.67"))  # 14 000 over 12 days

    def test_status(self):
        for status, day, achieved in (
            ("on_pace", 12, 10000), ("ahead", 12, 11000), ("reached", 12, 22000), ("over", 30, 21000), ("behind", 29, 5),
        ):
            with self.subTest(status=status):
                self.assertEqual(on(day, achieved).status, status)

    def test_a_weekend_brings_nothing_due(self):
        self.assertEqual(on(12, 0).due, on(14, 0).due)

    def test_days_off_do_not_count(self):
        off = [date(2025, 9, day) for day in (1, 2)]
        self.assertEqual(on(12, 0, days_off=off).due, 8800)  # 8 of 20 days

    def test_before_and_after_the_period(self):
        early = pace(achieved=Decimal(0), target=TARGET, today=date(2025, 8, 31), **SEPTEMBER)
        self.assertEqual((early.status, early.pace_percent, early.projected, early.needed_by_day), ("not_started", None, None, 1000))
        late = pace(achieved=Decimal(11000), target=TARGET, today=date(2026, 1, 1), **SEPTEMBER)
        self.assertEqual((late.status, late.due, late.projected, late.needed_by_day), ("over", 22000, 11000, None))

    def test_a_season_within_the_period(self):
        # a quarter whose last month carries half of it
        weights = [(date(2025, 7, 1), Decimal(1)), (date(2025, 8, 1), Decimal(1)), (date(2025, 9, 1), Decimal(2))]
        found = pace(
            achieved=Decimal(50), target=Decimal(100), date_start=date(2025, 7, 1), date_end=date(2025, 9, 30), today=date(2025, 8, 31),
            weights=weights)
        self.assertEqual((found.due, found.pace_percent, found.projected), (50, 100, 100))

    def test_a_period_of_days_off_is_due_all_the_same(self):
        weekend = {"date_start": date(2025, 9, 6), "date_end": date(2025, 9, 7)}
        found = pace(achieved=Decimal(0), target=Decimal(20), today=date(2025, 9, 6), **weekend)
        self.assertEqual(found.due, 10)

    def test_no_target_no_pace(self):
        found = pace(achieved=Decimal(5), target=Decimal(0), today=date(2025, 9, 12), **SEPTEMBER)
        self.assertEqual((found.status, found.attainment_percent, found.projected), ("no_target", None, None))

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        with self.assertRaisesRegex(ValueError, "before it begins"):
            pace(achieved=Decimal(5), target=TARGET, today=date(2025, 9, 1), date_start=date(2025, 9, 2), date_end=date(2025, 9, 1))

    @given(st.integers(-10, 45), st.integers(-10, 45), st.lists(st.dates(date(2025, 9, 1), date(2025, 9, 30)), max_size=10))
    def test_what_is_due_never_falls_and_ends_at_the_target(self, one, other, off):
        early, late = sorted((one, other))
        due = [
            pace(achieved=Decimal(0), target=TARGET, today=date(2025, 9, 1) + timedelta(days=days), days_off=off, **SEPTEMBER).due
            for days in (early, late, 29)]
        self.assertLessEqual(due[0], due[1])
        self.assertEqual(due[2], TARGET)


class TestProrated(unittest.TestCase):
    def test_a_rep_who_changed_in_the_middle(self):
        left = prorated(target=Decimal(300), active_from=date(2020, 1, 1), active_to=date(2025, 9, 10), **SEPTEMBER)
        came = prorated(target=Decimal(300), active_from=date(2025, 9, 11), active_to=None, **SEPTEMBER)
        self.assertEqual((left, came), (100, 200))

    def test_outside_the_period_there_is_nothing(self):
        self.assertEqual(prorated(target=Decimal(300), active_from=date(2025, 10, 1), active_to=None, **SEPTEMBER), 0)
        self.assertEqual(prorated(target=Decimal(300), active_from=date(2020, 1, 1), active_to=date(2025, 8, 31), **SEPTEMBER), 0)
