from odoo.fields import Command

from .quote_case import QuoteDocumentCase


class TestPriceRules(QuoteDocumentCase):
    """A document's price rules are looked up once, and each line still gets the price of its own first rule."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boats, cls.cars = cls.env["product.category"].create([{"name": "Boats"}, {"name": "Cars"}])
        cls.products = cls.env["product.product"].create([
            {"name": f"Thing {number}", "list_price": 100.0, "taxes_id": False, "categ_id": (cls.boats, cls.cars)[number % 2].id}
            for number in range(6)])
        cls.rules = cls.env["product.pricelist"].create({"name": "Rules", "item_ids": [
            Command.create({"compute_price": "percentage", "percent_price": 5, "applied_on": "3_global"}),
            Command.create({
                "compute_price": "percentage", "percent_price": 10, "applied_on": "2_product_category", "categ_id": cls.boats.id}),
            Command.create({
                "compute_price": "fixed", "fixed_price": 77.0, "applied_on": "1_product",
                "product_tmpl_id": cls.products[2].product_tmpl_id.id}),
            Command.create({
                "compute_price": "fixed", "fixed_price": 66.0, "applied_on": "0_product_variant", "product_id": cls.products[3].id}),
            Command.create({
                "compute_price": "fixed", "fixed_price": 55.0, "applied_on": "0_product_variant", "product_id": cls.products[3].id,
                "min_quantity": 10}),
        ]})

    def order_of(self, products, quantity=1):
        return self.env["sale.order"].create({
            "partner_id": self.partner.id, "pricelist_id": self.rules.id,
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": quantity}) for product in products]})

    def prices(self, order):
        return {line.product_id: line.price_unit * (1 - line.discount / 100) for line in order.order_line.filtered("product_id")}

    def test_each_line_has_the_price_it_would_have_alone(self):
        together = self.prices(self.order_of(self.products))
        for product in self.products:
            self.assertEqual(together[product], self.prices(self.order_of(product))[product])
        self.assertEqual([round(together[product], 2) for product in self.products], [90.0, 95.0, 77.0, 66.0, 90.0, 95.0])

    def test_quantities_count_and_prices_worked_out_again_agree(self):
        order = self.order_of(self.products[:4], quantity=10)
        before = self.prices(order)
        self.assertEqual(round(before[self.products[3]], 2), 55.0)
        order.action_update_prices()
        self.assertEqual(self.prices(order), before)

    def test_rules_are_looked_up_once_a_document_and_not_kept(self):
        def lookups(count):
            with self.collected_queries() as statements:
                self.order_of(self.products[:count])
            return [statement for statement in statements if statement.startswith('SELECT "product_pricelist_item"."id" FROM')]
        self.assertEqual(len(lookups(6)), len(lookups(1)))
        self.rules.item_ids.filtered(lambda rule: rule.applied_on == "3_global").percent_price = 50
        self.assertEqual(round(self.prices(self.order_of(self.products[1]))[self.products[1]], 2), 50.0)


class TestQuietConfirmation(QuoteDocumentCase):
    def test_orders_one_after_another_leave_no_environments_behind(self):
        counts = []
        for _turn in range(4):
            self.make_quote().action_confirm()
            self.env.flush_all()
            counts.append(len(self.env.transaction.envs))
        self.assertEqual(counts[-1], counts[1], "each change left an environment of its own")

    def test_what_was_never_revised_is_confirmed_without_looking_for_siblings(self):
        order = self.make_quote()
        with self.collected_queries() as statements:
            order.action_confirm()
        self.assertFalse([statement for statement in statements if '"sales_os_lineage_id" IN' in statement])

    def test_a_first_revision_knows_that_it_was_revised(self):
        order = self.make_quote()
        self.assertFalse(order.sales_os_is_revised)
        order.action_quotation_sent()
        order.action_new_revision()
        self.assertTrue(order.sales_os_is_revised)
        self.assertFalse(order.copy().sales_os_is_revised)
