"""Many at once: the number of queries does not grow, and of two who decide at once one wins."""

from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command

from .quote_case import QuoteCase


class TestApprovalBatch(QuoteCase):
    def quotes(self, number):
        orders = self.env["sale.order"].create([{
            "partner_id": self.partner.id, "user_id": self.user_rep.id,
            "order_line": [Command.create({"product_id": self.product.id, "discount": 30.0})],
        } for _number in range(number)])
        self.env.flush_all()
        self.env.invalidate_all()
        return orders

    def queries(self, act):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def count_all(self, number):
        orders = self.quotes(number)
        requested = self.queries(lambda: orders.with_user(self.user_rep).action_request_approval("many"))
        approvals = orders.sales_os_approval_id
        self.env.invalidate_all()
        first = self.queries(lambda: approvals.with_user(self.user_manager).action_approve("first"))
        self.env.invalidate_all()
        second = self.queries(lambda: approvals.with_user(self.user_admin_so).action_approve("second"))
        self.assertEqual(set(approvals.mapped("state")), {"approved"})
        return requested, first, second

    def test_requesting_and_deciding_takes_hardly_more_queries_for_more_quotes(self):
        self.count_all(2)
        few, many = self.count_all(20), self.count_all(200)
        for name, less, more in zip(("request", "first", "second"), few, many, strict=True):
            with self.subTest(step=name):
                # inserts go in parts of a thousand rows, mail's own bookkeeping in smaller ones
                self.assertLess(more - less, 40, f"{name}: {less} queries for 20, {more} for 200")

    def test_of_a_batch_with_a_quote_that_needs_nothing_nothing_is_requested(self):
        orders = self.quotes(2) + self.make_quote(1.0)
        with self.assertRaisesRegex(UserError, "needs no approval"):
            orders.with_user(self.user_rep).action_request_approval("many")
        self.assertFalse(orders.sales_os_approval_ids)

    def test_the_second_of_two_waits_and_is_told(self):
        approval = self.request(self.make_quote(15.0))
        self.env.cr.flush()
        with self.registry.cursor() as other:
            # another transaction does not even see it before we commit; a lock on the row is what it would meet
            self.assertFalse(approval.with_env(approval.env(cr=other)).exists())
        approval.with_user(self.user_manager).action_refuse("no")
        with self.assertRaisesRegex(UserError, "is refused already, by So Manager"):
            approval.with_user(self.user_manager).action_approve()

    def test_a_locked_approval_makes_the_call_start_again(self):
        policies = self.env["res.lang"].search([], limit=1)
        with self.registry.cursor() as other:
            other.execute("SELECT id FROM res_lang WHERE id = %s FOR UPDATE", [policies.id])
            taken = self.env.registry["sales_os.discount.approval"]._take_turn
            with self.assertRaises(ConcurrencyError):
                taken(policies)
