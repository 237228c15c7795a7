"""The effective discount on real orders: every way of asking less than the list price."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from ..common import SalesOsCase


class TestOrderEffectiveDiscount(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("sale.group_discount_per_so_line") + cls.env.ref("uom.group_uom")
        for gate in ("send", "print", "sign", "confirm"):
            cls.company[f"sales_os_gate_{gate}"] = False
        cls.partner = cls.make_partner()
        cls.product = cls.env["product.product"].create(
            {"name": "Machine", "list_price": 100.0, "standard_price": 60.0, "taxes_id": [Command.clear()]})

    def order(self, *lines, **values):
        return self.env["sale.order"].create({
            "partner_id": self.partner.id, "order_line": [Command.create({"product_id": self.product.id, **line}) for line in lines],
            **values,
        })

    def percent(self, order):
        return order.sales_os_effective_discount_percent

    def test_list_price_is_no_discount(self):
        order = self.order({"product_uom_qty": 3})
        self.assertEqual((self.percent(order), order.sales_os_list_amount), (0.0, 300.0))

    def test_line_discount(self):
        self.assertEqual(self.percent(self.order({"discount": 12.5})), 12.5)

    def test_edited_price(self):
        self.assertEqual(self.percent(self.order({"price_unit": 80.0})), 20.0)

    def test_discount_on_an_edited_price(self):
        self.assertEqual(self.percent(self.order({"price_unit": 80.0, "discount": 50.0})), 60.0)

    def test_pricelist_counts_whether_it_shows_a_discount_or_a_price(self):
        for rule in ({"compute_price": "percentage", "percent_price": 25.0}, {"compute_price": "fixed", "fixed_price": 75.0}):
            pricelist = self.env["product.pricelist"].create({
                "name": "P", "item_ids": [Command.create({"applied_on": "3_global", **rule})]})
            with self.subTest(rule=rule):
                self.assertEqual(self.percent(self.order({}, pricelist_id=pricelist.id)), 25.0)

    def test_global_discount_wizard(self):
        order = self.order({"product_uom_qty": 10})
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.15}).action_apply_discount()
        self.assertEqual(self.percent(order), 15.0)

    def test_unit_of_measure(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.uom_ids += dozen
        order = self.order({"product_uom_id": dozen.id, "price_unit": 1080.0})
        self.assertEqual((self.percent(order), order.sales_os_list_amount), (10.0, 1200.0))
        self.assertEqual(order.order_line.sales_os_cost_unit, 720.0)

    def test_currency(self):
        currency = self.env["res.currency"].create({"name": "XFX", "symbol": "X", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 10.0, "name": "2020-01-01", "company_id": self.company.id})
        pricelist = self.env["product.pricelist"].create({"name": "X", "currency_id": currency.id})
        order = self.order({"price_unit": 900.0}, pricelist_id=pricelist.id)
        self.assertEqual((order.currency_id, order.sales_os_list_amount, self.percent(order)), (currency, 1000.0, 10.0))

    def test_price_that_includes_the_tax(self):
        tax = self.env["account.tax"].create(
            {"name": "20 % incl.", "amount": 20.0, "price_include_override": "tax_included", "type_tax_use": "sale"})
        self.product.taxes_id = tax
        order = self.order({"product_uom_qty": 3}, {"price_unit": 90.0})
        self.assertEqual(order.order_line[0].sales_os_effective_discount_percent, 0.0)
        self.assertEqual(order.order_line[0].sales_os_list_amount, order.order_line[0].price_subtotal)
        self.assertEqual(order.order_line[1].sales_os_effective_discount_percent, 10.0)

    def test_section_note_and_down_payment_do_not_count(self):
        order = self.order({"discount": 10.0})
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "Section"}),
            Command.create({"display_type": "line_note", "name": "Note"}),
            Command.create({"is_downpayment": True, "name": "Down payment", "product_uom_qty": 0.0, "price_unit": 50.0}),
        ]
        self.assertEqual((self.percent(order), order.sales_os_list_amount), (10.0, 100.0))

    def test_a_negative_line_called_down_payment_is_a_discount(self):
        order = self.order({})
        order.order_line = [Command.create({"is_downpayment": True, "name": "X", "product_uom_qty": 1.0, "price_unit": -50.0})]
        self.assertEqual(self.percent(order), 50.0)

    def test_cost_re_invoiced_counts_at_its_price_and_the_flag_alone_hides_nothing(self):
        expense = self.product.copy({"name": "Travel", "expense_policy": "cost", "list_price": 500.0})
        self.assertEqual(self.percent(self.order({"product_id": expense.id, "is_expense": True, "price_unit": 20.0, "name": "Train"})), 0.0)
        self.assertEqual(self.percent(self.order({"is_expense": True, "price_unit": 20.0, "name": "Train"})), 80.0)

    def test_combo_shares_its_list_price(self):
        tea, cake = self.env["product.product"].create([
            {"name": name, "list_price": price, "taxes_id": [Command.clear()]} for name, price in (("Tea", 30.0), ("Cake", 10.0))])
        combos = self.env["product.combo"].create([
            {"name": product.name, "combo_item_ids": [Command.create({"product_id": product.id})]} for product in (tea, cake)])
        combo = self.env["product.product"].create({
            "name": "Set", "type": "combo", "list_price": 20.0, "combo_ids": [Command.set(combos.ids)], "taxes_id": [Command.clear()]})
        order = self.order({"product_id": combo.id})
        parent = order.order_line
        order.order_line = [
            Command.create({"product_id": item.product_id.id, "combo_item_id": item.id, "linked_line_id": parent.id})
            for item in combos.combo_item_ids]
        self.assertEqual(order.amount_untaxed, 20.0)
        self.assertEqual((order.sales_os_list_amount, self.percent(order)), (20.0, 0.0))

    def test_the_list_price_of_the_day_stays_when_the_product_changes(self):
        order = self.order({"price_unit": 90.0})
        self.product.write({"list_price": 200.0, "standard_price": 10.0})
        order.order_line.price_unit = 85.0
        self.assertEqual((order.sales_os_list_amount, self.percent(order), order.order_line.sales_os_cost_unit), (100.0, 15.0, 60.0))

    def test_a_line_that_is_priced_anew_is_compared_with_the_new_list_price(self):
        order = self.order({"discount": 10.0})
        self.product.list_price = 200.0
        order.action_update_prices()
        order.order_line.price_unit = 100.0
        self.assertEqual((order.sales_os_list_amount, self.percent(order)), (200.0, 50.0))

    def test_it_is_live_while_typing(self):
        self.env.user.group_ids += self.env.ref("sales_team.group_sale_salesman")
        form = Form(self.env["sale.order"])
        form.partner_id = self.partner
        with form.order_line.new() as line:
            line.product_id = self.product
            line.discount = 30.0
        self.assertEqual(form.sales_os_effective_discount_percent, 30.0)

    def test_what_is_worked_out_cannot_be_typed(self):
        order = self.order({})
        for values in ({"sales_os_list_price_unit": 1.0}, {"sales_os_cost_unit": 0.0}, {"sales_os_effective_discount_percent": 0.0}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.order_line.write(values)
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.order(values)

    def test_numbers_that_are_none_and_discounts_above_all_are_refused_in_words(self):
        for values in ({"price_unit": float("nan")}, {"discount": float("inf")}, {"discount": 101.0}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.order(values)

    def test_a_negative_discount_is_a_surcharge(self):
        order = self.order({"discount": -10.0}, {"discount": 10.0})
        self.assertEqual(order.order_line[0].sales_os_effective_discount_percent, -10.0)
        self.assertEqual(self.percent(order), 5.0)
