"""Payouts: bills and payroll say exactly what the statements say, and the paid state is the bill's."""

import base64
import csv
import io

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .test_statement import StatementCase


@freeze_time("2026-02-20 09:00:00")
class TestPayout(StatementCase):
    def payout(self, statements, user=None, **amounts):
        payout = self.env["sales_os.commission.payout"].with_user(user or self.user_accountant).create({})
        payout.line_ids.create([{"payout_id": payout.id, "statement_id": statement.id, **amounts} for statement in statements])
        return payout

    def pay_bill(self, bill, amount=None, date="2026-02-20"):
        return self.pay(bill, amount or bill.amount_residual, date)

    def test_an_agent_is_paid_by_a_bill_with_one_line_a_plan(self):
        first = self.agent_statement(1000, is_stackable=True)
        second = self.make_commission_plan(self.agent, trigger="order", is_stackable=True, rules=({"rate": 1.5},))
        first.with_user(self.user_manager).action_unlock("Second plan")
        self.settle(second, "2026-01-31")
        first.with_user(self.user_manager).action_submit()
        first.with_user(self.user_manager).action_approve()
        payout = self.payout(first)
        bill = self.env["account.move"].browse(payout.action_confirm())
        self.assertEqual((bill.move_type, bill.state, bill.amount_total), ("in_invoice", "draft", 65.0))
        self.assertEqual(bill.partner_id, self.agent.partner_id)
        self.assertEqual(sorted(bill.invoice_line_ids.mapped("price_subtotal")), [15.0, 50.0])
        self.assertEqual((payout.state, first.state, first.left_amount), ("confirmed", "approved", 0.0))

    def test_the_paid_state_follows_the_bill(self):
        statement = self.agent_statement()
        payout = self.payout(statement)
        bill = self.env["account.move"].browse(payout.action_confirm())
        bill.action_post()
        self.assertEqual(statement.state, "approved")
        payment = self.pay_bill(bill, 20)
        self.assertEqual((payout.line_ids.state, statement.paid_amount, statement.state), ("partial", 20.0, "approved"))
        self.pay_bill(bill)
        self.assertEqual((statement.state, statement.paid_amount, payout.state), ("paid", 50.0, "paid"))
        payment.action_cancel()
        self.assertEqual((statement.state, statement.paid_amount, payout.state), ("approved", 30.0, "confirmed"))

    def test_a_deleted_bill_frees_its_statement(self):
        statement = self.agent_statement()
        payout = self.payout(statement)
        self.env["account.move"].browse(payout.action_confirm()).unlink()
        self.assertEqual((payout.line_ids.state, payout.state, statement.left_amount), ("released", "cancelled", 50.0))
        self.assertIn("deleted", payout.line_ids.note)
        again = self.env["account.move"].browse(self.payout(statement).action_confirm())
        self.assertEqual(again.amount_total, 50.0)

    def test_a_cancelled_bill_frees_its_statement_and_cannot_come_back_beside_another(self):
        statement = self.agent_statement()
        bill = self.env["account.move"].browse(self.payout(statement).action_confirm())
        bill.button_cancel()
        self.assertEqual((statement.left_amount, statement.state), (50.0, "approved"))
        self.payout(statement).action_confirm()
        with self.assertRaisesRegex(UserError, "cannot come back"):
            bill.button_draft()

    def test_a_cancelled_bill_may_come_back_while_nobody_else_pays(self):
        statement = self.agent_statement()
        payout = self.payout(statement)
        bill = self.env["account.move"].browse(payout.action_confirm())
        bill.button_cancel()
        bill.button_draft()
        self.assertEqual((payout.line_ids.state, payout.state, statement.left_amount), ("due", "confirmed", 0.0))

    def test_a_reversed_bill_takes_the_payment_back(self):
        statement = self.agent_statement()
        payout = self.payout(statement)
        bill = self.env["account.move"].browse(payout.action_confirm())
        bill.action_post()
        self.env["account.move.reversal"].with_context(active_model="account.move", active_ids=bill.ids).create({
            "date": "2026-02-20", "journal_id": bill.journal_id.id}).refund_moves()
        reversal = bill.reversal_move_ids
        if reversal.state == "draft":
            reversal.action_post()
        if bill.payment_state != "reversed":
            (bill | reversal).line_ids.filtered(lambda line: line.account_id.account_type == "liability_payable").reconcile()
        self.assertEqual(bill.payment_state, "reversed")
        self.assertEqual((payout.line_ids.state, statement.state, statement.left_amount), ("released", "approved", 50.0))

    def test_a_negative_statement_is_a_credit_note(self):
        plan = self.make_commission_plan(self.agent, trigger="order")
        self.settle_adjustment(plan, -30)
        statement = self.statements(self.agent)
        self.assertEqual(statement.amount, -30.0)
        bill = self.env["account.move"].browse(self.payout(statement).action_confirm())
        self.assertEqual((bill.move_type, bill.amount_total), ("in_refund", 30.0))
        bill.action_post()
        self.pay_bill(bill)
        self.assertEqual((statement.state, statement.paid_amount), ("paid", -30.0))

    def settle_adjustment(self, plan, amount, rep=None):
        self.env["sales_os.commission.adjust"].with_user(self.user_admin_so).create({
            "rep_id": (rep or self.agent).id, "plan_id": plan.id, "amount": amount, "reason_id": self.reason.id, "reason": "x",
            "date": "2026-01-20"}).action_apply()
        self.settle(plan, "2026-01-31")
        statement = self.statements(rep or self.agent)[-1:]
        statement.with_user(self.user_manager).action_submit()
        statement.with_user(self.user_manager).action_approve()
        return statement

    def test_what_is_clawed_back_is_set_off_against_what_is_owed(self):
        january = self.agent_statement(1000)
        plan = january.entry_ids.plan_id
        self.env["sales_os.commission.adjust"].with_user(self.user_admin_so).create({
            "rep_id": self.agent.id, "plan_id": plan.id, "amount": -50, "reason_id": self.reason.id, "reason": "x",
            "date": "2026-02-01"}).action_apply()
        with freeze_time("2026-03-20 09:00:00"):
            self.settle(plan, "2026-02-28")
            february = self.statements(self.agent)[-1:]
            february.with_user(self.user_manager).action_submit()
            february.with_user(self.user_manager).action_approve()
            payout = self.payout(january | february)
            self.assertEqual(payout.action_confirm(), [], "nothing is left to bill")
        self.assertEqual((january.state, february.state, payout.state), ("paid", "paid", "paid"))

    def test_a_part_is_paid_and_the_rest_is_carried_on(self):
        statement = self.agent_statement(1000)
        payout = self.payout(statement, amount=20.0)
        bill = self.env["account.move"].browse(payout.action_confirm())
        bill.action_post()
        self.pay_bill(bill)
        self.assertEqual((bill.amount_total, statement.state, statement.paid_amount, statement.left_amount), (20.0, "approved", 20.0, 30.0))
        following = self.payout(statement)
        self.assertEqual(following.line_ids.amount, 30.0)
        rest = self.env["account.move"].browse(following.action_confirm())
        rest.action_post()
        self.pay_bill(rest)
        self.assertEqual((statement.state, statement.paid_amount), ("paid", 50.0))

    def test_nothing_is_paid_twice_or_beyond_the_statement(self):
        statement = self.agent_statement(1000)
        for amount in (50.01, -1.0):
            with self.subTest(amount=amount), self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.payout(statement, amount=amount)
        self.payout(statement, amount=30.0)
        with self.assertRaisesRegex(ValidationError, "only"), self.env.cr.savepoint():
            self.payout(statement, amount=30.0)
        payout = self.payout(statement)
        self.assertEqual(payout.line_ids.amount, 20.0)
        payout.action_confirm()
        with self.assertRaisesRegex(UserError, "already"):
            payout.action_confirm()

    def test_a_changed_bill_is_not_posted(self):
        bill = self.env["account.move"].browse(self.payout(self.agent_statement()).action_confirm())
        bill.invoice_line_ids.price_unit = 60
        with self.assertRaisesRegex(UserError, "not the bill"):
            bill.action_post()

    def test_only_approved_statements_are_paid_and_only_by_payers(self):
        statement = self.agent_statement(state="submitted")
        with self.assertRaisesRegex(UserError, "only approved"), self.env.cr.savepoint():
            self.payout(statement, user=self.user_admin_so)
        statement.with_user(self.user_manager).action_approve()
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                statement.with_user(user).action_pay()
        self.assertTrue(statement.with_user(self.user_accountant).action_pay())

    def test_a_statement_in_a_payout_cannot_be_unlocked(self):
        statement = self.agent_statement()
        payout = self.payout(statement)
        with self.assertRaisesRegex(UserError, "in payout"):
            statement.with_user(self.user_manager).action_unlock("Late invoice")
        payout.action_cancel()
        statement.with_user(self.user_manager).action_unlock("Late invoice")
        self.assertEqual(statement.state, "draft")

    def test_employees_are_paid_by_a_payroll_file(self):
        partner_name = "=cmd|' /C calc'!A0"
        statement = self.make_statement(1000.1, state="approved")
        self.rep.partner_id.name = partner_name
        payout = self.payout(statement)
        with self.assertRaisesRegex(UserError, "Confirm"):
            payout.action_payroll_file()
        self.assertEqual(payout.action_confirm(), [])
        rows = list(csv.DictReader(io.StringIO(base64.b64decode(payout.action_payroll_file()["data"]).decode("utf-8-sig"))))
        self.assertEqual([(row["name"], row["amount"], row["currency"], row["statement"]) for row in rows],
                         [("'" + partner_name, "50.01", self.company.currency_id.name, statement.name)])
        from openpyxl import load_workbook
        sheet = load_workbook(io.BytesIO(base64.b64decode(payout.action_payroll_file("xlsx")["data"]))).active
        self.assertEqual((sheet["H2"].value, sheet["B2"].data_type), (50.01, "s"))
        self.assertEqual(statement.state, "approved")
        payout.action_payroll_paid()
        self.assertEqual((statement.state, payout.state), ("paid", "paid"))
        with self.assertRaisesRegex(UserError, "nothing"):
            payout.action_payroll_paid()
        with self.assertRaisesRegex(UserError, "csv or xlsx"):
            payout.action_payroll_file("exe")

    def test_collecting_takes_what_is_payable_and_says_why_nothing_else(self):
        statement = self.agent_statement()
        payout = self.env["sales_os.commission.payout"].with_user(self.user_accountant).create({"date": "2026-02-10"})
        with self.assertRaisesRegex(UserError, r"\d+ approved ones are payable later"):
            payout.action_collect_and_tell()
        payout.date = "2026-02-20"
        self.assertEqual(payout.action_collect(), {"lines": 1})
        self.assertEqual(payout.line_ids.statement_id, statement)

    def test_an_order_reopened_after_payout_comes_back_as_a_clawback_on_the_next_statement(self):
        statement = self.agent_statement()
        bill = self.env["account.move"].browse(self.payout(statement).action_confirm())
        bill.action_post()
        self.pay_bill(bill)
        order = statement.entry_ids.order_id
        order._action_cancel()
        self.earn(statement.entry_ids.plan_id, "2026-02-20")
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare()
        following = self.statements(self.agent)[-1:]
        self.assertEqual((statement.state, statement.amount, following.amount), ("paid", 50.0, -50.0))

    def test_without_an_account_the_answer_says_what_to_do(self):
        statement = self.agent_statement()
        self.env["account.journal"].search([("type", "=", "purchase"), ("company_id", "=", self.company.id)]).default_account_id = False
        with self.assertRaisesRegex(UserError, "commission product"):
            self.payout(statement).action_confirm()

    def test_the_bill_is_in_the_currency_of_the_statement(self):
        eur = self.env.ref("base.EUR")
        eur.active = True
        self.env["res.currency.rate"].create({"currency_id": eur.id, "name": "2026-01-01", "rate": 0.5, "company_id": self.company.id})
        statement = self.agent_statement(1000, currency_id=eur.id)
        bill = self.env["account.move"].browse(self.payout(statement).action_confirm())
        self.assertEqual((bill.currency_id, bill.amount_total), (eur, 25.0))
        bill.action_post()
        self.pay_bill(bill)
        self.assertEqual(statement.state, "paid")
