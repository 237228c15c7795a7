import unittest
from datetime import date, datetime, time, timedelta

from odoo.addons.sales_os.algorithms.visit.working_day import day_bounds, local_date, missed_from, moment_of


class TestWorkingDayBounds(unittest.TestCase):
    def test_the_day_is_that_of_the_person(self):
        late = datetime(2026, 6, 1, 22, 30)
        self.assertEqual(local_date(moment=late, tz="Europe/Berlin"), date(2026, 6, 2))
        self.assertEqual(local_date(moment=late, tz="America/New_York"), date(2026, 6, 1))
        self.assertEqual(local_date(moment=late, tz="no/where"), date(2026, 6, 1), "an unknown zone is UTC")

    def test_days_of_the_clock_change_have_23_and_25_hours(self):
        for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)):
            begin, end = day_bounds(day=day, tz="Europe/Berlin")
            self.assertEqual(end - begin, timedelta(hours=hours), day)

    def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_the_change(self):
        self.assertEqual(moment_of(day=date(2026, 3, 28), clock=time(9), tz="Europe/Berlin"), datetime(2026, 3, 28, 8))
        self.assertEqual(moment_of(day=date(2026, 3, 29), clock=time(9), tz="Europe/Berlin"), datetime(2026, 3, 29, 7))

    def test_missed_only_after_the_persons_day_and_the_grace(self):
        noon = datetime(2026, 6, 1, 12)
        self.assertEqual(missed_from(planned_stop=noon, tz="UTC", grace_hours=4), datetime(2026, 6, 2, 4))
        self.assertEqual(missed_from(planned_stop=noon, tz="America/New_York", grace_hours=0), datetime(2026, 6, 2, 4))
        self.assertEqual(missed_from(planned_stop=noon, tz="Asia/Tokyo", grace_hours=0), datetime(2026, 6, 1, 15))

    def test_a_visit_that_ends_at_midnight_belongs_to_the_day_before(self):
        self.assertEqual(missed_from(planned_stop=datetime(2026, 6, 2), tz="UTC", grace_hours=0), datetime(2026, 6, 2))
