"""What the peers did (rows m11 to m19 of the comparison), and what must be done instead."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .quote_case import QuoteCase


class TestApprovalPeers(QuoteCase):
    def test_m11_a_line_made_worse_after_the_approval_cannot_be_confirmed(self):
        order = self.approved_quote()
        order.order_line.write({"discount": 80.0})
        self.assertEqual((order.sales_os_approval_state, order.sales_os_approval_id.state), ("outdated", "outdated"))
        for act in (order.action_confirm, order.action_quotation_sent, lambda: order.write({"state": "sale"})):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        self.assertFalse(order._has_to_be_signed())

    def test_m11_a_line_made_better_keeps_the_approval(self):
        order = self.approved_quote()
        order.order_line.write({"discount": 12.0})
        order.action_confirm()
        self.assertEqual((order.state, order.sales_os_approval_state), ("sale", "approved"))

    def test_m12_a_line_made_worse_while_pending_ends_the_request(self):
        order = self.make_quote(15.0)
        approval = self.request(order)
        order.order_line.discount = 19.0
        self.assertEqual((approval.state, order.sales_os_approval_state), ("outdated", "outdated"))
        self.assertIn("rose from 15 to 19 %", approval.worse)
        with self.assertRaisesRegex(UserError, "must be asked for again"):
            approval.with_user(self.user_manager).action_approve()

    def test_m13_what_needs_an_approval_cannot_be_sent(self):
        order = self.make_quote(15.0)
        with self.assertRaisesRegex(UserError, "above 10 %"):
            order.with_user(self.user_rep).action_quotation_sent()
        self.company.sales_os_gate_send = False
        order.with_user(self.user_rep).action_quotation_sent()
        self.assertEqual(order.state, "sent")

    def test_m14_request_approve_and_confirm_in_one_transaction(self):
        order = self.make_quote(15.0)
        self.request(order).with_user(self.user_manager).action_approve()
        order.with_user(self.user_rep).action_confirm()
        self.assertEqual(order.state, "sale")

    def test_m15_the_history_stays_after_cancel_reset_and_refusal(self):
        order = self.make_quote(15.0)
        approval = self.request(order)
        approval.with_user(self.user_manager).action_refuse("too much")
        order.action_cancel()
        order.action_draft()
        second = self.request(order)
        order.action_cancel()
        self.assertEqual((approval.state, second.state), ("refused", "cancelled"))
        self.assertEqual(order.sales_os_approval_ids, second + approval)
        self.assertEqual(approval.step_ids.comment, "too much")
        for record in (approval, approval.step_ids):
            for user in (self.user_rep, self.user_manager, self.user_admin_so):
                with self.assertRaises(UserError):
                    record.with_user(user).unlink()
            with self.assertRaises(UserError):
                record.sudo().unlink()
        with self.assertRaisesRegex(UserError, "history stays"):
            order.unlink()
        self.assertFalse(order.copy().sales_os_approval_ids)

    def test_m16_names_limits_and_values_are_copies(self):
        order = self.make_quote(15.0)
        approval = self.request(order)
        approval.with_user(self.user_manager).action_approve("ok")
        level = self.policy.level_ids[1]
        level.write({"name": "Renamed", "max_discount_percent": 16.0, "approver": "user", "user_id": self.user_director.id})
        self.user_manager.name = "Somebody Else"
        self.policy.name = "Other"
        self.product.standard_price = 99.0
        step = approval.step_ids
        self.assertEqual((step.policy, step.level, step.max_discount_percent), ("Standard", "Manager up to 20 %", 20.0))
        self.assertEqual((step.decided_by, step.approver, step.comment), ("So Manager", "So Manager", "ok"))
        self.assertEqual((step.tested_discount_percent, step.tested_margin_percent), (15.0, 29.41))
        self.policy.level_ids[2].unlink()
        level.policy_id.level_ids = [Command.create({"sequence": 99, "max_discount_percent": 100})]
        with self.assertRaises(UserError):
            step.sudo().write({"comment": "changed"})

    def test_m17_an_archived_approver_is_replaced_at_once(self):
        approval = self.request(self.make_quote(15.0))
        self.assertEqual(approval.pending_user_ids, self.user_manager)
        self.rep_manager.user_id.active = False
        self.assertEqual(approval.pending_user_ids, self.user_director)
        self.assertIn("So Manager is archived", approval.step_ids.route)
        self.user_director.active = False
        self.assertEqual(approval.pending_user_ids, self.user_admin_so)

    def test_m18_nobody_approves_the_own_request_above_the_own_limit(self):
        order = self.make_quote(15.0, user=self.user_rep)
        with self.assertRaises(AccessError):
            self.request(order).with_user(self.user_rep).action_approve()
        own = self.make_quote(30.0, user=self.user_manager)
        approval = self.request(own, user=self.user_manager)
        self.assertEqual(approval.pending_user_ids, self.user_director)
        with self.assertRaisesRegex(AccessError, "must decide"):
            approval.with_user(self.user_manager).action_approve()

    def test_m18_within_the_own_limit_nobody_else_is_asked(self):
        order = self.make_quote(15.0, user=self.user_manager)
        approval = self.request(order, user=self.user_manager)
        self.assertEqual((approval.state, order.sales_os_approval_state), ("approved", "approved"))
        self.assertEqual(approval.step_ids.decided_by_id, self.user_manager)
        order.with_user(self.user_manager).action_confirm()

    def test_m19_reading_the_state_takes_the_same_queries_for_40_and_400_orders(self):
        orders = self.env["sale.order"].create([{
            "partner_id": self.partner.id, "user_id": self.user_rep.id,
            "order_line": [Command.create({"product_id": self.product.id, "discount": number % 30})],
        } for number in range(400)])
        self.env.flush_all()

        def count(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("sales_os_approval_state")
            read = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._sales_os_verdicts()
            return read, self.env.cr.sql_log_count - before
        count(orders[:2])
        self.assertEqual(count(orders[:40]), count(orders))
