"""Satisfaction: asked once by mail, answered once on a page with a token, counted as CSAT and NPS, seen by who looks after the customer."""

import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.sales_os.tests.common import SalesForce, SalesOsCase


class TestFeedback(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.Feedback = cls.env["sales_os.feedback"]
        cls.partner = cls.make_partner("Asked", email="asked@example.com")

    def visit(self, partner=None, **values):
        now = fields.Datetime.now()
        return self.env["sales_os.visit"].create({
            "rep_id": self.rep.id, "partner_id": (partner or self.partner).id, "date_start": now - timedelta(hours=3), "state": "done",
            "checked_in": now - timedelta(hours=3), "checked_out": now - timedelta(hours=2), **values})

    def ask(self, record=None, kind="csat", **values):
        record = record or self.visit()
        return self.Feedback._ask([{
            "partner": self.partner, "cause": "visit", "kind": kind, "record": record, "rep": self.rep, **values}], self.company)

    def test_a_customer_is_asked_once_in_a_while_and_only_with_an_address(self):
        feedback = self.ask()
        self.assertEqual(feedback._status(), "open")
        mail = self.env["mail.mail"].search([("email_to", "ilike", "asked@example.com")], order="id desc", limit=1)
        token = re.search(r"/sales_os/feedback/([\w-]+)", mail.body_html)[1]
        self.assertEqual(self.Feedback._by_token(token), feedback)
        self.assertNotIn(token, str(feedback.read()))
        self.assertFalse(self.ask(), "asked lately")
        self.assertFalse(self.Feedback._ask([{
            "partner": self.make_partner("No address"), "cause": "visit", "kind": "csat", "record": self.visit(), "rep": self.rep}],
            self.company))

    def test_one_answer_on_the_scale_and_in_time(self):
        feedback = self.ask()
        for score in ("0", "6", "x", None):
            with self.subTest(score), self.assertRaises(UserError):
                feedback._answer(score, "")
        feedback._answer("4", " Good ")
        self.assertEqual((feedback.score, feedback.comment, feedback.csat_points, feedback._status()), (4, "Good", 100, "answered"))
        with self.assertRaisesRegex(UserError, "has been answered"):
            feedback._answer("1", "")
        self.assertIn("satisfaction 4 of 5", self.partner.sales_os_feedback_words)

    def test_late_is_late(self):
        feedback = self.ask()
        feedback.expires_on = fields.Datetime.now() - timedelta(hours=1)
        with self.assertRaisesRegex(UserError, "run out"):
            feedback._answer("4", "")

    def test_promoters_and_detractors_make_the_score(self):
        for number, score in enumerate((10, 9, 8, 0)):
            partner = self.make_partner(f"NPS {number}", email=f"nps{number}@example.com")
            self.Feedback._ask([{
                "partner": partner, "cause": "order", "kind": "nps", "record": self.visit(partner), "rep": self.rep}],
                self.company)._answer(score, "")
        [(average,)] = self.Feedback._read_group(
            [("kind", "=", "nps"), ("answered_on", "!=", False), ("rep_id", "=", self.rep.id)], [], ["nps_points:avg"])
        self.assertEqual(average, 25.0)

    def test_the_morning_after_visits_are_asked_about_where_it_is_switched_on(self):
        visit = self.visit(type_id=self.env.ref("sales_os.visit_type_delivery").id)
        self.company.sales_os_feedback_visits = False
        self.Feedback._cron_ask()
        self.assertFalse(self.Feedback.search([("res_id", "=", visit.id), ("res_model", "=", "sales_os.visit")]))
        self.company.sales_os_feedback_visits = True
        self.Feedback._cron_ask()
        feedback = self.Feedback.search([("res_id", "=", visit.id), ("res_model", "=", "sales_os.visit")])
        self.assertEqual((feedback.cause, feedback.rep_id), ("delivery", self.rep))
        self.Feedback._cron_ask()
        self.assertEqual(self.Feedback.search_count([("customer_id", "=", self.partner.id)]), 1)


@tagged("post_install", "-at_install")
class TestFeedbackPage(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.partner = cls.make_partner("Asked", email="page@example.com")
        cls.feedback = cls.env["sales_os.feedback"].create({
            "partner_id": cls.partner.id, "company_id": cls.company.id, "cause": "visit", "kind": "csat",
            "token_hash": cls.env["sales_os.feedback"]._hash("secret"), "asked_on": fields.Datetime.now(),
            "expires_on": fields.Datetime.now() + timedelta(days=1)})

    def test_opening_answers_nothing_sending_answers_once(self):
        page = self.url_open("/sales_os/feedback/secret")
        self.assertIn("How satisfied were you with our visit?", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertFalse(self.feedback.answered_on)
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        sent = self.url_open("/sales_os/feedback/secret", data={"csrf_token": csrf, "score": "5", "comment": "<b>Fine</b>"})
        self.assertIn("Thank you", sent.text)
        self.feedback.invalidate_recordset()
        self.assertEqual((self.feedback.score, self.feedback.comment), (5, "<b>Fine</b>"))
        self.url_open("/sales_os/feedback/secret", data={"csrf_token": csrf, "score": "1"})
        self.feedback.invalidate_recordset()
        self.assertEqual(self.feedback.score, 5)

    def test_a_wrong_token_is_not_found(self):
        page = self.url_open("/sales_os/feedback/wrong")
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("Asked", page.text)
