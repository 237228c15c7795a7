from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import VisitCase


class TestVisitReschedule(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # as in real life: tracked, followed, with an address
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=False))
        cls.partner.email = "gate@example.com"

    def mails(self):
        return (
            self.env["mail.mail"].search_count([]),
            self.env["mail.notification"].search_count([]),
            self.env["calendar.event"].search_count([]),
        )

    def test_rescheduling_mails_nobody(self):
        visit = self.env["sales_os.visit"].create(
            {"rep_id": self.rep.id, "partner_id": self.partner.id, "date_start": "2026-06-01 08:00:00"}
        )
        visit.message_subscribe(partner_ids=(self.partner | self.user_rep.partner_id | self.user_manager.partner_id).ids)
        self.env.flush_all()
        before = self.mails()
        manager = visit.with_user(self.user_manager).with_context(tracking_disable=False)
        manager.action_reschedule("2026-06-02 08:00:00", "customer asked")
        manager.write({"date_start": "2026-06-03 08:00:00"})
        manager.write({"rep_id": self.boss.id})
        manager.action_cancel("no need")
        self.env.cr.precommit.run()
        self.env.flush_all()
        self.assertEqual(self.mails(), before)
        self.assertIn(
            "2026-06-03 08:00:00", str(self.env["sales_os.audit.entry"].sudo().search([("res_id", "=", visit.id)]).mapped("new_value"))
        )

    def test_every_door_leaves_an_entry(self):
        visit = self.as_rep(self.visit_of(date_start="2026-06-01 08:00:00"))
        visit.action_reschedule("2026-06-02 08:00:00", "traffic")
        visit.write({"date_start": "2026-06-03 08:00:00"})
        visit.write({"date_start": "2026-06-03 08:00:00"})
        entries = self.env["sales_os.audit.entry"].sudo().search([("res_id", "=", visit.id), ("event", "=", "rescheduled")], order="id")
        self.assertEqual(entries.mapped("old_value"), ["2026-06-01 08:00:00", "2026-06-02 08:00:00"])
        self.assertEqual(entries.mapped("reason"), ["traffic", ""])

    def test_a_missed_visit_is_planned_again_only_by_rescheduling(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00")
        visit._transition("missed")
        with self.assertRaisesRegex(UserError, "Reschedule"):
            self.as_rep(visit).write({"date_start": "2026-06-02 08:00:00"})
        self.as_rep(visit).action_reschedule("2026-06-02 08:00:00")
        self.assertEqual((visit.state, visit.date_start), ("planned", datetime(2026, 6, 2, 8)))

    def test_senseless_times_are_refused_in_words(self):
        visit = self.as_rep(self.visit_of())
        for when in (False, "tomorrow", 7, "2026-13-01 00:00:00"):
            with self.subTest(when), self.assertRaises(UserError):
                visit.action_reschedule(when)

    def test_done_and_cancelled_visits_stay_where_they_are(self):
        visit = self.checked_in()
        with self.assertRaisesRegex(UserError, "In Progress"):
            visit.action_reschedule("2026-06-02 08:00:00")
        visit.action_check_out("order")
        with self.assertRaisesRegex(UserError, "Done"):
            visit.action_reschedule("2026-06-02 08:00:00")
        with self.assertRaises(UserError):
            visit.action_cancel("changed my mind")

    def test_cancelling_needs_a_reason_and_may_be_repeated(self):
        visit = self.as_rep(self.visit_of())
        for blank in (False, "", "  ", 5):
            with self.assertRaisesRegex(UserError, "why"):
                visit.action_cancel(blank)
        visit.action_cancel("closed for holidays")
        visit.action_cancel("closed for holidays")
        self.assertEqual((visit.state, visit.cancel_reason), ("cancelled", "closed for holidays"))
        self.assertEqual(self.events(visit), ["state:cancelled"])

    def test_others_neither_move_nor_cancel(self):
        visit = self.visit_of()
        for user in (self.user_rep2, self.user_executive):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_reschedule("2026-06-02 08:00:00")
            with self.assertRaises(AccessError):
                visit.with_user(user).action_cancel("no")

    def test_wizards_do_the_same(self):
        visits = self.visit_of() | self.visit_of(partner=self.make_partner("Second"))
        wizard = self.env["sales_os.visit.reschedule"].with_user(self.user_rep).with_context(active_ids=visits.ids)
        wizard.create({"date_start": "2026-06-05 08:00:00"}).action_apply()
        self.assertEqual(set(visits.mapped("date_start")), {datetime(2026, 6, 5, 8)})
        self.env["sales_os.visit.cancel"].with_user(self.user_rep).with_context(active_ids=visits.ids).create(
            {"reason": "fair"}
        ).action_apply()
        self.assertEqual(set(visits.mapped("state")), {"cancelled"})


class TestMissedVisits(VisitCase):
    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.visit_cron_mark_missed").method_direct_trigger()
        self.env.invalidate_all()

    def test_missed_after_the_reps_day_and_the_grace(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00")
        with freeze_time("2026-06-02 01:59:00"):
            self.run_cron()
            self.assertEqual(visit.state, "planned")
        with freeze_time("2026-06-02 02:00:00"):
            self.run_cron()
        self.assertEqual(visit.state, "missed", "midnight in Berlin is 22:00 UTC, and four hours of grace")

    def test_the_reps_zone_decides(self):
        west = self.make_rep(self.make_user("so_west", "sales_os.group_rep"), tz="America/Los_Angeles")
        visits = self.visit_of(date_start="2026-06-01 20:00:00") | self.visit_of(rep=west, date_start="2026-06-01 20:00:00")
        with freeze_time("2026-06-02 05:00:00"):
            self.run_cron()
        self.assertEqual(visits.mapped("state"), ["missed", "planned"])

    def test_the_rep_is_told_once_by_an_activity_and_not_by_mail(self):
        visit = self.visit_of(date_start="2026-06-01 08:00:00")
        mails = self.env["mail.mail"].search_count([])
        with freeze_time("2026-06-03 08:00:00"):
            self.run_cron()
            self.run_cron()
        [activity] = visit.activity_ids
        self.assertEqual(
            (activity.user_id, activity.activity_type_id), (self.user_rep, self.env.ref("sales_os.activity_type_missed_visit"))
        )
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.as_rep(visit).action_reschedule("2026-06-09 08:00:00")
        self.assertFalse(visit.activity_ids, "its cause is gone")

    def test_queries_do_not_grow_with_the_missed_visits(self):
        def count(number):
            visits = self.env["sales_os.visit"].union(
                *(self.visit_of(partner=self.make_partner(f"Customer {one}"), date_start="2026-06-01 08:00:00") for one in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            visits._mark_missed()
            self.env.cr.precommit.run()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(1)
        few = count(2)
        self.assertLessEqual(count(22), few + 1)

    def test_begun_and_future_visits_are_left_alone(self):
        with freeze_time("2026-06-01 08:00:00"):
            begun = self.checked_in(self.visit_of(date_start="2026-06-01 08:00:00"))
        future = self.visit_of(date_start="2026-06-09 08:00:00")
        with freeze_time("2026-06-05 08:00:00"):
            self.run_cron()
        self.assertEqual((begun.state, future.state), ("in_progress", "planned"))

    def test_a_visit_over_the_night_of_the_clock_change(self):
        visit = self.visit_of(date_start="2026-10-24 10:00:00")
        self.company.sales_os_visit_grace_hours = 0
        with freeze_time("2026-10-24 21:59:00"):
            self.run_cron()
            self.assertEqual(visit.state, "planned")
        with freeze_time("2026-10-24 22:00:00"):
            self.run_cron()
        self.assertEqual(visit.state, "missed")
        later = self.visit_of(date_start="2026-10-25 10:00:00")
        with freeze_time("2026-10-25 22:30:00"):
            self.run_cron()
            self.assertEqual(later.state, "planned", "that day has 25 hours")
        with freeze_time("2026-10-25 23:00:00"):
            self.run_cron()
        self.assertEqual((later.state, later.date_local), ("missed", date(2026, 10, 25)))
