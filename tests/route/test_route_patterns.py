import unittest
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.route import every_weeks, fortnightly, once, weekly

MONDAY = date(2026, 3, 2)


def working_days(weeks, without=()):
    days = [MONDAY + timedelta(weeks=week, days=day) for week in range(weeks) for day in range(5)]
    return [day for day in days if day not in without]


class TestRoutePatterns(unittest.TestCase):
    def test_weekly_is_the_same_weekday_in_every_week(self):
        patterns = weekly(working_days(4))
        self.assertEqual(len(patterns), 5)
        for pattern in patterns:
            self.assertEqual(len(pattern), 4)
            self.assertEqual(len({day.weekday() for day in pattern}), 1)

    def test_fortnightly_starts_in_either_week(self):
        patterns = fortnightly(working_days(4))
        self.assertEqual(len(patterns), 10)
        for pattern in patterns:
            self.assertEqual((pattern[1] - pattern[0]).days, 14)

    def test_fortnightly_in_one_week_is_any_day(self):
        self.assertEqual(set(fortnightly(working_days(1))), set(once(working_days(1))))

    def test_a_holiday_moves_to_the_nearest_worked_day_of_its_week(self):
        friday = MONDAY + timedelta(days=4)
        patterns = weekly(working_days(2, without={friday}))
        self.assertIn((friday - timedelta(days=1), friday + timedelta(days=7)), patterns)
        self.assertTrue(all(len(pattern) == 2 for pattern in patterns))

    def test_a_week_of_leave_has_no_visit(self):
        first = set(working_days(1))
        self.assertEqual({len(pattern) for pattern in weekly(working_days(3, without=first))}, {2})

    def test_twice_a_week_keeps_a_day_between(self):
        patterns = weekly(working_days(1), per_week=2)
        self.assertEqual(len(patterns), 6)
        self.assertTrue(all((b - a).days > 1 for a, b in patterns))

    def test_no_worked_day_no_pattern(self):
        self.assertEqual((weekly([]), fortnightly([]), once([])), ((), (), ()))
        with self.assertRaises(ValueError):
            every_weeks(working_days(1), weeks=0)

    @given(st.sets(st.sampled_from(working_days(4)), min_size=1), st.integers(1, 4))
    def test_patterns_are_worked_and_at_most_one_day_a_week(self, days, weeks):
        for pattern in every_weeks(sorted(days), weeks=weeks):
            self.assertLessEqual(set(pattern), days)
            self.assertEqual(len({day.isocalendar()[:2] for day in pattern}), len(pattern))
