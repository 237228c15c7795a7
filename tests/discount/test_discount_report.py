"""Figures of discounts: what was given away, what it won, how long approvals took."""

from decimal import Decimal

from odoo.fields import Command

from odoo.addons.sales_os.algorithms.discount.band import band_label, band_of

from ..common import SalesOsCase


class TestDiscountReport(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for gate in ("send", "print", "sign", "confirm"):
            cls.company[f"sales_os_gate_{gate}"] = False
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.stranger = cls.make_rep(cls.user_rep2)
        cls.partner = cls.make_partner("Shop")
        cls.machine, cls.beans = cls.env["product.product"].create([
            {"name": name, "list_price": price, "taxes_id": [Command.clear()]} for name, price in (("Machine", 1000.0), ("Beans", 10.0))])

    def order(self, *lines, user=None, confirm=True, **values):
        order = self.env["sale.order"].create({
            "partner_id": self.partner.id, "user_id": (user or self.user_rep).id,
            "order_line": [Command.create({"product_id": product.id, **line}) for product, line in lines], **values})
        if confirm:
            order.action_confirm()
        return order

    def totals(self, model, groupby, aggregates, user=None, domain=()):
        self.env.flush_all()
        rows = self.env[model].with_user(user or self.user_manager)._read_group(
            [("partner_id", "=", self.partner.id), *domain], groupby, aggregates)
        return rows

    def test_realisation_of_a_group_is_weighted_by_its_amounts(self):
        self.order((self.machine, {"discount": 10.0}), (self.beans, {"product_uom_qty": 10, "price_unit": 5.0}))
        rows = self.totals("sales_os.discount.realisation", [], [
            "list_amount:sum", "net_amount:sum", "leakage_amount:sum", "realisation_percent:avg"])
        listed, net, given, percent = rows[0]
        self.assertEqual((listed, net, given), (1100.0, 950.0, 150.0))
        # the mean of the lines would be 70
        self.assertAlmostEqual(percent, 100 * 950 / 1100, 4)

    def test_a_price_above_the_list_pays_for_nothing_else(self):
        self.order((self.machine, {"price_unit": 1200.0}), (self.beans, {"product_uom_qty": 10, "discount": 50.0}))
        rows = self.totals("sales_os.discount.realisation", ["product_id"], ["leakage_amount:sum"])
        self.assertEqual(dict(rows), {self.machine: 0.0, self.beans: 50.0})

    def test_a_discount_line_is_given_in_full(self):
        discount = self.env["product.product"].create({"name": "Discount", "list_price": 0, "taxes_id": [Command.clear()]})
        self.order((self.machine, {}), (discount, {"price_unit": -200.0}))
        rows = self.totals("sales_os.discount.realisation", [], ["leakage_amount:sum", "realisation_percent:avg"])
        self.assertEqual((rows[0][0], round(rows[0][1], 6)), (200.0, 80.0))

    def test_amounts_are_in_the_currency_of_the_company(self):
        foreign = self.env["res.currency"].create({
            "name": "XFD", "symbol": "F", "rate_ids": [Command.create({"name": "2020-01-01", "rate": 2.0, "company_id": self.company.id})]})
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        order = self.order((self.machine, {"discount": 25.0}), pricelist_id=pricelist.id)
        self.assertEqual(order.amount_untaxed, 1500.0)
        rows = self.totals("sales_os.discount.realisation", [], ["list_amount:sum", "leakage_amount:sum"])
        self.assertEqual(rows[0], (1000.0, 250.0))

    def test_managers_see_those_below_and_representatives_nothing(self):
        self.order((self.machine, {"discount": 10.0}))
        self.order((self.machine, {"discount": 20.0}), user=self.user_rep2)
        for model, user_field in (("sales_os.discount.realisation", "user_id"), ("sales_os.discount.band", "user_id")):
            with self.subTest(model=model):
                self.assertEqual([user for user, _ in self.totals(model, [user_field], ["__count"])], [self.user_rep])
                self.assertEqual(len(self.totals(model, [user_field], ["__count"], self.user_executive)), 2)
                self.assertFalse(self.env[model].with_user(self.user_rep).has_access("read"))

    def test_win_rate_by_band_counts_decided_quotes_once(self):
        self.order((self.machine, {"discount": 5.0}))
        self.order((self.machine, {"discount": 4.0}), confirm=False).action_quotation_sent()
        lost = self.order((self.machine, {"discount": 3.0}), confirm=False)
        lost.action_quotation_sent()
        lost._action_cancel()
        expired = self.order((self.machine, {"discount": 12.0}), confirm=False)
        expired.action_quotation_sent()
        expired.validity_date = "2020-01-01"
        self.order((self.machine, {}), confirm=False)  # a draft is nobody's decision yet
        rows = self.totals("sales_os.discount.band", ["band"], [
            "quote_count:sum", "won_count:sum", "lost_count:sum", "win_rate_percent:avg"])
        self.assertEqual({band: (quotes, won, lost, float(rate)) for band, quotes, won, lost, rate in rows}, {
            "1": (3, 1, 1, 50.0), "3": (1, 0, 1, 0.0)})

    def test_bands_are_the_same_in_words_and_in_the_database(self):
        for percent, band in ((0.0, 0), (0.01, 1), (5.0, 1), (5.01, 2), (10.0, 2), (30.0, 5), (30.01, 6), (100.0, 6), (-3.0, 0)):
            with self.subTest(percent=percent):
                self.assertEqual(band_of(Decimal(str(percent))), band)
        order = self.order((self.machine, {"discount": 30.5}))
        self.env.flush_all()
        row = self.env["sales_os.discount.band"].search([("order_id", "=", order.id)])
        self.assertEqual(row.band, str(band_of(Decimal("30.5"))))
        self.assertEqual(band_label(6), "30 % +")

    def test_a_cycle_runs_from_the_question_to_the_decision(self):
        self.company.sales_os_gate_send = True
        order = self.order((self.machine, {"discount": 15.0}), confirm=False).with_user(self.user_rep)
        order.action_request_approval("Large order")
        approval = order.sales_os_approval_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sales_os_discount_approval_step SET asked_on = asked_on - interval '6 hours', deadline = asked_on - interval '1 hour'"
            " WHERE approval_id = %s AND asked_on IS NOT NULL", [approval.id])
        self.env.invalidate_all()
        pending = self.env["sales_os.discount.cycle"].with_user(self.user_manager).search([("approval_id", "=", approval.id)])
        self.assertEqual((pending.decision, pending.decided_count, pending.late_count, pending.hours), ("pending", 0, 1, 0.0))
        approval.with_user(self.user_manager).action_approve("Fine")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((pending.decision, pending.decided_by_id, pending.late_count), ("approved", self.user_manager, 1))
        self.assertAlmostEqual(pending.hours, 6.0, 1)

    def test_queries_do_not_grow_with_the_orders(self):
        self.order((self.machine, {"discount": 10.0}))
        self.totals("sales_os.discount.realisation", ["user_id"], ["leakage_amount:sum"])
        counts = []
        for _round in range(2):
            for _number in range(3):
                self.order((self.machine, {"discount": 10.0}))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.totals("sales_os.discount.realisation", ["user_id", "categ_id"], ["leakage_amount:sum", "realisation_percent:avg"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
