"""Insights: found at night, once each, ranked, with evidence and an action; what became of them counts."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.tests.common import SalesOsCase


@freeze_time("2026-06-15 10:00:00")
class TestInsight(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Insight Ltd"})
        cls.env["res.users"].browse(
            (cls.user_rep + cls.user_rep2 + cls.user_manager + cls.user_executive + cls.user_admin_so).ids
        ).write({"company_ids": [(4, cls.company.id)], "company_id": cls.company.id})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.manager = cls.make_rep(cls.user_manager, company_id=cls.company.id)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id, company_id=cls.company.id)
        cls.Insight = cls.env["sales_os.insight"].with_company(cls.company)

    def make_insight(self, record, **values):
        return self.Insight.create({
            "kind": "stalled_deal", "severity": "warning", "suggested_action": "follow_up", "res_model": record._name, "res_id": record.id,
            "record_name": record.display_name, "rep_id": self.rep.id, "company_id": self.company.id, "date_found": "2026-06-15",
            "date_evidence": "2026-06-15", "date_expires": "2026-07-15", "score": 1.0, "gravity": 2.0,
            "facts": {"days": 40, "limit": 30, "planned": False, "chance": 20.0, "revenue": 500.0}, **values})

    def deal(self, stalled_days=40, **values):
        lead = self.env["crm.lead"].create({
            "name": "Deal", "type": "opportunity", "company_id": self.company.id, "user_id": self.user_rep.id, "expected_revenue": 1000,
            "probability": 40, **values})
        lead.date_last_stage_update = fields.Datetime.now() - timedelta(days=stalled_days)
        return lead

    def found(self, kind, record):
        return self.Insight.search([("kind", "=", kind), ("res_model", "=", record._name), ("res_id", "=", record.id)])

    def test_a_deal_that_stands_still_is_told_to_its_representative_with_evidence(self):
        lead = self.deal()
        self.assertEqual(self.Insight.action_detect()["new"], 1)
        insight = self.found("stalled_deal", lead)
        self.assertEqual((insight.rep_id, insight.state, insight.severity), (self.rep, "new", "warning"))
        self.assertIn("40 days", insight.explanation)
        self.assertIn("Nothing is planned", insight.evidence)
        self.assertAlmostEqual(insight.amount, 400)

    def test_the_same_finding_is_one_insight_night_after_night(self):
        lead = self.deal()
        self.Insight.action_detect()
        insight = self.found("stalled_deal", lead)
        with freeze_time("2026-06-16 10:00:00"):
            result = self.Insight.action_detect()
        self.assertEqual((result["new"], result["updated"]), (0, 1))
        self.assertEqual(self.found("stalled_deal", lead), insight)
        self.assertIn("41 days", insight.explanation)

    def test_what_is_no_longer_so_is_closed_by_the_night_and_may_come_back(self):
        lead = self.deal()
        self.Insight.action_detect()
        insight = self.found("stalled_deal", lead)
        lead.date_last_stage_update = fields.Datetime.now()
        self.assertEqual(self.Insight.action_detect()["closed"], 1)
        self.assertEqual((insight.state, insight.closed_how), ("done", "gone"))
        lead.date_last_stage_update = fields.Datetime.now() - timedelta(days=40)
        self.assertEqual(self.Insight.action_detect()["new"], 1)

    def test_dismissed_stays_silent_and_counts_as_not_useful(self):
        lead = self.deal()
        self.Insight.action_detect()
        insight = self.found("stalled_deal", lead)
        insight.with_user(self.user_rep).action_dismiss()
        self.assertEqual((insight.state, insight.closed_how), ("dismissed", "user"))
        with freeze_time("2026-06-20 10:00:00"):
            self.assertEqual(self.Insight.action_detect()["new"], 0)
        self.assertIn("Of 1 insights", insight.useful_words)
        entry = self.env["sales_os.audit.entry"].search([("model", "=", "sales_os.insight"), ("res_id", "=", insight.id)])
        self.assertEqual(entry.event, "state:dismissed")

    def test_done_comes_back_only_on_newer_evidence(self):
        lead = self.deal()
        self.Insight.action_detect()
        self.found("stalled_deal", lead).with_user(self.user_rep).action_done()
        with freeze_time("2026-06-18 10:00:00"):
            self.assertEqual(self.Insight.action_detect()["new"], 0)

    def test_the_suggested_action_takes_one_click(self):
        lead = self.deal()
        self.Insight.action_detect()
        insight = self.found("stalled_deal", lead)
        window = insight.with_user(self.user_rep).action_do()
        self.assertEqual((window["res_model"], window["res_id"]), ("crm.lead", lead.id))
        self.assertEqual(lead.activity_ids.mapped("user_id"), self.user_rep)
        self.assertIn("40 days", lead.activity_ids.note)
        self.assertEqual(insight.state, "acknowledged")
        self.assertTrue(insight.acted_on)

    def test_a_closed_insight_has_no_action_and_a_vanished_record_is_said(self):
        lead = self.deal()
        insight = self.make_insight(lead)
        insight.action_done()
        with self.assertRaisesRegex(UserError, "closed already"):
            insight.action_do()
        other = self.make_insight(self.deal())
        self.env["crm.lead"].browse(other.res_id).unlink()
        with self.assertRaisesRegex(UserError, "does not exist any more"):
            other.action_open_record()

    def test_people_write_no_insight_by_hand(self):
        insight = self.make_insight(self.deal())
        with self.assertRaises(UserError):
            insight.with_user(self.user_rep).severity = "info"
        with self.assertRaises(UserError):
            insight.with_user(self.user_rep).with_context(sales_os_insight_by="me").write({"amount": 1})
        with self.assertRaises(AccessError):
            self.Insight.with_user(self.user_rep).create({"kind": "risky_lead"})
        with self.assertRaises(AccessError):
            self.Insight.with_user(self.user_manager).action_detect()

    def test_own_subtree_all(self):
        mine = self.make_insight(self.deal())
        stranger = self.make_rep(self.user_rep2, company_id=self.company.id)
        other = self.make_insight(self.deal(), rep_id=stranger.id)
        nobody = self.make_insight(self.deal(), rep_id=False)
        everything = mine + other + nobody

        def seen(user):
            return self.Insight.with_user(user).search([("id", "in", everything.ids)]).sudo()
        self.assertEqual(seen(self.user_rep), mine)
        self.assertEqual(set(seen(self.user_manager).ids), set((mine + nobody).ids))
        self.assertEqual(set(seen(self.user_executive).ids), set(everything.ids))

    def test_a_slipping_customer_is_to_be_visited(self):
        partner = self.make_partner("Slipping", user_id=self.user_rep.id, company_id=self.company.id)
        run = self.env["sales_os.customer.value.run"].create({"company_id": self.company.id, "computed_on": fields.Datetime.now()})
        self.env["sales_os.customer.value"].create({
            "partner_id": partner.id, "company_id": self.company.id, "run_id": run.id, "verdict": "fitted", "churn_state": "slipping",
            "date_last_order": "2026-03-01", "usual_days": 30, "churn_percent": 70, "at_stake_amount": 5000, "expected_orders": 2,
            "usual_orders": 9})
        self.Insight.action_detect()
        insight = self.found("churn_risk", partner)
        self.assertEqual((insight.rep_id, insight.suggested_action, insight.amount), (self.rep, "visit", 5000))
        self.assertIn("every 30 days", insight.explanation)
        self.assertEqual(insight.with_user(self.user_rep).action_do()["res_model"], "sales_os.visit")
        self.assertEqual(partner.sales_os_insight_count, 1)

    def test_a_deal_near_its_date_with_nothing_planned_is_risky(self):
        lead = self.deal(stalled_days=1, date_deadline="2026-06-20")
        self.Insight.action_detect()
        insight = self.found("risky_lead", lead)
        self.assertIn("nothing is planned", insight.explanation)
        lead.activity_schedule("mail.mail_activity_data_call", user_id=self.user_rep.id, date_deadline=fields.Date.to_date("2026-06-17"))
        self.Insight.action_detect()
        self.assertEqual(insight.closed_how, "gone")

    def test_a_territory_with_customers_and_nobody_is_a_gap(self):
        territory = self.env["sales_os.territory"].create({"name": "Empty", "company_id": self.company.id})
        self.make_partner("There", sales_os_territory_id=territory.id, sales_os_territory_locked=True, company_id=self.company.id)
        self.Insight.action_detect()
        self.assertIn("Nobody looks after Empty and its 1 customers", self.found("territory_gap", territory).explanation)

    def test_nothing_to_find_is_no_crash(self):
        self.assertEqual(self.Insight.action_detect(), {"found": 0, "new": 0, "updated": 0, "closed": 0})

    def test_queries_do_not_grow_with_what_is_found(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Insight.action_detect()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        for _number in range(2):
            self.deal()
        queries()
        self.Insight.search([("company_id", "=", self.company.id)]).unlink()
        few = queries()
        for _number in range(6):
            self.deal()
        self.Insight.search([("company_id", "=", self.company.id)]).unlink()
        self.assertLessEqual(queries(), few + 1)

    def test_everybody_is_told_once_as_chosen(self):
        self.user_rep.sales_os_insight_delivery = "email"
        self.user_rep.email = "rep@example.com"
        self.deal()
        self.Insight.action_detect()
        mails = self.env["mail.mail"].search_count([("email_to", "ilike", "rep@example.com")])
        self.assertEqual(self.Insight._tell(self.company), 1)
        self.assertEqual(self.Insight._tell(self.company), 0)
        mail = self.env["mail.mail"].search([("email_to", "ilike", "rep@example.com")], order="id desc")
        self.assertEqual(len(mail) - mails, 1)
        self.assertIn("Deal has been in its stage", mail[0].body_html)
        self.user_rep.sales_os_insight_delivery = "none"
        self.deal()
        self.Insight.action_detect()
        self.assertEqual(self.Insight._tell(self.company), 0)

    def test_the_buttons_lead_to_the_insights_of_a_document(self):
        lead = self.deal()
        insight = self.make_insight(lead)
        self.assertEqual(lead.with_user(self.user_rep).sales_os_insight_count, 1)
        self.assertEqual(self.Insight.search(lead.action_view_sales_os_insights()["domain"]), insight)

    def test_mine_are_found(self):
        insight = self.make_insight(self.deal())
        self.assertIn(insight, self.Insight.with_user(self.user_rep).search([("is_mine", "=", True)]))
        self.assertNotIn(insight, self.Insight.with_user(self.user_manager).search([("is_mine", "=", True)]))
