from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.sales_os.tests.common import SalesOsCase

MONDAY = date(2026, 11, 23)


class TestRepWorkingTime(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Field hours",
                "tz": "Europe/Paris",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create({"name": "Day", "dayofweek": str(day), "hour_from": start, "hour_to": stop, "day_period": period})
                    for day in range(5)
                    for start, stop, period in ((8, 12, "morning"), (13, 17, "afternoon"))
                ],
            }
        )
        cls.rep = cls.make_rep(cls.user_rep, resource_calendar_id=cls.calendar.id, tz="Europe/Paris")
        cls.Leave = cls.env["resource.calendar.leaves"]

    def leave(self, start, stop, **values):
        return self.Leave.create({"name": "Away", "date_from": start, "date_to": stop, "time_type": "leave", **values})

    def test_a_week_has_five_days_with_their_lunch(self):
        days = self.rep._working_days(MONDAY, MONDAY + timedelta(days=6))[self.rep.id]
        self.assertEqual(sorted(days), [MONDAY + timedelta(days=day) for day in range(5)])
        monday = days[MONDAY]
        self.assertEqual((monday.start.hour, monday.end.hour, str(monday.start.tzinfo)), (8, 17, "Europe/Paris"))
        self.assertEqual([moment.hour for moment in monday.lunch], [12, 13])
        self.assertEqual(monday.worked_minutes, 480)

    def test_hours_are_local_on_both_sides_of_the_clock_change(self):
        for day in (date(2026, 3, 27), date(2026, 3, 30), date(2026, 10, 23), date(2026, 10, 26)):
            self.assertEqual(self.rep._working_days(day, day)[self.rep.id][day].start.hour, 8)

    def test_own_absence_company_holiday_and_half_day(self):
        self.leave("2026-11-22 23:00:00", "2026-11-23 22:59:59", resource_id=self.rep.resource_id.id)
        self.leave("2026-11-23 23:00:00", "2026-11-24 22:59:59", resource_id=False, calendar_id=False, company_id=self.company.id)
        self.leave("2026-11-25 07:00:00", "2026-11-25 11:00:00", resource_id=self.rep.resource_id.id)
        days = self.rep._working_days(MONDAY, MONDAY + timedelta(days=2))[self.rep.id]
        self.assertEqual(list(days), [date(2026, 11, 25)])
        self.assertEqual(days[date(2026, 11, 25)].start.hour, 13)

    def test_leave_of_the_login_counts_too(self):
        resource = self.env["resource.resource"].create({"name": "Employee", "user_id": self.user_rep.id, "company_id": self.company.id})
        self.leave("2026-11-22 23:00:00", "2026-11-23 22:59:59", resource_id=resource.id, calendar_id=False)
        self.assertFalse(self.rep._working_days(MONDAY, MONDAY)[self.rep.id])
        self.assertFalse(self.rep._available_on(MONDAY))

    def test_who_may_receive_something_new(self):
        self.assertEqual(self.rep._available_on(MONDAY), self.rep)
        self.leave("2026-11-25 07:00:00", "2026-11-25 11:00:00", resource_id=self.rep.resource_id.id)
        self.assertTrue(self.rep._available_on(date(2026, 11, 25)), "half a day away")
        self.leave("2026-11-26 06:00:00", "2026-11-29 20:00:00", resource_id=self.rep.resource_id.id)
        self.assertFalse(self.rep._available_on(date(2026, 11, 26)))
        self.assertFalse(self.rep._available_on(date(2026, 11, 28)), "a weekend inside an absence")
        self.assertTrue(self.rep._available_on(date(2026, 12, 5)), "an ordinary weekend")
        self.user_rep.active = False
        self.assertFalse(self.rep._available_on(MONDAY))
        self.user_rep.active = True
        self.rep.active = False
        self.assertFalse(self.rep._available_on(MONDAY))

    @freeze_time("2026-11-23 09:00:00")
    def test_state_of_today(self):
        self.assertEqual(self.rep.state, "available")
        self.leave("2026-11-22 23:00:00", "2026-11-23 22:59:59", resource_id=self.rep.resource_id.id)
        self.rep.invalidate_recordset(["state"])
        self.assertEqual(self.rep.state, "absent")
        with freeze_time("2026-11-28 09:00:00"):
            self.rep.invalidate_recordset(["state"])
            self.assertEqual(self.rep.state, "off")

    def test_lunch_where_the_hours_have_none(self):
        straight = self.calendar.copy(
            {
                "attendance_ids": [Command.clear()]
                + [Command.create({"name": "Day", "dayofweek": "0", "hour_from": 8, "hour_to": 16, "day_period": "full_day"})]
            }
        )
        self.rep.write({"resource_calendar_id": straight.id, "lunch_hour": 12.5, "lunch_minutes": 45})
        monday = self.rep._working_days(MONDAY, MONDAY)[self.rep.id][MONDAY]
        self.assertEqual(monday.lunch[0].time().isoformat(), "12:30:00")
        self.assertEqual(monday.worked_minutes, 480 - 45)

    def test_queries_do_not_grow_with_the_reps(self):
        users = [new_test_user(self.env, f"so_many_{number}", "sales_os.group_rep") for number in range(8)]
        many = self.env["sales_os.rep"].create(
            [{"user_id": user.id, "resource_calendar_id": self.calendar.id, "tz": "Europe/Paris"} for user in users]
        )

        def queries(reps):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reps._working_days(MONDAY, MONDAY + timedelta(days=27))
            reps._available_on(MONDAY)
            return self.env.cr.sql_log_count - before

        queries(many)
        few_count, many_count = queries(many[:2]), queries(many)
        self.assertLessEqual(many_count, few_count)

    def test_manager_enters_absences_of_everybody_below(self):
        manager = self.make_rep(self.user_manager)
        self.rep.parent_id = manager
        values = {
            "name": "Ill",
            "resource_id": self.rep.resource_id.id,
            "date_from": datetime(2026, 11, 23),
            "date_to": datetime(2026, 11, 24),
        }
        self.assertTrue(self.Leave.with_user(self.user_manager).create(values))
        self.assertEqual(self.rep.resource_id.user_id, self.user_rep)
