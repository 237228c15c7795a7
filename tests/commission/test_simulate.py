"""Simulation: months replayed under a draft plan, and what a quote would earn; neither writes to the ledger."""

from decimal import Decimal

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .test_statement import StatementCase


@freeze_time("2026-07-05 09:00:00")
class TestSimulate(StatementCase):
    def simulate(self, plan, user=None, **values):
        wizard = self.env["sales_os.commission.simulate"].with_user(user or self.user_admin_so).create({
            "plan_id": plan.id, "date_from": "2026-01-01", "date_to": "2026-06-30", **values})
        wizard.action_simulate()
        return wizard

    def history(self):
        plan = self.make_commission_plan(self.rep, self.rep2)
        self.make_invoice(1000, date="2026-01-10")
        self.make_invoice(2000, date="2026-02-10")
        self.make_invoice(1000, user=self.user_rep2, date="2026-02-11")
        self.earn(plan, "2026-06-30")
        return plan

    def test_a_draft_is_replayed_over_the_past_and_nothing_is_written(self):
        plan = self.history()
        draft = self.make_commission_plan(
            self.rep, self.rep2, approve=False, date_start="2027-01-01", name="Next year",
            rules=({"method": "tier", "scope": "period", "tiers": ((0, 4), (1500, 8))},))
        before = self.env["sales_os.commission.entry"].search_count([])
        wizard = self.simulate(draft)
        # rep: 40 + (1500 × 4 % + 500 × 8 %) = 140 against 150; rep2: 40 against 50
        self.assertEqual((wizard.before_amount, wizard.after_amount, wizard.delta_amount), (200.0, 180.0, -20.0))
        self.assertEqual((wizard.winner_count, wizard.loser_count, wizard.revenue_amount), (0, 2, 4000.0))
        self.assertEqual((wizard.cost_percent_before, wizard.cost_percent_after), (5.0, 4.5))
        self.assertEqual({(row.rep_id, str(row.date)): row.delta_amount for row in wizard.line_ids}, {
            (self.rep, "2026-01-01"): -10.0, (self.rep, "2026-02-01"): 0.0, (self.rep2, "2026-02-01"): -10.0})
        self.assertEqual(self.env["sales_os.commission.entry"].search_count([]), before)
        self.assertEqual((draft.state, plan.state), ("draft", "approved"))

    def test_the_same_terms_replayed_give_what_was_paid(self):
        plan = self.history()
        move = self.make_invoice(900, date="2026-03-05")
        self.earn(plan, "2026-06-30")
        self.refund(move, "2026-04-05", amount=300)
        self.earn(plan, "2026-06-30")
        copied = plan.copy({"assignment_ids": [(0, 0, {"rep_id": rep.id, "date_start": "2026-01-01"}) for rep in self.rep | self.rep2]})
        wizard = self.simulate(copied)
        self.assertEqual((wizard.after_amount, wizard.delta_amount), (self.ledger_sum(self.rep) + self.ledger_sum(self.rep2), 0.0))
        self.assertEqual({row.delta_amount for row in wizard.line_ids}, {0.0})

    def test_draws_and_caps_count(self):
        self.history()
        draft = self.make_commission_plan(
            self.rep, approve=False, terms={"cap_amount": 80, "guarantee_amount": 10}, name="Capped")
        wizard = self.simulate(draft)
        # 50, capped 80, and four months of 10
        self.assertEqual(wizard.after_amount, 50 + 80 + 40)

    def test_two_plans_are_compared(self):
        self.history()
        drafts = [
            self.make_commission_plan(self.rep, approve=False, name=name, rules=({"rate": rate},)) for name, rate in (("A", 4), ("B", 6))]
        wizard = self.simulate(drafts[0], compare_with="plan", other_plan_id=drafts[1].id)
        self.assertEqual((wizard.before_amount, wizard.after_amount), (180.0, 120.0))

    def test_what_cannot_be_simulated_is_told(self):
        self.history()
        empty = self.make_commission_plan(self.rep, approve=False, rules=(), name="Empty")
        with self.assertRaisesRegex(UserError, "no rules"):
            self.simulate(empty)
        nobody = self.make_commission_plan(approve=False, name="Nobody")
        with self.assertRaisesRegex(UserError, "assign"):
            self.simulate(nobody)
        draft = self.make_commission_plan(self.rep, approve=False, name="Draft")
        for dates, words in (
                ({"date_from": "2026-06-30", "date_to": "2026-01-01"}, "lies before"), ({"date_to": "2026-07-31"}, "before today"),
                ({"date_from": "2020-01-01"}, "At most")):
            with self.assertRaisesRegex(UserError, words):
                self.simulate(draft, **dates)
        with self.assertRaisesRegex(UserError, "Choose the other plan"):
            self.simulate(draft, compare_with="plan")

    def test_managers_and_reps_do_not_see_everybodys_pay(self):
        draft = self.make_commission_plan(self.rep, approve=False)
        for user in (self.user_rep, self.user_manager):
            with self.assertRaises(AccessError):
                self.simulate(draft, user=user)
        self.history()
        self.assertTrue(self.simulate(draft, user=self.user_executive).is_done)


@freeze_time("2026-07-05 09:00:00")
class TestQuotePreview(StatementCase):
    def quote(self, amount=1000.0, listed=None, **values):
        product = self.make_product("Listed", price=listed or amount)
        return self.make_order(amount, product=product, confirm=False, **values)

    def amounts(self, order, user=None):
        rows = order.with_user(user or self.user_rep).action_commission_preview()
        return [(row["is_now"], Decimal(row["discount_percent"]), Decimal(row["amount"])) for row in rows]

    def test_now_and_at_5_10_and_15_percent(self):
        self.make_commission_plan(self.rep)
        self.assertEqual(self.amounts(self.quote()), [
            (True, Decimal("0.00"), Decimal("50.00")), (False, Decimal(5), Decimal("47.50")), (False, Decimal(10), Decimal("45.00")),
            (False, Decimal(15), Decimal("42.50"))])

    def test_tiers_of_the_period_count_what_is_sold_already(self):
        plan = self.make_commission_plan(self.rep, rules=({"method": "tier", "scope": "period", "tiers": ((0, 5), (1000, 10))},))
        self.make_invoice(800, date="2026-07-02")
        self.earn(plan, "2026-07-05")
        # 200 at 5 %, 800 at 10 %
        self.assertEqual(self.amounts(self.quote())[0][2], Decimal("90.00"))

    def test_price_realisation_costs_more_than_the_discount(self):
        self.make_commission_plan(self.rep, rules=({"rate": 5, "multipliers": (
            {"kind": "realisation", "percent": 0, "factor": 0.5}, {"kind": "realisation", "percent": 95, "factor": 1},)},))
        self.assertEqual(
            [row[2] for row in self.amounts(self.quote())],
            [Decimal("50.00"), Decimal("47.50"), Decimal("22.50"), Decimal("21.25")])

    def test_the_rep_of_the_order_and_those_above_see_it_nobody_else(self):
        self.make_commission_plan(self.rep)
        order = self.quote()
        self.assertTrue(self.amounts(order, self.user_manager))
        self.assertTrue(self.amounts(order, self.user_executive))
        with self.assertRaises(AccessError):
            order.with_user(self.user_plain).action_commission_preview()
        with self.assertRaises(AccessError):
            order.with_user(self.user_boss2).action_commission_preview()

    def test_whoever_reads_a_quote_but_is_not_credited_sees_no_commission(self):
        self.make_commission_plan(self.rep2)
        order = self.quote(sales_os_credit_ids=[(0, 0, {"rep_id": self.rep2.id, "percent": 100})])
        self.assertEqual(self.amounts(order, self.user_rep), [])
        self.assertFalse(order.with_user(self.user_rep).sales_os_commission_html)

    def test_it_says_who_must_approve_each_discount(self):
        self.make_commission_plan(self.rep)
        policy = self.env["sales_os.discount.policy"].create({"name": "Twelve", "sequence": 0, "level_ids": [
            (0, 0, {"sequence": 1, "max_discount_percent": 12, "approver": "none"}),
            (0, 0, {"sequence": 2, "max_discount_percent": 30, "approver": "manager"})]})
        self.assertTrue(policy)
        rows = self.quote().with_user(self.user_rep).action_commission_preview()
        self.assertEqual([bool(row["approvers"]) for row in rows], [False, False, False, True])
        self.assertEqual(rows[-1]["approvers"], self.user_manager.name)

    def test_a_split_shows_each_only_the_own_part(self):
        self.make_commission_plan(self.rep, self.rep2)
        order = self.quote(sales_os_credit_ids=[
            (0, 0, {"rep_id": self.rep.id, "percent": 60}), (0, 0, {"rep_id": self.rep2.id, "percent": 40})])
        self.assertEqual(self.amounts(order)[0][2], Decimal("30.00"))
        rows = order.with_user(self.user_manager).action_commission_preview()
        self.assertEqual({Decimal(row["amount"]) for row in rows if row["is_now"]}, {Decimal("30.00"), Decimal("20.00")})

    def test_the_form_shows_it_live_and_not_after_confirmation(self):
        self.make_commission_plan(self.rep)
        order = self.quote().with_user(self.user_rep)
        self.assertIn("50.00", order.sales_os_commission_html)
        order.order_line.price_unit = 2000
        self.assertIn("100.00", order.sales_os_commission_html)
        order.sudo().action_confirm()
        self.assertFalse(order.sales_os_commission_html)

    def test_a_quote_without_a_plan_or_a_rep_shows_nothing(self):
        self.assertEqual(self.amounts(self.quote()), [])
