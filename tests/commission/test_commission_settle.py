"""Settling: periods that are over are closed once; what is not paid says why; draws, guarantees and provisional entries."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL, mute_logger

from .common import CommissionCase


@freeze_time("2026-03-10")
class TestCommissionSettle(CommissionCase):
    def settle(self, plan, date_to="2026-01-31"):
        return plan.action_settle(date_to)

    def test_a_finished_period_is_settled_once(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-01-31")
        self.make_invoice(500, date="2026-02-01")
        result = self.settle(plan)
        self.assertEqual((result["entries"], result["reps"], result["amount"]), (1, 1, 50.0))
        self.assertEqual(self.told(plan, "amount", "state"), [(50, "settled"), (25, "earned")])
        run = self.env["sales_os.commission.run"].browse(result["run_id"])
        self.assertEqual((run.state, run.entry_ids.amount), ("done", 50))
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            self.settle(plan)
        for words in ("nothing to settle up to 2026-01-31", "closed what was earned before (1 entries)", "payable from 2026-03-01"):
            self.assertIn(words, str(caught.exception))
        self.assertEqual(len(self.env["sales_os.commission.run"].search([("plan_ids", "in", plan.ids)])), 1)

    def test_m7_todays_invoice_is_visible_and_payable_from_a_day(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-03-10")
        with self.assertRaisesRegex(UserError, "payable from 2026-04-01"), self.cr.savepoint():
            self.settle(plan, "2026-03-10")
        plan.action_earn()
        self.assertEqual(self.told(plan, "amount", "state"), [(50, "earned")])

    def test_what_comes_late_is_settled_with_the_next_run(self):
        plan = self.make_commission_plan(self.rep)
        invoice = self.make_invoice(1000, date="2026-01-15")
        self.settle(plan)
        self.make_invoice(300, date="2026-01-20")
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 600
        invoice.action_post()
        second = self.settle(plan)
        self.assertEqual((second["entries"], second["amount"]), (1, 15.0), "the correction of today is not over yet")
        third = self.settle(plan, "2026-03-31")
        self.assertEqual(third["amount"], -20.0)
        self.assertEqual(sum(self.ledger(plan).mapped("amount")), 45)

    def test_an_order_reopened_after_payout_takes_back_what_was_paid(self):
        plan = self.make_commission_plan(self.rep, trigger="order")
        order = self.make_order(1000)
        self.settle(plan)
        order._action_cancel()
        order.action_draft()
        self.assertEqual(self.settle(plan, "2026-03-31")["amount"], -50)

    def test_waiting_money_is_provisional(self):
        plan = self.make_commission_plan(self.rep, trigger="payment")
        invoice = self.make_invoice(1000, date="2026-01-05")
        self.pay(invoice, 400, "2026-01-20")
        plan.action_earn()
        self.assertEqual(self.told(plan, "amount", "state"), [(20, "earned"), (30, "provisional")])
        plan.action_earn()
        self.pay(invoice, 600, "2026-02-20")
        plan.action_earn()
        self.assertEqual(self.told(plan, "amount", "state"), [(20, "earned"), (30, "earned")])

    def test_orders_to_be_invoiced_are_provisional(self):
        plan = self.make_commission_plan(self.rep)
        order = self.make_order(1000, date="2026-01-05 10:00:00")
        plan.action_earn()
        self.assertEqual(self.told(plan, "amount", "state"), [(50, "provisional")])
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-01-10"
        invoice.action_post()
        plan.action_earn()
        self.assertEqual(self.told(plan, "amount", "state"), [(50, "earned")])

    def test_recoverable_draws_are_paid_back(self):
        plan = self.make_commission_plan(self.rep, terms={"draw_amount": 100, "draw_recoverable": True})
        self.make_invoice(1000, date="2026-01-05")
        self.make_invoice(2600, date="2026-02-05")
        self.assertEqual(self.settle(plan)["amount"], 100)
        self.assertEqual(self.settle(plan, "2026-02-28")["amount"], 100)
        self.assertEqual(self.told(plan, "date", "amount", kind="draw"), [("2026-01-31", 50), ("2026-02-28", -30)])

    def test_guarantees_lift_weak_periods_and_follow_late_sales(self):
        plan = self.make_commission_plan(self.rep, terms={"guarantee_amount": 100})
        self.make_invoice(1000, date="2026-01-05")
        self.assertEqual(self.settle(plan)["amount"], 100)
        self.make_invoice(600, date="2026-01-06")
        self.settle(plan, "2026-03-31")
        self.assertEqual(sum(self.ledger(plan, period_start="2026-01-01").mapped("amount")), 100)

    def test_a_draft_plan_settles_nothing_and_says_so(self):
        plan = self.make_commission_plan(self.rep, approve=False)
        with self.assertRaisesRegex(UserError, "approve one first"):
            self.settle(plan)

    def test_only_administrators_settle(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-01-05")
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_settle("2026-01-31")
        self.assertEqual(plan.with_user(self.user_admin_so).action_settle("2026-01-31")["amount"], 50)

    def test_a_rule_whose_customers_tag_is_deleted_pays_nobody_instead_of_everybody(self):
        tag = self.env["res.partner.category"].create({"name": "Launch customers"})
        plan = self.make_commission_plan(self.rep, rules=({"rate": 50.0, "tag_ids": [Command.set(tag.ids)]}, {"rate": 5.0, "sequence": 20}))
        tag.unlink()
        plan.rule_ids.invalidate_recordset()
        self.make_invoice(1000, date="2026-01-31")
        self.assertEqual(self.settle(plan)["amount"], 50.0)
        self.assertEqual(plan.rule_ids[0].lost_criteria, "Customer Tags")
    def test_a_rule_of_a_product_goes_on_when_the_product_is_archived(self):
        product = self.make_product("Old machine")
        plan = self.make_commission_plan(
            self.rep, rules=({"rate": 8.0, "product_ids": [Command.set(product.ids)]}, {"rate": 5.0, "sequence": 20}))
        product.active = False
        plan.rule_ids.invalidate_recordset()
        self.make_invoice(1000, date="2026-01-31", product=product)
        self.make_invoice(1000, date="2026-01-31")
        self.assertEqual(self.settle(plan)["amount"], 130.0)
        self.assertEqual(plan.rule_ids[0].lost_criteria, "Products")

    def test_a_payment_that_is_on_no_bank_statement_yet_waits_and_says_so(self):
        """As accounting addons register payments: without a journal entry, the invoice being *in payment*."""
        plan = self.make_commission_plan(self.rep, trigger="payment")
        invoice = self.make_invoice(1000, date="2026-01-10")
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        with patch.object(self.env.registry["account.move"], "_get_invoice_in_payment_state", lambda move: "in_payment"):
            payment = self.pay(invoice, 1000, "2026-02-01")
            self.earn(plan)
        self.assertEqual((payment.move_id.ids, invoice.payment_state), ([], "in_payment"))
        self.assertEqual(self.told(plan, "amount", "state"), [(50.0, "provisional")])
        self.assertIn("not on a bank statement yet", self.rep._waiting_commissions()[0]["why"])
        line = self.env["account.bank.statement.line"].create({
            "journal_id": self.bank.id, "date": "2026-02-03", "amount": 1000, "payment_ref": invoice.name, "partner_id": self.partner.id})
        _liquidity, suspense, _other = line._seek_for_lines()
        due = invoice.line_ids.filtered(lambda row: row.account_id.account_type == "asset_receivable")
        suspense.account_id = due.account_id
        (suspense + due).reconcile()
        self.earn(plan)
        self.assertEqual(self.told(plan, "date", "amount", "state"), [("2026-02-03", 50.0, "earned")])

    def test_the_database_keeps_what_is_earned(self):
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000, date="2026-01-10")
        self.settle(plan)
        entry, euro = self.ledger(plan), self.env.ref("base.EUR")
        self.assertEqual(entry.rate_text, "5 %")
        self.env.flush_all()
        for refusal, query in (
            (errors.InsufficientPrivilege, SQL("UPDATE sales_os_commission_entry SET amount = 1 WHERE id = %s", entry.id)),
            (errors.InsufficientPrivilege, SQL("UPDATE sales_os_commission_entry SET trace = '{}' WHERE id = %s", entry.id)),
            (errors.InsufficientPrivilege, SQL("UPDATE sales_os_commission_entry SET state = 'provisional' WHERE id = %s", entry.id)),
            (errors.InsufficientPrivilege, SQL("DELETE FROM sales_os_commission_entry WHERE id = %s", entry.id)),
            # an entry is in its plan's company and currency: neither of them is changed behind the other's back
            (errors.ForeignKeyViolation, SQL("UPDATE sales_os_commission_plan SET currency_id = %s WHERE id = %s", euro.id, plan.id)),
            (errors.ForeignKeyViolation, SQL(
                """INSERT INTO sales_os_commission_entry (
                          plan_id, company_id, currency_id, rep_id, kind, state, date, period_start, source_key, turn, amount, booked_on)
                   SELECT plan_id, company_id, %s, rep_id, kind, state, date, period_start, 'else', turn, amount, booked_on
                     FROM sales_os_commission_entry WHERE id = %s""", euro.id, entry.id)),
        ):
            with self.subTest(str(query)), mute_logger("odoo.sql_db"), self.assertRaises(refusal), self.env.cr.savepoint():
                self.env.cr.execute(query)
        # where it stands may change
        self.env.cr.execute(SQL("UPDATE sales_os_commission_entry SET statement_id = NULL WHERE id = %s", entry.id))
