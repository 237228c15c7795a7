"""Next products as records: learned from what customers bought, never what they have, added to a quote by a button."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestNextProductRows(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Basket Ltd"})
        cls.env.user.company_ids += cls.company
        cls.user_rep.company_ids += cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.drill, cls.bits, cls.paint = cls.env["product.product"].create([
            {"name": name, "list_price": 10.0, "taxes_id": False} for name in ("Drill", "Bits", "Paint")])
        cls.customers = cls.env["res.partner"].create([{"name": f"Buyer {number}", "is_company": True} for number in range(6)])
        for number, products in enumerate((
                (cls.drill, cls.bits), (cls.drill, cls.bits), (cls.drill, cls.bits), (cls.paint,), (cls.paint, cls.drill, cls.bits),
                (cls.drill,))):
            cls.order(cls.customers[number], products).action_confirm()
        cls.Next = cls.env["sales_os.next.product"]

    @classmethod
    def order(cls, partner, products):
        return cls.env["sale.order"].create({
            "partner_id": partner.id, "company_id": cls.company.id,
            "order_line": [Command.create({"product_id": product.id}) for product in products]})

    def offers(self, partner):
        return self.Next.search([("partner_id", "=", partner.id), ("company_id", "=", self.company.id)])

    def test_who_has_the_drill_is_offered_the_bits_with_the_evidence(self):
        result = self.Next.action_compute()
        self.assertEqual((result["customers"], result["products"]), (6, 3))
        best = self.offers(self.customers[5])[0]
        self.assertEqual((best.product_id, best.because_id, best.method), (self.bits, self.drill, "alike"))
        self.assertEqual((best.both, best.buyers), (4, 4))
        self.assertAlmostEqual(best.confidence_percent, 80.0)
        self.assertAlmostEqual(best.lift, 1.2)
        self.assertIn("80 % of those who have Drill", best.reason)

    def test_nobody_is_offered_what_he_has_or_what_is_not_sold(self):
        self.paint.sale_ok = False
        self.Next.action_compute()
        for number, customer in enumerate(self.customers):
            bought = self.env["sale.order"].search([("partner_id", "=", customer.id)]).order_line.product_id
            with self.subTest(number):
                self.assertFalse(self.offers(customer).product_id & bought)
                self.assertNotIn(self.paint, self.offers(customer).product_id)

    def test_a_quote_shows_what_is_not_on_it_and_takes_it_by_a_button(self):
        self.Next.action_compute()
        quote = self.order(self.customers[5], [])
        quote.user_id = self.user_rep
        row = quote.sales_os_next_product_ids[0]
        self.assertEqual(row.product_id, self.bits)
        row.with_user(self.user_rep).with_context(sales_os_order_id=quote.id).action_add()
        self.assertIn(self.bits, quote.order_line.product_id)
        self.assertNotIn(row, quote.sales_os_next_product_ids)
        quote.action_confirm()
        self.assertFalse(quote.sales_os_next_product_ids)
        with self.assertRaisesRegex(UserError, "bought meanwhile"):
            row.with_context(sales_os_order_id=quote.id).action_add()
        other = self.offers(self.customers[0])[0]
        with self.assertRaisesRegex(UserError, "no quote any more"):
            other.with_context(sales_os_order_id=quote.id).action_add()
        with self.assertRaisesRegex(UserError, "Save the quote"):
            other.action_add()

    def test_what_was_just_bought_is_offered_no_more_from_that_moment(self):
        self.Next.action_compute()
        branch = self.env["res.partner"].create({"name": "Branch", "parent_id": self.customers[5].id, "type": "delivery"})
        self.assertIn(self.bits, self.offers(self.customers[5]).product_id)
        others = self.Next.search([("partner_id", "!=", self.customers[5].id)])
        order = self.order(branch, [self.bits])
        order.user_id = self.user_rep
        order.with_user(self.user_rep).action_confirm()
        self.assertNotIn(self.bits, self.offers(self.customers[5]).product_id)
        self.assertEqual(others.exists(), others)

    def test_what_is_sold_no_more_is_no_suggestion_even_before_the_next_night(self):
        self.Next.action_compute()
        quote = self.order(self.customers[5], [])
        self.assertIn(self.bits, quote.sales_os_next_product_ids.product_id)
        self.bits.sale_ok = False
        quote.invalidate_recordset()
        self.assertNotIn(self.bits, quote.sales_os_next_product_ids.product_id)

    def test_no_orders_is_no_crash_and_a_second_night_replaces_the_first(self):
        self.Next.action_compute()
        self.Next.action_compute()
        self.assertEqual(self.offers(self.customers[5]).mapped("rank"), sorted(set(self.offers(self.customers[5]).mapped("rank"))))
        other = self.env["res.company"].create({"name": "Empty Ltd"})
        self.assertEqual(self.Next._compute_company(other), {"customers": 0, "products": 0, "offers": 0})
        self.assertTrue(self.offers(self.customers[5]))

    def test_queries_do_not_grow_with_the_customers(self):
        def queries():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.Next.action_compute()
            return self.env.cr.sql_log_count - before
        queries()
        few = queries()
        for number in range(5):
            self.order(self.make_partner(f"More {number}"), [self.drill]).action_confirm()
        self.assertLessEqual(queries(), few)

    def test_only_an_administrator_has_it_found_for_all(self):
        with self.assertRaises(AccessError):
            self.Next.with_user(self.user_rep).action_compute()
