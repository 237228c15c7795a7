"""What became of the prices of an order, line by line."""

from odoo.fields import Command

from .quote_case import QuoteCase


class TestPriceChanges(QuoteCase):
    def changes(self, order, user):
        action = order.with_user(user).action_view_sales_os_price_changes()
        return self.env[action["res_model"]].with_user(user).search(action["domain"], order="id")

    def test_every_change_of_price_and_discount_is_listed_also_of_lines_that_are_gone(self):
        order, other = self.make_quote(5.0), self.make_quote(5.0)
        quote = order.with_user(self.user_rep)
        quote.order_line.discount = 8.0
        quote.order_line.write({"price_unit": 95.0})
        quote.order_line = [Command.create({"product_id": self.product.id})]
        quote.order_line[1].unlink()
        other.with_user(self.user_rep).order_line.discount = 1.0
        entries = self.changes(order, self.user_manager)
        self.assertEqual(entries.mapped("event"), ["price", "price", "line_removed"])
        self.assertEqual(
            [(entry.old_value, entry.new_value) for entry in entries[:2]],
            [("10 × 100 − 5 %", "10 × 100 − 8 %"), ("10 × 100 − 8 %", "10 × 95 − 8 %")],
        )
        self.assertEqual(entries.user_id, self.user_rep)

    def test_an_order_whose_number_ends_alike_is_another(self):
        order = self.make_quote(5.0)
        order.with_user(self.user_rep).order_line.discount = 8.0
        tail = order.browse(int(str(order.id)[1:])) if len(str(order.id)) > 1 else order.browse(0)
        domain = [*order.action_view_sales_os_price_changes()["domain"][:2], ["reason", "=like", f"%(sale.order {tail.id})"]]
        self.assertNotIn(order.order_line.id, self.env["sales_os.audit.entry"].search(domain).mapped("res_id"))
