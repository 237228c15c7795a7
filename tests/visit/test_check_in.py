from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import FAR, NEAR_GATE, VisitCase


class TestCheckIn(VisitCase):
    def test_check_in_at_the_customers_is_on_site(self):
        visit = self.as_rep(self.visit_of())
        with freeze_time("2026-06-01 08:03:00"):
            answer = visit.action_check_in(*NEAR_GATE)
        self.assertEqual(
            (answer["state"], answer["location_state"], answer["checked_in"]), ("in_progress", "on_site", "2026-06-01 08:03:00")
        )
        self.assertTrue(50 < answer["distance_m"] < 120, answer["distance_m"])
        self.assertEqual((visit.check_in_latitude, visit.check_in_longitude, visit.check_in_accuracy_m), NEAR_GATE)

    def test_check_in_far_away_needs_a_reason_and_is_flagged(self):
        visit = self.as_rep(self.visit_of())
        for blank in (False, "", "   "):
            with self.assertRaisesRegex(UserError, "reason"):
                visit.action_check_in(*FAR, blank)
        self.assertEqual(visit.state, "planned")
        self.assertFalse(visit.check_in_latitude, "a refused check-in leaves no position")
        visit.action_check_in(*FAR, "met at the fair")
        self.assertEqual((visit.location_state, visit.far_reason), ("far", "met at the fair"))

    def test_policy_warn_flags_without_asking_and_off_keeps_nothing(self):
        self.company.sales_os_visit_location_policy = "warn"
        self.assertEqual(self.checked_in(place=FAR).location_state, "far")
        self.company.sales_os_visit_location_policy = "off"
        visit = self.visit_of(rep=self.rep2).with_user(self.user_rep2)
        visit.action_check_in(*FAR)
        self.assertEqual(visit.location_state, "unknown")
        self.assertFalse(self.env["sales_os.visit.position"].search([("visit_id", "=", visit.id)]))

    def test_without_consent_no_position_is_kept_whatever_is_sent(self):
        self.rep.location_consent = False
        visit = self.as_rep(self.visit_of())
        answer = visit.action_check_in(*NEAR_GATE, "no consent given")
        self.assertEqual((answer["location_state"], answer["distance_m"], answer["position_kept"]), ("unknown", 0.0, False))
        self.assertFalse(self.env["sales_os.visit.position"].search([("visit_id", "=", visit.id)]))
        self.assertEqual((visit.check_in_latitude, visit.check_in_distance_m), (0.0, 0.0))
        self.assertFalse(visit.may_ask_position)

    def test_no_position_is_no_obstacle_with_a_reason(self):
        visit = self.as_rep(self.visit_of())
        with self.assertRaises(UserError):
            visit.action_check_in(False, False, False)
        self.assertEqual(visit.action_check_in(False, False, False, "cellar, no reception")["location_state"], "unknown")

    def test_senseless_positions_are_refused_in_words(self):
        visit = self.as_rep(self.visit_of())
        for place in (
            (float("nan"), 13.0, 5.0),
            (91.0, 13.0, 5.0),
            (52.0, 200.0, 5.0),
            ("52", 13.0, 5.0),
            (52.0, False, 5.0),
            (52.0, 13.0, -3.0),
        ):
            with self.subTest(place), self.assertRaises(UserError):
                visit.action_check_in(*place, "reason")
        self.assertEqual(visit.state, "planned")

    def test_checking_in_again_answers_the_same_and_changes_nothing(self):
        visit = self.as_rep(self.visit_of())
        with freeze_time("2026-06-01 08:00:00"):
            first = visit.action_check_in(*NEAR_GATE)
        with freeze_time("2026-06-01 08:01:00"):
            second = visit.action_check_in(*FAR, "tapped twice")
        self.assertEqual({**first, "message": ""}, {**second, "message": ""})
        self.assertEqual((visit.location_state, visit.checked_in), ("on_site", datetime(2026, 6, 1, 8)))
        self.assertEqual(self.events(visit).count("check_in"), 1)

    def test_one_visit_at_a_time(self):
        self.checked_in()
        other = self.as_rep(self.visit_of(partner=self.make_partner("Second")))
        with self.assertRaisesRegex(UserError, "still at Gate Motors"):
            other.action_check_in(*NEAR_GATE, "two at once")
        self.visit_of(rep=self.rep2).with_user(self.user_rep2).action_check_in(*NEAR_GATE)

    def test_only_own_visits_and_those_below(self):
        visit = self.visit_of()
        with self.assertRaises(AccessError):
            visit.with_user(self.user_rep2).action_check_in(*NEAR_GATE)
        with self.assertRaises(AccessError):
            visit.with_user(self.user_executive).action_check_in(*NEAR_GATE)
        self.assertEqual(visit.with_user(self.user_manager).action_check_in(*NEAR_GATE)["state"], "in_progress")
        theirs = self.visit_of(rep=self.rep2)
        with self.assertRaises(AccessError):
            theirs.with_user(self.user_manager).action_check_in(*NEAR_GATE)

    def test_closed_visits_say_why_not(self):
        visit = self.visit_of()
        visit._transition("missed")
        with self.assertRaisesRegex(UserError, "reschedule"):
            self.as_rep(visit).action_check_in(*NEAR_GATE)
        visit.action_cancel("no need")
        with self.assertRaisesRegex(UserError, "Cancelled"):
            self.as_rep(visit).action_check_in(*NEAR_GATE)

    def test_the_audit_trail_tells_the_result_and_never_the_place(self):
        visit = self.checked_in()
        self.assertEqual(self.events(visit), ["state:in_progress", "check_in"])
        entries = self.env["sales_os.audit.entry"].sudo().search([("res_id", "=", visit.id), ("model", "=", "sales_os.visit")])
        texts = " ".join(str(entry[name]) for entry in entries for name in ("old_value", "new_value", "reason"))
        self.assertIn("on_site", texts)
        self.assertNotIn("52.5", texts)
        self.assertNotIn("52.5", " ".join(visit.message_ids.mapped("body")))

    def test_customer_without_position_can_take_that_of_the_check_in(self):
        nowhere = self.make_partner("Nowhere")
        visit = self.as_rep(self.visit_of(partner=nowhere))
        answer = visit.action_check_in(*NEAR_GATE)
        self.assertEqual((answer["location_state"], answer["can_place_customer"]), ("unknown", True))
        visit.action_place_customer()
        self.assertAlmostEqual(nowhere.partner_latitude, NEAR_GATE[0], 5)
        self.assertIn("position_from_check_in", self.events(nowhere))
        with self.assertRaisesRegex(UserError, "already"):
            visit.action_place_customer()

    def test_a_check_in_calls_nobody(self):
        with (
            patch("socket.create_connection", side_effect=AssertionError("network")),
            patch("requests.Session.request", side_effect=AssertionError("network")),
        ):
            self.checked_in()
