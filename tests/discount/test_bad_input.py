"""A quote at its worst: thousands of lines, a product that is gone, several currencies. A clear answer each, none a hole."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import mute_logger
from odoo.tools import SQL

from .quote_case import QuoteCase

LINES = 5_000


class TestBadInput(QuoteCase):
    def queries(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def of_lines(self, count):
        """A quote of so many lines: three are made as people make them, the others are copies of the second."""
        line = {"product_id": self.product.id, "name": "Machine", "product_uom_qty": 1, "price_unit": 100.0, "discount": 15.0}
        order = self.env["sale.order"].create({
            "partner_id": self.partner.id, "user_id": self.user_rep.id, "order_line": [Command.create(line) for _number in range(3)]})
        self.env.flush_all()
        columns = SQL(", ").join(
            SQL.identifier(name) for name, field in order.order_line._fields.items() if field.store and field.column_type and name != "id")
        self.env.execute_query(SQL(
            "INSERT INTO sale_order_line (%s) SELECT %s FROM sale_order_line, generate_series(4, %s) WHERE id = %s RETURNING id",
            columns, columns, count, order.order_line[1].id))
        self.env.invalidate_all()
        # as if they had come by hand: what is worked out of the lines is worked out anew
        order.modified(["order_line"])
        order.order_line.modified(["price_subtotal", "discount", "price_unit", "product_uom_qty"])
        self.assertEqual(len(order.order_line), count)
        return order

    def test_five_thousand_lines_are_judged_held_asked_and_decided(self):
        order, small = self.of_lines(LINES), self.of_lines(50)
        self.assertEqual((order.sales_os_effective_discount_percent, order.sales_os_approval_state), (15.0, "needed"))
        with self.assertRaisesRegex(UserError, "needs an approval"):
            order.with_user(self.user_rep).action_quotation_send()
        few, many = (
            self.queries(lambda quote=quote: self.request(quote).with_user(self.user_manager).action_approve("fine"))
            for quote in (small, order))
        self.assertLess(many - few, 60, f"{few} queries for 50 lines, {many} for {LINES}: lines are read a thousand at a time")
        self.assertEqual(order.sales_os_approval_state, "approved")
        order.order_line[-1].discount = 100.0
        self.assertEqual(order.sales_os_approval_state, "outdated", "one line of thousands is enough")

    @mute_logger("odoo.sql_db")
    def test_a_product_that_is_archived_keeps_its_price_and_cannot_be_deleted(self):
        order = self.approved_quote()
        self.product.active = False
        self.assertEqual((order.sales_os_effective_discount_percent, order.sales_os_approval_state), (15.0, "approved"))
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute("DELETE FROM product_product WHERE id = %s", [self.product.id])
        order.order_line.discount = 16.0
        self.assertEqual(order.sales_os_approval_state, "outdated")

    def test_limits_of_money_are_compared_in_the_companys_currency(self):
        currency = self.env["res.currency"].create({"name": "XFX", "symbol": "X", "rounding": 0.01, "rate_ids": [
            Command.create({"name": "2020-01-01", "rate": 10.0, "company_id": self.company.id})]})
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": currency.id})
        self.make_policy({"approver": "none", "max_discount_percent": 10, "max_amount": 1000}, {"max_discount_percent": 100})
        for quantity, state in ((10, "not_needed"), (11, "needed")):
            order = self.make_quote(quantity=quantity, pricelist_id=pricelist.id)
            self.assertEqual((order.currency_id, order.amount_untaxed, order.sales_os_approval_state), (currency, quantity * 1000.0, state))
