"""Everything about one customer on one page: what it shows, to whom, and what it suggests."""

import json

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..commission.common import CommissionCase


class CustomerPageCase(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_territory("North", zip_patterns="99990", owner=cls.rep)
        cls.make_territory("South", zip_patterns="99991", owner=cls.rep2)
        cls.customer = cls.make_partner("Harbour Works", zip="99990", phone="+49 40 1234", email="post@harbour.example",
            user_id=cls.user_rep.id)
        cls.cheap = cls.make_product("Rope", price=1.0)
        cls.today = fields.Date.today()

    def page(self, user=None, customer=None):
        return self.env["sales_os.customer.page"].with_user(user or self.user_rep).page((customer or self.customer).id)

    def make_quote(self, amount=100.0, days=30, sent=True, **values):
        quote = self.make_order(amount, partner=self.customer, product=self.cheap, confirm=False, **values)
        quote.validity_date = fields.Date.add(self.today, days=days)
        if sent:
            quote.action_quotation_sent()
        return quote

    def make_insight(self, severity="warning", **values):
        return self.env["sales_os.insight"].create({
            "kind": "churn_risk", "severity": severity, "suggested_action": "call", "res_model": "res.partner", "res_id": self.customer.id,
            "partner_id": self.customer.id, "rep_id": self.rep.id, "company_id": self.company.id, "date_found": self.today, "score": 1.0,
            "date_evidence": self.today, "date_expires": fields.Date.add(self.today, days=30), "record_name": "Harbour Works", **values})

    def next_kind(self, **arguments):
        return self.page(**arguments)["next_action"].get("kind")


class TestCustomerPage(CustomerPageCase):
    def test_who_it_is_where_it_belongs_and_why(self):
        page = self.page()
        self.assertEqual((page["customer"]["name"], page["customer"]["phone"]), ("Harbour Works", "+49 40 1234"))
        self.assertEqual((page["place"]["territory"], page["place"]["rep"]), ("North", self.rep.name))
        self.assertIn("99990", page["place"]["territory_why"])
        self.assertEqual(page["value"], {}, "nothing was ordered yet")

    def test_what_is_open_and_what_was_ordered(self):
        self.make_quote(100.0)
        self.make_order(250.0, partner=self.customer, date=fields.Datetime.now())
        self.make_order(900.0, partner=self.customer, date="2020-01-01 10:00:00")
        self.env["crm.lead"].create({
            "name": "Crane", "type": "opportunity", "partner_id": self.customer.id, "user_id": self.user_rep.id, "expected_revenue": 500})
        page = self.page()
        self.assertEqual((page["quotes"]["count"], page["orders"]["count"], page["deals"]["count"]), (1, 1, 1))
        self.assertIn("100.00", page["quotes"]["total"])
        self.assertIn("250.00", page["orders"]["total"], "of a year")
        self.assertEqual(len(page["orders"]["rows"]), 2, "older ones are listed")

    def test_invoices_due_and_overdue_are_those_one_may_see(self):
        self.make_invoice(80.0, partner=self.customer, date="2026-01-10", invoice_date_due="2026-02-10")
        self.make_invoice(300.0, partner=self.customer, date="2026-01-10", invoice_date_due="2026-02-10", user=self.user_rep2)
        mine = self.page()["invoices"]
        self.assertEqual((mine["count"], mine["overdue_count"], mine["overdue_amount"]), (1, 1, 80.0))
        self.rep.parent_id = self.make_rep(self.user_manager)
        self.assertEqual(self.page(self.user_manager)["invoices"]["overdue_amount"], 80.0, "of everybody below, of nobody else")
        self.assertEqual(self.page(self.user_admin_so)["invoices"]["overdue_amount"], 380.0)

    def test_a_contact_leads_to_its_company(self):
        contact = self.env["res.partner"].create({"name": "Ada", "parent_id": self.customer.id, "function": "Buyer"})
        page = self.page(customer=contact)
        self.assertEqual(page["customer"]["id"], self.customer.id)
        self.assertEqual([row["name"] for row in page["customer"]["contacts"]], ["Ada"])

    def test_the_value_of_the_night_before(self):
        self.make_customer_value(self.customer, clv_amount=1000, clv_low_amount=500, clv_high_amount=1500, churn_percent=12, rfm_code="543",
                                 recency=5, frequency=4, monetary=3, date_last_order="2026-01-01", order_count=4)
        value = self.page()["value"]
        self.assertIn("1,000", value["clv"])
        self.assertIn("500", value["low"])
        self.assertEqual((value["rfm"], value["churn_state"], value["churn_percent"]), ("543", "steady", 12))
        self.make_customer_value(self.make_partner("Small", zip="99990"), verdict="too_little_history")
        small = self.page(customer=self.env["res.partner"].search([("name", "=", "Small")]))["value"]
        self.assertEqual((small["clv"], small["is_known"]), ("", False))

    def test_the_timeline_is_the_latest_first(self):
        self.make_order(250.0, partner=self.customer, date="2026-01-02 10:00:00")
        visit = self.make_visit(self.rep, self.customer)
        visit.with_user(self.user_rep).action_check_in(0, 0, 0)
        visit.with_user(self.user_rep).action_check_out("order")
        task = self.customer.with_user(self.user_rep).activity_schedule("mail.mail_activity_data_call", summary="Ask about the crane")
        task.action_feedback(feedback="Good")
        events = self.page()["timeline"]
        self.assertEqual([event["when"] for event in events], sorted((event["when"] for event in events), reverse=True))
        self.assertEqual({event["model"] for event in events}, {"sale.order", "sales_os.visit", "res.partner"})

    def test_neither_commission_nor_margin_stands_on_the_page(self):
        self.make_order(250.0, partner=self.customer, date=fields.Datetime.now())
        text = json.dumps(self.page(self.user_executive)).lower()
        for word in ("commission", "margin"):
            self.assertNotIn(word, text)

    def test_all_is_plain(self):
        self.make_quote(10.0, days=1)
        for user in (self.user_rep, self.user_executive, self.user_admin_so):
            with self.subTest(user=user.login):
                text = json.dumps(self.page(user))
                self.assertNotIn("null", text)

    def test_nobody_sees_a_strangers_customer(self):
        with self.assertRaises(AccessError):
            self.page(self.user_rep2)
        with self.assertRaises(AccessError):
            self.page(self.user_plain)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.user_rep2).action_open_sales_os_360()

    def test_senseless_questions_are_refused_in_words(self):
        Page = self.env["sales_os.customer.page"].with_user(self.user_rep)
        for wrong in (False, "1", True, [1], 10**9):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                Page.page(wrong)

    def test_the_button_leads_here(self):
        action = self.customer.with_user(self.user_rep).action_open_sales_os_360()
        self.assertEqual((action["tag"], action["context"]), ("sales_os.customer_page", {"active_id": self.customer.id}))

    def test_who_only_reads_is_offered_nothing_to_start(self):
        actions = self.page(self.user_executive)["actions"]
        self.assertEqual((actions["visit"], actions["quote"], actions["call"]), ({}, {}, {}))
        mine = self.page()["actions"]
        self.assertEqual(mine["quote"]["context"]["default_partner_id"], self.customer.id)
        self.assertEqual(mine["call"]["context"]["default_res_id"], self.customer.id)

    def test_queries_do_not_grow_with_the_records(self):
        def queries():
            self.page()
            with self.collected_queries() as found:
                self.page()
            return found

        for _number in range(2):
            self.fill()
        few = queries()
        for _number in range(10):
            self.fill()
        self.assertNoMoreQueries(few, queries(), slack=1)

    def fill(self):
        self.make_quote(10.0)
        self.make_order(20.0, partner=self.customer, product=self.cheap, date=fields.Datetime.now())
        self.make_invoice(30.0, partner=self.customer)
        self.make_visit(self.rep, self.customer)
        self.make_insight(cause=str(self.env["sales_os.insight"].search_count([])))
        self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        self.env["crm.lead"].create({
            "name": "Deal", "type": "opportunity", "partner_id": self.customer.id, "user_id": self.user_rep.id, "expected_revenue": 5})


class TestNextBestAction(CustomerPageCase):
    def test_nothing_is_pressing(self):
        self.assertEqual(self.page()["next_action"], {})

    def test_a_quote_that_runs_out(self):
        self.make_quote(100.0, days=30)
        self.make_quote(50.0, days=2, sent=False)
        self.assertIsNone(self.next_kind(), "there is time, or it was not sent")
        quote = self.make_quote(70.0, days=2)
        found = self.page()["next_action"]
        self.assertEqual((found["kind"], found["action"]["res_id"]), ("expiring", quote.id))
        self.assertIn("70.00", found["why"])

    def test_money_owed_goes_first(self):
        self.make_quote(70.0, days=2)
        self.make_invoice(80.0, partner=self.customer, date="2026-01-10", invoice_date_due="2026-02-10")
        found = self.page()["next_action"]
        self.assertEqual((found["kind"], found["action"]["res_model"]), ("overdue", "mail.activity"))
        self.assertIn("80.00", found["why"])

    def test_a_critical_insight_before_all_and_only_until_it_was_acted_on(self):
        self.make_invoice(80.0, partner=self.customer, date="2026-01-10", invoice_date_due="2026-02-10")
        insight = self.make_insight("critical")
        found = self.page()["next_action"]
        self.assertEqual((found["kind"], found["insight_id"]), ("critical", insight.id))
        insight.with_user(self.user_rep).action_do()
        self.assertEqual(self.next_kind(), "overdue")

    def test_whoever_may_not_act_on_an_insight_is_not_told_to(self):
        self.make_insight("critical")
        self.assertNotEqual(self.next_kind(user=self.user_executive), "critical")

    def test_a_visit_that_is_due_and_not_planned(self):
        self.customer.sales_os_cadence_id = self.env["sales_os.visit.cadence"].search([], limit=1)
        self.customer.sales_os_next_visit_date = fields.Date.subtract(self.today, days=3)
        self.assertEqual(self.next_kind(), "visit_due")
        self.make_visit(self.rep, self.customer, date_start=fields.Datetime.add(fields.Datetime.now(), days=1))
        self.customer.sales_os_next_visit_date = fields.Date.subtract(self.today, days=3)
        self.assertIsNone(self.next_kind())

    def test_a_deal_without_a_next_step(self):
        lead = self.env["crm.lead"].create({
            "name": "Crane", "type": "opportunity", "partner_id": self.customer.id, "user_id": self.user_rep.id, "expected_revenue": 500})
        self.assertEqual(self.next_kind(), "idle_deal")
        lead.activity_schedule("mail.mail_activity_data_todo", user_id=self.user_rep.id)
        self.assertIsNone(self.next_kind())

    def test_an_offer_when_nothing_else_is_to_be_done(self):
        product = self.make_product("Hook")
        self.env["sales_os.next.product"].create({
            "partner_id": self.customer.id, "company_id": self.company.id, "rank": 1, "product_id": product.id, "method": "popular",
            "buyers": 3})
        found = self.page()["next_action"]
        self.assertEqual(found["kind"], "offer")
        self.assertEqual(found["action"]["context"]["default_order_line"], [(0, 0, {"product_id": product.id})])
