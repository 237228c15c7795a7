"""Unusual discounts and commissions, overdue customers, quotas: what the night finds among peers and dates."""

from datetime import timedelta
from decimal import Decimal

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestInsightPeers(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls.make_rep(cls.user_rep)
        cls.Insight = cls.env["sales_os.insight"]
        cls.today = fields.Date.context_today(cls.Insight)
        cls.product = cls.env["product.product"].create({"name": "Thing", "list_price": 100.0, "taxes_id": False})
        cls.team = cls.env["crm.team"].create({"name": "Peers"})

    def order(self, discount):
        order = self.env["sale.order"].create({
            "partner_id": self.make_partner().id, "user_id": self.user_rep.id, "team_id": self.team.id,
            "order_line": [Command.create({"product_id": self.product.id, "discount": discount, "tax_ids": []})]})
        order.action_confirm()
        return order

    def kinds(self, kind):
        return {finding.record[1]: vals for finding, vals in self.Insight._find(self.env.company, self.today) if finding.kind == kind}

    def test_one_discount_among_many_stands_out(self):
        for discount in (0, 1, 2, 3, 2, 1, 0, 3, 2, 1):
            self.order(discount)
        wild = self.order(9.9)
        found = self.kinds("discount_anomaly")
        self.assertIn(wild.id, found)
        self.assertEqual(found[wild.id]["rep_id"], self.rep.id)
        self.assertAlmostEqual(found[wild.id]["facts"]["discount"], 9.9)

    def test_a_customer_who_owes_money_is_to_be_asked(self):
        partner = self.make_partner("Debtor", user_id=self.user_rep.id)
        move = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": partner.id, "invoice_date": self.today - timedelta(days=60),
            "invoice_date_due": self.today - timedelta(days=40),
            "invoice_line_ids": [Command.create({"product_id": self.product.id, "price_unit": 250.0, "tax_ids": []})]})
        move.action_post()
        found = self.kinds("overdue_customer")
        self.assertIn(partner.id, found)
        self.assertEqual((found[partner.id]["facts"]["owed"], found[partner.id]["facts"]["days"]), (250.0, 40))

    def test_a_quota_out_of_reach_is_critical_and_says_what_is_missing(self):
        target = self.env["sales_os.target"].create({
            "rep_id": self.rep.id, "scope": "rep", "metric": "revenue", "period": "month", "amount": 1000.0,
            "date_start": self.today.replace(day=1), "state": "approved"})
        finding, vals = next(
            pair for pair in self.Insight._find(self.env.company, self.today) if pair[0].record == ("sales_os.target", target.id))
        self.assertEqual((finding.severity, finding.amount), ("critical", Decimal("1000.0")))
        self.assertTrue(vals["facts"]["out_of_reach"])
        self.Insight.action_detect()
        insight = self.Insight.search([("kind", "=", "quota_risk"), ("res_id", "=", target.id)])
        self.assertIn("are missing", insight.explanation)
        self.assertIn("Achieved", insight.evidence)

    def test_a_forecast_that_missed_by_far_is_told(self):
        end = self.today.replace(day=1) - timedelta(days=1)
        vals = {
            "date_start": end.replace(day=1), "date_end": end, "company_id": self.env.company.id, "scope_kind": "rep",
            "rep_id": self.rep.id,
            "category": "total", "is_over": True, "is_recommended": True, "effective_amount": 1000.0}
        missed = self.env["sales_os.forecast"].create({**vals, "scope_key": "test/1", "actual_amount": 600.0})
        near = self.env["sales_os.forecast"].create({**vals, "scope_key": "test/2", "actual_amount": 950.0})
        found = self.kinds("forecast_deviation")
        self.assertEqual(found[missed.id]["facts"]["percent"], -40)
        self.assertNotIn(near.id, found)

    def test_every_kind_can_be_put_into_words(self):
        facts = {
            "stalled_deal": {"days": 1, "limit": 1, "planned": True, "chance": 1, "revenue": 1},
            "risky_lead": {"late": True, "unpromising": True, "deadline": "2026-01-01", "planned": True, "chance": 1, "usual": 0,
                "revenue": 1},
            "churn_risk": {"usual_days": 0, "days": 3, "last_order": "2026-01-01", "expected": 1, "usual": 2, "risk": 3, "stake": 4},
            "overdue_customer": {"owed": 1, "days": 2, "count": 3, "oldest": "2026-01-01"},
            "territory_gap": {"customers": 3, "away": self.rep.ids},
            "discount_anomaly": {"discount": 20, "usual": 2, "team": False, "compared": 9, "z": 4},
            "commission_anomaly": {"value": 1, "month": "2026-01-01", "usual": 2, "plan": "P", "compared": 9, "z": 4},
            "forecast_deviation": {"said": 100, "came": 50, "percent": -50, "outside": True, "low": 80, "high": 120, "source": "submitted"},
            "quota_risk": {"out_of_reach": False, "missing": 1, "chance": 20, "achieved": 1, "quota": 2, "until": "2026-01-31", "deals": 2,
                           "attainment": 50},
        }
        for kind, values in facts.items():
            with self.subTest(kind=kind):
                insight = self.Insight.new({"kind": kind, "facts": values, "record_name": "R", "company_id": self.env.company.id})
                self.assertTrue(insight.explanation)
                self.assertTrue(insight.evidence)


class TestCoachingNote(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.Note = cls.env["sales_os.coaching.note"]

    def note(self, **values):
        return self.Note.with_user(self.user_manager).create({"rep_id": self.rep.id, "subject": "Opening", "body": "Too long", **values})

    def test_a_note_is_read_by_the_representative_once_it_is_shared(self):
        note = self.note()
        self.assertFalse(self.Note.with_user(self.user_rep).search([("id", "=", note.id)]))
        note.action_share()
        theirs = self.Note.with_user(self.user_rep).search([("id", "=", note.id)])
        theirs.action_seen()
        self.assertTrue(note.seen_on)
        self.assertFalse(theirs.has_access("write"))

    def test_nobody_else_says_that_it_was_read_and_strangers_see_nothing(self):
        note = self.note(is_shared=True)
        with self.assertRaisesRegex(Exception, "Only"):
            note.action_seen()
        self.assertFalse(self.Note.with_user(self.user_rep2).search([("id", "=", note.id)]))

    def test_a_form_starts_with_the_insight(self):
        with Form(self.Note.with_user(self.user_manager).with_context(default_rep_id=self.rep.id)) as form:
            form.subject, form.body = "A", "B"
        self.assertEqual(form.record.author_id, self.user_manager)
