"""Nothing of commissions reaches customers or colleagues, by whatever door; and queries do not grow with the sales."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import CommissionCase

SECRET = ("sales_os_credit_ids", "sales_os_frozen_cost")
SHARED = ("sale.order", "sale.order.line", "account.move", "account.move.line", "res.partner", "product.product")


class TestCommissionRights(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls.make_user("so_customer", "base.group_portal")
        cls.outsiders = (cls.user_plain, cls.portal, cls.env.ref("base.public_user"))

    def test_fields_on_shared_documents_are_for_the_team_only(self):
        for model in SHARED:
            for name, field in self.env[model]._fields.items():
                if name in SECRET or "commission" in name:
                    with self.subTest(model=model, field=name):
                        self.assertTrue(field.groups, "a field about pay or cost needs groups")
        for user in self.outsiders:
            for model in SHARED:
                with self.subTest(user=user.login, model=model):
                    shown = self.env[model].with_user(user).fields_get() if self.env[model].with_user(user).has_access("read") else {}
                    self.assertFalse([name for name in shown if name in SECRET or "commission" in name])

    def test_no_door_opens_commission_to_outsiders(self):
        plan = self.make_commission_plan(self.rep, trigger="order")
        order = self.make_order(1000, partner=self.portal.partner_id)
        self.earn(plan)
        for user in self.outsiders:
            for model in ("sales_os.commission.entry", "sales_os.commission.plan", "sales_os.commission.rule", "sales_os.commission.run",
                          "sales_os.commission.assignment", "sales_os.credit", "sales_os.commission.settle"):
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_read([])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                order.with_user(user).read(["sales_os_credit_ids"])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                order.order_line.with_user(user).read(["sales_os_frozen_cost"])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                plan.with_user(user).action_earn()

    def test_the_ledger_of_another_company_is_closed(self):
        other = self.env["res.company"].create({"name": "Other"})
        agent = self.make_rep(name="Theirs", company_id=other.id, resource_calendar_id=other.resource_calendar_id.id)
        plan = self.make_commission_plan(agent, company_id=other.id, currency_id=other.currency_id.id)
        entry = self.env["sales_os.commission.entry"]._append_adjustments([{
            "key": "bonus:1", "plan": plan, "rep": agent, "amount": 7, "date": "2026-01-01", "reason": "Bonus"}])
        self.assertEqual((entry.kind, entry.amount, entry.company_id), ("adjustment", 7, other))
        for user in (self.user_admin_so, self.user_executive):
            self.assertFalse(self.env["sales_os.commission.entry"].with_user(user).search([("id", "=", entry.id)]))

    def test_the_customers_papers_tell_nothing(self):
        self.make_commission_plan(self.rep, self.rep2, trigger="order")
        credits = [Command.create({"rep_id": rep.id, "percent": 50}) for rep in (self.rep, self.rep2)]
        order = self.make_order(1000, partner=self.portal.partner_id, sales_os_credit_ids=credits)
        report = self.env["ir.actions.report"].with_user(self.user_rep)
        html = report._render_qweb_html("sale.action_report_saleorder", order.ids)[0].decode()
        self.assertNotIn("ommission", html)
        self.assertNotIn(self.rep2.name, html)

    def test_a_customer_may_sign_an_order_with_credits(self):
        self.make_commission_plan(self.rep, trigger="order")
        order = self.make_order(1000, partner=self.portal.partner_id, confirm=False)
        order.with_user(self.portal).sudo()._validate_order()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.sales_os_credit_ids.rep_id, self.rep)

    def queries_for(self, plan):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        plan.action_earn("2026-12-31")
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_sales(self):
        for trigger in ("invoice", "payment"):
            plan = self.make_commission_plan(
                self.rep, trigger=trigger, is_stackable=True, rules=[{"basis": "margin", "rate": 5, "scope": "order"}])
            for _number in range(2):
                invoice = self.make_invoice(100, 200)
                self.pay(invoice, 300, "2026-01-20")
            self.env.flush_all()
            plan.action_earn("2026-12-31")
            few = self.queries_for(plan)
            for _number in range(8):
                invoice = self.make_invoice(100, 200)
                self.pay(invoice, 300, "2026-01-20")
            self.assertLessEqual(self.queries_for(plan), few + 1, trigger)
