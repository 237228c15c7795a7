"""Opportunities go on when a quote is sent, a visit done, an order confirmed; and somebody is told when nothing happens."""

from odoo.exceptions import ValidationError
from odoo.fields import Command

from .common import ForecastCase


class TestStageRule(ForecastCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["sales_os.stage.rule"].create([
            {"name": "Visited", "event": "visit_done", "target_stage_id": cls.qualified.id, "team_ids": [Command.set(cls.team.ids)]},
            {"name": "Quoted", "event": "quote_sent", "target_stage_id": cls.proposition.id, "team_ids": [Command.set(cls.team.ids)]},
            {"name": "Ordered", "event": "order_confirmed", "target_stage_id": cls.won.id, "team_ids": [Command.set(cls.team.ids)]},
            {"name": "Idle", "event": "idle", "idle_days": 10, "team_ids": [Command.set(cls.team.ids)], "note": "Call, or close it"},
        ])

    def order(self, lead):
        return self.env["sale.order"].create({
            "partner_id": self.customer.id, "opportunity_id": lead.id, "user_id": self.user_rep.id,
            "order_line": [Command.create({"product_id": self.product.id})]})

    def test_a_sent_quote_and_an_order_move_it_on_with_the_reason(self):
        lead = self.make_lead()
        order = self.order(lead)
        order.with_user(self.user_rep).action_quotation_sent()
        self.assertEqual(lead.stage_id, self.proposition)
        order.action_confirm()
        self.assertEqual((lead.stage_id, lead.won_status), (self.won, "won"))
        moves = lead.sales_os_move_ids.sorted("number")
        self.assertEqual([move.reason for move in moves], [False, f"Quoted ({order.name})", f"Ordered ({order.name})"])
        self.assertEqual(moves[2].rule_id, self.rules[2])
        self.assertEqual(moves[1].moved_by_id, self.user_rep)

    def test_it_never_goes_back_and_what_is_lost_stays_lost(self):
        lead, lost = self.make_lead(self.proposition), self.make_lead()
        lost.action_set_lost()
        self.visit(lead)
        self.order(lost).action_quotation_sent()
        self.assertEqual(lead.stage_id, self.proposition)
        self.assertEqual((lost.stage_id, lost.won_status), (self.new, "lost"))

    def visit(self, lead):
        visit = self.make_visit(self.rep, self.customer, lead_id=lead.id)
        visit.action_check_in(0, 0, 0)
        visit.action_check_out(self.env["sales_os.visit.outcome"].search([], limit=1).id)
        return visit

    def test_a_visit_that_is_done_qualifies(self):
        lead = self.make_lead()
        visit = self.visit(lead)
        self.assertEqual((visit.state, lead.stage_id), ("done", self.qualified))

    def test_a_deal_that_stands_still_gets_one_activity_a_stay(self):
        lead, fresh = self.make_lead(), self.make_lead()
        with self.at(8):
            fresh.stage_id = self.qualified
        with self.at(11):
            self.env["crm.lead"]._cron_sales_os_idle()
            self.assertEqual(lead.activity_ids.summary, "Call, or close it")
            self.assertEqual(lead.activity_ids.user_id, self.user_rep)
            self.assertFalse(fresh.activity_ids)
            lead.activity_ids.action_feedback()
        with self.at(12):
            self.env["crm.lead"]._cron_sales_os_idle()
            self.assertFalse(lead.activity_ids, "told once")

    def test_an_incomplete_rule_is_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "to which stage"):
            self.env["sales_os.stage.rule"].create({"name": "X", "event": "quote_sent"})
        with self.assertRaisesRegex(ValidationError, "after how many days"):
            self.rules[3].idle_days = 0

    def test_the_usual_rules_are_seeded(self):
        seeded = self.env["sales_os.stage.rule"].with_context(active_test=False).search([("id", "not in", self.rules.ids)])
        self.assertTrue({"visit_done", "quote_sent", "order_confirmed", "idle"} <= set(seeded.mapped("event")))
