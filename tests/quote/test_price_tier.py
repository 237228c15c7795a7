from odoo.fields import Command

from .quote_case import QuoteDocumentCase


class TestPriceTier(QuoteDocumentCase):
    def tiers(self, order):
        return {
            order.order_line.browse(line_id).product_uom_qty: [(float(step.quantity), float(step.price)) for step in found]
            for line_id, found in order._sales_os_price_tiers().items()
        }

    def test_the_next_breaks_of_the_pricelist(self):
        order = self.make_quote()
        self.assertEqual(self.tiers(order), {2.0: [(10.0, 720.0), (50.0, 640.0)], 0.0: [(10.0, 108.0), (50.0, 96.0)]})

    def test_from_where_the_line_is(self):
        order = self.make_quote()
        order.order_line[1].product_uom_qty = 20
        self.assertEqual(self.tiers(order)[20.0], [(50.0, 640.0)])

    def test_a_better_agreed_price_is_not_talked_down(self):
        order = self.make_quote()
        order.order_line[1].price_unit = 700.0
        self.assertEqual(self.tiers(order)[2.0], [(50.0, 640.0)])

    def test_in_the_unit_of_the_line(self):
        order = self.make_quote()
        order.order_line[1].write({"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "product_uom_qty": 1})
        self.assertAlmostEqual(self.tiers(order)[1.0][-1][0], 50 / 12, places=2)
        self.assertAlmostEqual(self.tiers(order)[1.0][-1][1], 640.0 * 12)

    def test_an_agreed_list_price_of_one_product_wins_over_the_general_rule(self):
        self.pricelist.item_ids = [Command.create({
            "applied_on": "0_product_variant", "product_id": self.product.id, "compute_price": "fixed", "fixed_price": 600.0,
            "min_quantity": 5})]
        self.assertEqual(self.tiers(self.make_quote())[2.0], [(5.0, 600.0)])

    def test_without_breaks_nothing_is_told(self):
        self.pricelist.item_ids.min_quantity = 0
        self.assertEqual(self.tiers(self.make_quote()), {})

    def test_a_pricelist_upon_a_pricelist_costs_no_query_a_line(self):
        upon = self.env["product.pricelist"].create({
            "name": "Upon", "currency_id": self.company.currency_id.id, "item_ids": [
                Command.create({
                    "compute_price": "formula", "base": "pricelist", "base_pricelist_id": self.pricelist.id, "price_discount": 5.0,
                    "min_quantity": quantity, "applied_on": "3_global"})
                for quantity in (1, 10, 50)]})
        counts = []
        for lines in (5, 5, 40):
            order = self.make_quote(lines=lines, pricelist_id=upon.id)
            order.order_line[1:lines + 1].product_id = self.product
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = order._sales_os_price_tiers()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual([float(step.price) for step in found[order.order_line[1].id]], [684.0, 608.0])
        self.assertLessEqual(counts[2], counts[1])
