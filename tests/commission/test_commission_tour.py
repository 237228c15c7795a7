"""doc/flows/commission_statement.md in the browser: plan, order, payment, statement, dispute, payout; each person with the own login."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import CommissionCase


@tagged("post_install", "-at_install")
class TestCommissionTour(CommissionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        boss = cls.make_rep(cls.user_manager)
        cls.rep.parent_id = boss
        cls.make_user("so_accountant", "base.group_user,account.group_account_invoice")
        cls.company.sales_os_payout_days = 0
        cls.month = fields.Date.today().replace(day=1) - relativedelta(months=1)

    def test_from_the_plan_to_the_payout(self):
        plan = self.make_commission_plan(self.rep, approve=False, date_start=self.month, trigger="payment", name="Tour")
        self.start_tour(f"/odoo/action-sales_os.commission_plan_action/{plan.id}", "sales_os_commission_plan", login="so_admin")
        order = self.make_order(1000)
        order.date_order = self.month
        invoice = order._create_invoices()
        invoice.invoice_date = self.month.replace(day=10)
        invoice.action_post()
        self.pay(invoice, 1000, self.month.replace(day=12))
        self.start_tour("/odoo/action-sales_os.commission_settle_action", "sales_os_commission_settle", login="so_admin")
        statement = self.env["sales_os.commission.statement"].search([("rep_id", "=", self.rep.id)])
        self.assertEqual((statement.amount, statement.state), (50.0, "draft"))
        self.start_tour("/odoo/commission-statements", "sales_os_commission_submit", login="so_manager")
        self.start_tour("/odoo/my-commissions", "sales_os_commission_dispute", login="so_rep")
        self.start_tour("/odoo/commission-disputes", "sales_os_commission_answer", login="so_manager")
        self.assertEqual((statement.state, statement.amount, statement.dispute_ids.adjustment_id.amount), ("approved", 50.0, 10.0))
        self.start_tour("/odoo/commission-payouts", "sales_os_commission_payout", login="so_accountant")
        self.assertEqual((statement.state, statement.paid_amount), ("paid", 50.0))
