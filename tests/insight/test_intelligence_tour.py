"""Leads, insights, privacy and the customer's page of feedback in the browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.sales_os.tests.common import SalesForce


@tagged("post_install", "-at_install")
class TestIntelligenceTour(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.make_rep(cls.user_manager).id)

    def test_a_lead_is_scored_routed_and_followed_up(self):
        self.company.sales_os_route_leads = False
        self.make_territory("Routed", zip_patterns="77701", owner=self.rep)
        lead = self.env["crm.lead"].create({
            "name": "Crane for the harbour", "type": "lead", "user_id": False, "team_id": False, "company_id": self.company.id,
            "zip": "77701",
            "country_id": self.env.ref("base.de").id})
        self.start_tour("/odoo/sales-os-unassigned-leads", "sales_os_lead_routed", login="so_manager")
        self.assertEqual(lead.user_id, self.user_rep)
        today = fields.Date.today()
        insight = self.env["sales_os.insight"].create({
            "kind": "stalled_deal", "severity": "warning", "suggested_action": "call", "res_model": "crm.lead", "res_id": lead.id,
            "rep_id": self.rep.id, "company_id": self.company.id, "record_name": lead.name, "date_found": today, "date_evidence": today,
            "date_expires": today + timedelta(days=30)})
        self.start_tour("/odoo/sales-os-insights", "sales_os_insight_done", login="so_rep")
        self.assertEqual(insight.state, "acknowledged")
        self.assertEqual(lead.activity_ids.user_id, self.user_rep)

    def test_a_person_is_erased_after_a_reason_was_given(self):
        person = self.make_partner("Ada Byron", is_company=False, email="ada@example.com")
        self.start_tour(f"/odoo/sales-os-customers/{person.id}", "sales_os_privacy", login="so_admin")
        self.assertFalse(person.active or person.email)


class FeedbackTourCase(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.feedback = cls.env["sales_os.feedback"].create({
            "partner_id": cls.make_partner("Asked").id, "company_id": cls.company.id, "cause": "visit", "kind": "nps",
            "token_hash": cls.env["sales_os.feedback"]._hash("secret"), "asked_on": fields.Datetime.now(),
            "expires_on": fields.Datetime.now() + timedelta(days=1)})


@tagged("post_install", "-at_install")
class TestFeedbackPhone(FeedbackTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_customer_answers_on_a_phone(self):
        self.start_tour("/sales_os/feedback/secret", "sales_os_feedback")
        self.assertEqual((self.feedback.score, self.feedback.comment), (9, "Quick and kind"))
