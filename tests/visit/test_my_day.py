import json
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError

from .common import NEAR_GATE, VisitCase


class TestMyDay(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-15 06:00:00"))

    def my_day(self, user=None, **arguments):
        return self.env["sales_os.visit"].with_user(user or self.user_rep).my_day(**arguments)

    def test_the_day_in_order_with_local_times(self):
        self.visit_of(date_start="2026-06-15 12:00:00")
        self.visit_of(
            date_start="2026-06-15 07:00:00",
            partner=self.make_partner("Early", street="Main 1", zip="10117", city="Berlin", phone="+49 30 1"),
        )
        self.visit_of(date_start="2026-06-16 07:00:00")
        day = self.my_day()
        self.assertEqual([(row["start"], row["customer"]) for row in day["visits"]], [("09:00", "Early"), ("14:00", "Gate Motors")])
        self.assertEqual((day["visits"][0]["address"], day["visits"][0]["phone"]), ("Main 1, 10117 Berlin", "+49 30 1"))
        self.assertEqual(day["progress"]["total"], 2)
        json.dumps(day)

    def test_today_is_where_the_rep_is(self):
        self.rep.tz = "Pacific/Auckland"
        with freeze_time("2026-06-15 13:00:00"):
            self.assertEqual(self.my_day()["date"], "2026-06-16")

    def test_a_visit_still_open_from_yesterday_is_shown_first(self):
        with freeze_time("2026-06-14 12:00:00"):
            self.checked_in(self.visit_of(date_start="2026-06-14 12:00:00"))
        self.visit_of(date_start="2026-06-15 12:00:00")
        day = self.my_day()
        self.assertEqual([row["state"] for row in day["visits"]], ["in_progress", "planned"])
        self.assertEqual(day["progress"]["total"], 1)

    def test_progress_counts_what_happened(self):
        visit = self.checked_in(self.visit_of(date_start="2026-06-15 07:00:00"))
        with freeze_time("2026-06-15 06:30:00"):
            visit.action_check_out("order")
        self.visit_of(date_start="2026-06-15 09:00:00")._transition("missed")
        self.assertEqual(self.my_day()["progress"], {"total": 2, "done": 1, "missed": 1, "minutes": 30, "planned_minutes": 90})

    def test_somebody_who_is_no_rep_gets_an_empty_day_and_a_choice(self):
        day = self.my_day(self.user_executive)
        self.assertFalse(day["rep"])
        self.assertIn(self.rep.id, [rep["id"] for rep in day["reps"]])
        self.assertEqual(day["visits"], [])

    def test_planning_takes_the_next_free_time_and_twice_is_once(self):
        self.visit_of(date_start="2026-06-16 06:00:00", planned_minutes=60)
        Visit = self.env["sales_os.visit"].with_user(self.user_rep)
        other = self.make_partner("Second", user_id=self.user_rep.id)
        first = Visit.action_plan_visit(other.id, date="2026-06-16", client_uuid="wish-0001")
        again = Visit.action_plan_visit(other.id, date="2026-06-16", client_uuid="wish-0001")
        self.assertEqual((first["created"], again["created"], first["id"]), (True, False, again["id"]))
        self.assertEqual(Visit.browse(first["id"]).date_start, datetime(2026, 6, 16, 7, 15), "after the visit and a quarter of an hour")
        with self.assertRaisesRegex(UserError, "over"):
            Visit.action_plan_visit(other.id, date="2026-06-14")
        with self.assertRaises(UserError):
            Visit.action_plan_visit(10**9)
        with self.assertRaisesRegex(UserError, "no representative"):
            self.env["sales_os.visit"].with_user(self.user_admin_so).action_plan_visit(other.id)

    def test_what_the_rep_is_doing_today(self):
        self.assertEqual(self.rep.state, "available")
        visit = self.visit_of(date_start="2026-06-15 07:00:00")
        self.assertEqual((self.rep.state, self.rep.visit_today_count), ("planned", 1))
        self.as_rep(visit).action_check_in(*NEAR_GATE)
        self.assertEqual(self.rep.state, "on_visit")
        self.as_rep(visit).action_check_out("order")
        self.assertEqual((self.rep.state, self.rep.visit_done_today_count), ("done", 1))

    def test_queries_do_not_grow_with_the_visits(self):
        def fill(count):
            for number in range(count):
                visit = self.visit_of(
                    partner=self.make_partner(f"Customer {number}"),
                    type_id=self.type_delivery.id,
                    date_start=f"2026-06-15 {7 + number % 9:02}:00:00",
                )
                visit.note_ids = [(0, 0, {"body": "heard"})]

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.my_day()
            return self.cr.sql_log_count - before

        fill(2)
        count()
        few = count()
        fill(18)
        self.assertEqual(count(), few)
