"""A page narrowed to a channel, category, customer or segment: every part that can say it follows, and the rest says that it does not."""

from odoo import fields

from ..commission.common import CommissionCase


class TestDashboardNarrowed(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fleets = cls.make_segment("Fleets", code="fleets26")
        cls.fair = cls.make_channel("Fair", code="fair26")
        cls.trucks = cls.env["product.category"].create({"name": "Trucks"})
        cls.truck = cls.make_product("Truck", categ_id=cls.trucks.id)
        cls.fleet = cls.make_partner("Fleet")
        cls.fleet.sales_os_segment_id = cls.fleets
        cls.quotes = {}
        for name, partner, product, channel in (
                ("fleet", cls.fleet, cls.truck, cls.fair), ("other", cls.partner, cls.product, cls.env["sales_os.channel"])):
            quote = cls.make_order(100, partner=partner, product=product, confirm=False, sales_os_channel_id=channel.id)
            quote.action_quotation_sent()
            quote.validity_date = "2020-01-01"
            cls.quotes[name] = quote
            lead = cls.env["crm.lead"].create({
                "name": name, "type": "opportunity", "user_id": cls.user_rep.id, "partner_id": partner.id,
                "sales_os_channel_id": channel.id, "expected_revenue": 500})
            cls.env["crm.lead"].create({
                "name": f"{name} of nobody", "type": "opportunity", "user_id": False, "partner_id": partner.id,
                "sales_os_channel_id": channel.id})
            lead.stage_id = cls.env["crm.stage"].search([("is_won", "=", False), ("id", "!=", lead.stage_id.id)], limit=1)
            cls.make_visit(cls.rep, partner, date_start="2026-01-19 09:00:00" if name == "fleet" else "2026-01-19 11:00:00"
                           ).sudo()._transition("missed")
        cls.partner.activity_schedule("mail.mail_activity_data_todo", user_id=cls.user_executive.id, date_deadline="2020-01-01")

    FILTERS = ("segment", "channel", "category", "customer")

    def board(self, *names):
        chosen = {"segment": self.fleets, "channel": self.fair, "category": self.trucks, "customer": self.fleet}
        return self.env["sales_os.dashboard"].with_user(self.user_executive).board(
            scope="rep", scope_id=self.rep.id, filters={name: chosen[name].id for name in names})

    def waiting(self, board):
        return {item["code"]: item for item in board["queue"]}

    def shown(self, item):
        return self.env[item["action"]["res_model"]].with_user(self.user_executive).search(item["action"]["domain"])

    def test_what_waits_follows_and_opens_what_was_counted(self):
        whole = self.waiting(self.board())
        self.assertEqual(whole["expired"]["count"], 2)
        for name in self.FILTERS:
            with self.subTest(name=name):
                found = self.waiting(self.board(name))
                self.assertEqual(self.shown(found["expired"]), self.quotes["fleet"])
                for item in found.values():
                    self.assertEqual(len(self.shown(item)), item["count"], item["code"])
                    self.assertEqual(bool(item["note"]), item["code"] == "activities" or (
                        name in ("channel", "category") and item["code"] == "visits") or (
                        name == "category" and item["code"] == "unassigned") or (
                        name == "segment" and item["code"] == "targets"), item["code"])
        self.assertEqual(self.waiting(self.board("segment"))["visits"]["count"], 1)
        self.assertEqual(self.waiting(self.board("channel"))["visits"]["count"], 2, "shown as a whole, and said so")
        self.assertFalse(any(item["note"] for item in whole.values()))

    def test_the_pipeline_follows_or_says_why_it_is_empty(self):
        for name in ("segment", "channel", "customer"):
            board = self.board(name)
            self.assertEqual((sum(stage["value"] for stage in board["pipeline"]), board["notes"]["pipeline"]), (500.0, ""))
            for stage in board["pipeline"]:
                self.assertEqual(len(self.shown(stage)), stage["count"])
        board = self.board("category")
        self.assertEqual(board["pipeline"], [])
        self.assertIn("product category", board["notes"]["pipeline"])

    def test_the_last_events_follow_or_say_what_is_left_out(self):
        for name in self.FILTERS:
            with self.subTest(name=name):
                board = self.board(name)
                orders = [event["id"] for event in board["timeline"] if event["model"] == "sale.order"]
                self.assertEqual(orders, self.quotes["fleet"].ids)
                leads = {event["id"] for event in board["timeline"] if event["model"] == "crm.lead"}
                self.assertEqual(len(leads), 0 if name == "category" else 1)
                self.assertEqual("Visits" in board["notes"]["timeline"], name in ("channel", "category"))
                self.assertEqual("opportunities" in board["notes"]["timeline"], name == "category")
        self.assertEqual(self.board()["notes"], {"pipeline": "", "timeline": ""})

    def test_what_is_at_risk_follows(self):
        today = fields.Date.today()
        shared = {"severity": "critical", "suggested_action": "review", "date_found": today, "date_evidence": today,
                  "date_expires": today, "company_id": self.company.id, "score": 1e6, "facts": {}, "rep_id": self.rep.id}
        leads = {lead.name: lead for lead in self.env["crm.lead"].search([("user_id", "=", self.user_rep.id)])}
        made = {}
        for name, partner in (("fleet", self.fleet), ("other", self.partner)):
            made[name] = self.env["sales_os.insight"].create([
                {"kind": "churn_risk", "res_model": "res.partner", "res_id": partner.id, "partner_id": partner.id, **shared},
                {"kind": "stalled_deal", "res_model": "crm.lead", "res_id": leads[name].id, "partner_id": partner.id, **shared},
                {"kind": "discount_anomaly", "res_model": "sale.order", "res_id": self.quotes[name].id, "partner_id": partner.id, **shared},
            ])
        quota = self.env["sales_os.insight"].create(
            {"kind": "commission_anomaly", "res_model": "sales_os.rep", "res_id": self.rep.id, **shared})
        churn, deal, discount = made["fleet"]
        self.assertTrue({alert["id"] for alert in self.board()["alerts"]} & {quota.id, *made["other"].ids})
        for names, expected in (
                (("segment",), churn | deal | discount), (("customer",), churn | deal | discount), (("channel",), deal | discount),
                (("category",), discount), (("segment", "channel"), deal | discount)):
            with self.subTest(names=names):
                self.assertEqual({alert["id"] for alert in self.board(*names)["alerts"]}, set(expected.ids))

    def test_a_segment_opens_as_a_page_of_its_own(self):
        order = self.quotes["fleet"]
        order.validity_date = False
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_date = fields.Date.today()
        invoice.action_post()
        board = self.env["sales_os.dashboard"].with_user(self.user_executive).board(scope="rep", scope_id=self.rep.id, division="segment")
        part = next(part for part in board["parts"] if part["id"] == self.fleets.id)
        narrowed = self.board("segment")
        self.assertEqual(next(card["value"] for card in narrowed["cards"] if card["code"] == "revenue"), part["value"])
        self.assertEqual(narrowed["filters"], [{"code": "segment", "id": self.fleets.id, "name": "Fleets"}])
