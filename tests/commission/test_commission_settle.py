"""Settling: periods that are over are closed once; what is not paid says why; draws, guarantees and provisional entries."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

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
