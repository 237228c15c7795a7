"""A change of terms by every door: what gets worse is outdated, what is sent comes back, what is confirmed is refused."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .quote_case import QuoteCase


class TestOrderChange(QuoteCase):
    def doors(self, order):
        """Every way of giving 19 % instead of what was approved."""
        line = order.order_line[0]
        gift = self.env["product.product"].create({"name": "Gift", "list_price": 0.0, "taxes_id": [Command.clear()]})
        pricelist = self.env["product.pricelist"].create({
            "name": "Cheap", "item_ids": [Command.create({"compute_price": "fixed", "fixed_price": 70.0, "applied_on": "3_global"})]})
        return {
            "line discount": lambda: line.write({"discount": 19.0}),
            "line price": lambda: line.write({"price_unit": 95.0}),
            "order command": lambda: order.write({"order_line": [Command.update(line.id, {"discount": 19.0})]}),
            "discount line": lambda: order.write({"order_line": [Command.create({"product_id": gift.id, "price_unit": -60.0})]}),
            "new line": lambda: self.env["sale.order.line"].create(
                {"order_id": order.id, "product_id": self.product.id, "discount": 90.0}),
            "import": lambda: self.env["sale.order.line"].load([".id", "discount"], [[str(line.id), "19.0"]]),
            "wizard": lambda: self.env["sale.order.discount"].create({
                "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.06}).action_apply_discount(),
            "prices of another pricelist": lambda: (order.write({"pricelist_id": pricelist.id}), order.action_update_prices()),
            "payment term": lambda: order.write({"payment_term_id": self.env.ref("account.account_payment_term_30days").id}),
            "customer": lambda: order.write({"partner_id": self.make_partner("Other").id}),
            "less than half": lambda: line.write({"product_uom_qty": 4}),
        }

    def test_worse_by_any_door_makes_the_approval_outdated(self):
        for name in self.doors(self.make_quote(15.0)):
            with self.subTest(door=name):
                order = self.approved_quote()
                self.doors(order)[name]()
                self.assertEqual((order.sales_os_approval_id.state, order.sales_os_approval_state), ("outdated", "outdated"))
                self.assertTrue(order.sales_os_approval_id.worse)

    def test_better_by_any_door_keeps_the_approval(self):
        for values in ({"discount": 11.0}, {"price_unit": 101.0}, {"product_uom_qty": 12}, {"product_uom_qty": 6}):
            with self.subTest(values=values):
                order = self.approved_quote()
                order.order_line.write(values)
                self.assertEqual(order.sales_os_approval_state, "approved")

    def test_better_while_pending_keeps_the_request_and_needless_ends_it(self):
        order = self.make_quote(15.0)
        approval = self.request(order)
        order.order_line.discount = 12.0
        self.assertEqual(approval.state, "requested")
        order.order_line.discount = 9.0
        self.assertEqual((approval.state, order.sales_os_approval_state), ("cancelled", "not_needed"))

    def test_a_later_cost_of_the_product_changes_nothing_and_a_typed_one_neither(self):
        order = self.approved_quote()
        self.product.standard_price = 99.0
        order.order_line.purchase_price = 98.0
        self.assertEqual(order.sales_os_approval_state, "approved")

    def test_a_cost_typed_low_does_not_lift_the_margin(self):
        self.make_policy(
            {"approver": "none", "max_discount_percent": 10, "min_margin_percent": 36}, {"max_discount_percent": 100})
        order = self.make_quote(8.0)
        self.assertEqual(order.sales_os_approval_state, "needed")
        order.order_line.purchase_price = 1.0
        self.assertEqual(order.sales_os_approval_state, "needed")
        self.assertIn("margin is below 36 %", order.sales_os_approval_reason)

    def test_a_sent_quote_made_worse_comes_back_visibly(self):
        order = self.approved_quote()
        order.action_quotation_sent()
        order.order_line.discount = 18.0
        self.assertEqual(order.state, "draft")
        self.assertIn("Back to a quotation", "".join(order.message_ids.mapped("body")))
        free = self.make_quote(5.0)
        free.action_quotation_sent()
        free.order_line.discount = 11.0
        self.assertEqual((free.state, free.sales_os_approval_state), ("draft", "needed"))

    def test_a_confirmed_order_cannot_be_made_worse(self):
        for name in self.doors(self.make_quote(15.0)):
            if name in ("prices of another pricelist", "import"):
                continue
            with self.subTest(door=name):
                order = self.approved_quote()
                order.action_confirm()
                with self.assertRaisesRegex(UserError, "new revision"), self.env.cr.savepoint():
                    self.doors(order)[name]()

    def test_a_confirmed_order_can_be_made_better_and_what_needs_nobody_is_free(self):
        order = self.approved_quote()
        order.action_confirm()
        order.order_line.discount = 10.5
        order.order_line.product_uom_qty = 12
        self.assertEqual(order.state, "sale")
        free = self.make_quote(2.0)
        free.action_confirm()
        free.order_line.discount = 9.0
        with self.assertRaises(UserError):
            free.order_line.discount = 11.0

    def test_an_order_confirmed_before_there_was_a_policy_may_get_better(self):
        self.policy.active = False
        order = self.make_quote(40.0)
        order.action_confirm()
        self.policy.active = True
        order.order_line.discount = 35.0
        with self.assertRaises(UserError):
            order.order_line.discount = 36.0

    def test_only_the_concerned_step_is_asked_again(self):
        category = self.env["product.category"].create({"name": "Parts"})
        part = self.env["product.product"].create(
            {"name": "Part", "list_price": 10.0, "categ_id": category.id, "taxes_id": [Command.clear()]})
        self.make_policy(
            {"approver": "none", "max_discount_percent": 5}, {"approver": "user", "user_id": self.user_director.id},
            name="Parts", category_ids=[Command.set(category.ids)])
        order = self.make_quote(15.0)
        order.order_line = [Command.create({"product_id": part.id, "product_uom_qty": 100, "discount": 8.0})]
        approval = self.request(order)
        self.assertEqual(approval.pending_user_ids, self.user_manager + self.user_director)
        approval.with_user(self.user_manager).action_approve("machines fine")
        approval.with_user(self.user_director).action_approve("parts fine")
        order.order_line[1].discount = 9.0
        again = self.request(order)
        kept = again.step_ids.filtered(lambda step: step.decision == "kept")
        self.assertEqual((kept.decided_by_id, kept.comment), (self.user_manager, "machines fine"))
        self.assertEqual(again.pending_user_ids, self.user_director)
        again.with_user(self.user_director).action_approve()
        self.assertEqual(order.sales_os_approval_state, "approved")

    def test_undone_changes_are_asked_for_again_and_answered_by_the_earlier_decisions(self):
        order = self.approved_quote()
        order.order_line.discount = 19.0
        order.order_line.discount = 15.0
        self.assertEqual(order.sales_os_approval_state, "outdated")
        again = self.request(order)
        self.assertEqual((again.state, again.step_ids.decision, order.sales_os_approval_state), ("approved", "kept", "approved"))

    def test_nobody_types_where_a_quote_stands(self):
        order = self.make_quote(15.0)
        for values in ({"sales_os_approval_state": "approved"}, {"sales_os_approval_id": False}, {"sales_os_list_amount": 0}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.with_user(self.user_rep).write(values)
        with self.assertRaises(AccessError):
            self.make_quote(15.0, sales_os_approval_state="approved")

    def test_price_changes_are_logged_line_by_line(self):
        order = self.make_quote(0.0)
        order.order_line = [Command.create({"product_id": self.product.id})]
        self.env.flush_all()
        entries = self.env["sales_os.audit.entry"]
        first, second = order.order_line
        order.write({"order_line": [Command.update(first.id, {"discount": 7.5}), Command.update(second.id, {"price_unit": 99.0})]})
        logged = entries.search([("model", "=", "sale.order.line"), ("res_id", "in", order.order_line.ids), ("event", "=", "price")])
        self.assertEqual(set(logged.mapped(lambda entry: (entry.res_id, entry.old_value, entry.new_value))), {
            (first.id, "10 × 100 − 0 %", "10 × 100 − 7.5 %"), (second.id, "1 × 100 − 0 %", "1 × 99 − 0 %")})
        second.unlink()
        self.assertEqual(entries.search([("res_id", "=", second.id), ("event", "=", "line_removed")]).old_value, "1 × 99 − 0 %")
