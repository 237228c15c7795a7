"""The scenarios measured on peers (rows m1 to m9), with the answers that are right."""

from odoo.fields import Command

from .common import CommissionCase

TWO = [(0, 5), (1000, 10)]


class TestCommissionPeers(CommissionCase):
    def total(self, plan, **criteria):
        booked = self.ledger(plan, **criteria).filtered(lambda entry: entry.state != "provisional")
        return round(sum(booked.mapped("amount")), 2)

    def test_m1_tiers_have_no_gap_and_no_end(self):
        for mode, first, second in (("marginal", 50.05, 550.0), ("whole", 100.05, 600.0)):
            plan = self.make_commission_plan(
                self.rep, rules=[{"method": "tier", "tier_mode": mode, "tiers": TWO}], is_stackable=True, date_start="2026-01-01")
            lines = [self.make_invoice(1000.5), self.make_invoice(6000)] if mode == "marginal" else None
            self.earn(plan)
            self.assertEqual([entry.amount for entry in self.ledger(plan)], [first, second], mode)
            self.assertTrue(lines is None or len(self.ledger(plan)) == 2)

    def test_m2_tiers_count_the_order_or_the_period(self):
        self.make_order(800, 800)
        for values, wanted in (
            ({"scope": "order"}, 110.0), ({"scope": "order", "tier_mode": "whole"}, 160.0), ({"scope": "line"}, 80.0),
            ({"scope": "period"}, 110.0),
        ):
            plan = self.make_commission_plan(
                self.rep, rules=[{"method": "tier", "tiers": TWO, **values}], trigger="order", is_stackable=True)
            self.earn(plan)
            self.assertEqual(self.total(plan), wanted, values)

    def test_m2_the_period_goes_on(self):
        plan = self.make_commission_plan(self.rep, rules=[{"method": "tier", "tiers": TWO, "scope": "period"}])
        self.make_invoice(800, date="2026-01-05")
        self.earn(plan)
        self.make_invoice(800, date="2026-01-20")
        self.make_invoice(800, date="2026-02-01")
        self.earn(plan)
        self.assertEqual(self.told(plan, "date", "amount"), [("2026-01-05", 40), ("2026-01-20", 70), ("2026-02-01", 40)])

    def test_m3_margin_knows_units_of_measure(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_id": self.product.id, "product_uom_id": dozen.id, "price_unit": 1200}
        for trigger in ("order", "invoice"):
            plan = self.make_commission_plan(self.rep, rules=[{"basis": "margin", "rate": 10}], trigger=trigger, is_stackable=True)
            if trigger == "order":
                self.make_order({**line, "product_uom_qty": 1})
            else:
                self.make_invoice({**line, "quantity": 1})
            self.earn(plan)
            self.assertEqual(self.total(plan), 48.0, trigger)

    def foreign(self):
        currency = self.env["res.currency"].create({"name": "XFX", "symbol": "X", "rounding": 0.01})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "name": "2026-01-01", "rate": 10, "company_id": self.company.id})
        return currency

    def test_m4_margin_knows_currencies(self):
        currency = self.foreign()
        pricelist = self.env["product.pricelist"].create({"name": "XFX", "currency_id": currency.id})
        foreign = self.make_commission_plan(
            self.rep, rules=[{"basis": "margin", "rate": 10}], trigger="order", currency_id=currency.id, is_stackable=True)
        home = self.make_commission_plan(self.rep, rules=[{"basis": "margin", "rate": 10}], trigger="order", is_stackable=True)
        self.make_order(1000, pricelist_id=pricelist.id)
        self.earn(foreign | home)
        self.assertEqual((self.total(foreign), self.total(home)), (40.0, 4.0))
        entry = self.ledger(home)
        self.assertEqual((entry.currency_rate, str(entry.currency_date), entry.source_amount, entry.source_currency_id),
                         (0.1, "2026-01-10", 1000.0, currency))
        self.env["res.currency.rate"].search([("currency_id", "=", currency.id)]).rate = 20
        self.assertEqual(self.earn(home), 0, "the rate of the day of the sale stays")

    def test_m5_costs_are_frozen_at_the_sale(self):
        for trigger in ("order", "invoice"):
            plan = self.make_commission_plan(self.rep, rules=[{"basis": "margin", "rate": 10}], trigger=trigger, is_stackable=True)
            self.product.standard_price = 60
            document = self.make_order(100) if trigger == "order" else self.make_invoice(100)
            self.product.standard_price = 90
            if trigger == "order":
                document.order_line.price_unit = 100
                document.order_line.purchase_price = 90
            self.earn(plan)
            self.assertEqual(self.total(plan), 4.0, trigger)
            self.product.standard_price = 10
            self.assertEqual(self.earn(plan), 0)

    def test_m6_payments_earn_in_their_own_month(self):
        plan = self.make_commission_plan(self.rep, trigger="payment")
        invoice = self.make_invoice(1000, date="2026-01-05")
        self.earn(plan, "2026-01-31")
        self.assertFalse(self.ledger(plan, state="earned"))
        self.pay(invoice, 500, "2026-01-20")
        self.earn(plan, "2026-01-31")
        rest = self.pay(invoice, 500, "2026-04-10")
        self.earn(plan, "2026-04-30")
        self.earn(plan, "2026-04-30")
        self.assertEqual(self.told(plan, "date", "amount", state="earned"), [("2026-01-20", 25), ("2026-04-10", 25)])
        rest.move_id.line_ids.remove_move_reconcile()
        self.env["sales_os.commission.mark"].search([]).invalidate_recordset()
        self.env.cr.execute("UPDATE sales_os_commission_mark SET date = '2026-05-03'")
        self.earn(plan, "2026-05-31")
        self.earn(plan, "2026-05-31")
        self.assertEqual(self.told(plan, "date", "amount", state="earned")[2:], [("2026-05-03", -25)])

    def test_m8_splits_share_the_sale(self):
        plan = self.make_commission_plan(self.rep, self.rep2, trigger="order")
        credits = [Command.create({"rep_id": self.rep.id, "percent": 60}), Command.create({"rep_id": self.rep2.id, "percent": 40})]
        self.make_order(1000, sales_os_credit_ids=credits)
        self.earn(plan)
        self.assertEqual({entry.rep_id: entry.amount for entry in self.ledger(plan)}, {self.rep: 30.0, self.rep2: 20.0})

    def test_m9_an_edit_after_settlement_is_a_signed_correction(self):
        plan = self.make_commission_plan(self.rep)
        invoice = self.make_invoice(1000, date="2026-01-05")
        self.earn(plan)
        entry = self.ledger(plan)
        entry.sudo().write({"state": "settled"})
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 800
        invoice.action_post()
        self.earn(plan)
        self.assertEqual(self.told(plan, "amount", "turn", "state"), [(50, 0, "settled"), (-10, 1, "earned")])
        self.assertEqual(self.ledger(plan)[1].reversed_id, entry)
