from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import NEAR_GATE, VisitCase


class TestCheckOut(VisitCase):
    def test_check_out_ends_the_visit_and_says_how_long_it_took(self):
        with freeze_time("2026-06-01 08:00:00"):
            visit = self.checked_in()
        with freeze_time("2026-06-01 08:40:00"):
            answer = visit.action_check_out("order")
        self.assertEqual((answer["state"], answer["actual_minutes"], answer["outcome_id"]), ("done", 40, self.order_taken.id))
        self.assertEqual((visit.state, visit.outcome_id, visit.checked_out), ("done", self.order_taken, datetime(2026, 6, 1, 8, 40)))
        self.assertTrue(visit.is_positive)
        self.assertEqual(self.events(visit)[-1], "check_out")

    def test_checking_out_again_answers_the_same_and_changes_nothing(self):
        visit = self.checked_in()
        first = visit.action_check_out(self.order_taken.id, "2099-06-08")
        second = visit.action_check_out(self.not_met.id, "2099-07-01")
        self.assertEqual({**first, "activity_id": False}, second)
        self.assertEqual(visit.outcome_id, self.order_taken)
        self.assertEqual(len(visit.activity_ids), 1)

    def test_another_outcome_afterwards_leaves_an_entry(self):
        visit = self.checked_in()
        visit.action_check_out("order")
        visit.outcome_id = self.not_met
        entry = self.env["sales_os.audit.entry"].sudo().search([("res_id", "=", visit.id), ("event", "=", "outcome")])
        self.assertEqual((entry.old_value, entry.new_value), ("order", "not_met"))

    def test_only_who_is_in_can_check_out(self):
        visit = self.as_rep(self.visit_of())
        with self.assertRaisesRegex(UserError, "check in before"):
            visit.action_check_out("order")

    def test_others_cannot_check_out(self):
        visit = self.checked_in()
        for user in (self.user_rep2, self.user_executive):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_check_out("order")

    def test_what_the_type_requires_must_be_there_and_all_of_it_is_told(self):
        self.type_delivery.write({"needs_note": True, "needs_photo": True, "needs_outcome": True})
        visit = self.checked_in(self.visit_of(type_id=self.type_delivery.id))
        with self.assertRaises(UserError) as caught:
            visit.action_check_out()
        for word in ("outcome", "note", "photo", "signature", "Goods complete", "Papers"):
            self.assertIn(word, str(caught.exception))
        self.assertNotIn("Use explained", str(caught.exception), "not a required line")
        self.assertEqual(visit.state, "in_progress")
        visit.checklist_ids.write({"is_done": True})
        visit.write(
            {
                "note_ids": [
                    (0, 0, {"body": "handed over"}),
                    (0, 0, {"photo": self.pixel()}),
                    (0, 0, {"signature": self.pixel(), "signed_by": "A. Ünal"}),
                ]
            }
        )
        self.assertEqual(visit.action_check_out("order")["state"], "done")

    def test_senseless_answers_are_refused_in_words(self):
        visit = self.checked_in()
        for outcome, day, word in (
            ("nonsense", False, "outcome nonsense"),
            (10**9, False, "outcome"),
            (True, False, "outcome"),
            ([1], False, "outcome"),
            ("order", "31.01.2099", "must be a day"),
            ("order", "2020-01-01", "past"),
            ("order", 5, "must be a day"),
        ):
            with self.subTest(outcome=outcome, day=day), self.assertRaisesRegex(UserError, word):
                visit.action_check_out(outcome, day)
        self.assertEqual(visit.state, "in_progress")

    def test_next_date_makes_an_activity_for_the_rep(self):
        visit = self.checked_in()
        answer = visit.action_check_out("interested", "2099-06-08")
        activity = self.env["mail.activity"].browse(answer["activity_id"])
        self.assertEqual((activity.user_id, activity.date_deadline, activity.res_id), (self.user_rep, date(2099, 6, 8), visit.id))
        self.assertFalse(visit.follow_up_visit_id)

    def test_next_date_of_a_visit_in_vain_plans_another_in_the_reps_morning(self):
        visit = self.checked_in()
        answer = visit.action_check_out("not_met", "2099-06-08")
        follow_up = self.env["sales_os.visit"].browse(answer["follow_up_visit_id"])
        self.assertEqual((follow_up.state, follow_up.rep_id, follow_up.partner_id), ("planned", self.rep, self.partner))
        self.assertEqual(follow_up.date_start, datetime(2099, 6, 8, 7), "nine o'clock in Berlin's summer")

    def test_an_agent_without_login_gets_a_visit_instead_of_an_activity(self):
        agent = self.make_rep(name="Agent", parent_id=self.boss.id, tz="Europe/Berlin")
        visit = self.visit_of(rep=agent).with_user(self.user_manager)
        visit.action_check_in(False, False, False, "told by phone")
        self.assertTrue(visit.action_check_out("interested", "2099-06-08")["follow_up_visit_id"])

    def test_today_is_the_reps_today(self):
        self.rep.tz = "Pacific/Auckland"
        with freeze_time("2026-06-01 13:00:00"):
            visit = self.checked_in()
            with self.assertRaisesRegex(UserError, "past"):
                visit.action_check_out("order", "2026-06-01")
            visit.action_check_out("order", "2026-06-02")

    def test_the_customer_knows_the_last_visit_and_when_the_next_is_due(self):
        self.partner.sales_os_cadence_id = self.env.ref("sales_os.visit_cadence_a")
        with freeze_time("2026-06-01 08:00:00"):
            visit = self.visit_of(date_start="2026-06-01 08:00:00")
            self.assertEqual(self.partner.sales_os_planned_visit_date, date(2026, 6, 1))
            self.checked_in(visit).action_check_out("order")
        self.assertEqual(self.partner.sales_os_last_visit_date, date(2026, 6, 1))
        self.assertEqual(self.partner.sales_os_next_visit_date, date(2026, 6, 16))
        self.assertEqual(self.partner.sales_os_visit_count, 1)
        self.assertFalse(self.partner.sales_os_planned_visit_date)
        self.env.ref("sales_os.visit_cadence_a").visits = 3
        self.assertEqual(self.partner.sales_os_next_visit_date, date(2026, 6, 11), "follows the cadence")

    def test_next_check_in_after_check_out_is_free(self):
        self.checked_in().action_check_out("order")
        other = self.visit_of(partner=self.make_partner("Second"))
        self.assertEqual(self.as_rep(other).action_check_in(*NEAR_GATE)["state"], "in_progress")
