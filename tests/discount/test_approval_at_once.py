"""Two transactions that commit at once: one of two approvers wins, and nothing slips past between a change and a decision."""

from threading import Barrier, Thread

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import mute_logger

from ..committed_case import CommittedCase


class TestApprovalAtOnce(CommittedCase):
    @classmethod
    def set_up_records(cls):
        cls.user_other = cls.make_user("so_beside", "sales_os.group_manager")
        manager = cls.make_rep(cls.user_manager)
        cls.make_rep(cls.user_rep, parent_id=manager.id)
        today = Date.today()
        cls.env["sales_os.discount.delegation"].create({
            "user_id": cls.user_manager.id, "delegate_id": cls.user_other.id, "date_start": today, "date_end": today})
        partner = cls.make_partner("Customer at once", email="once@example.com")
        product = cls.env["product.product"].create({"name": "Machine", "list_price": 100.0, "taxes_id": [Command.clear()]})
        cls.ids = {"partner": partner.id, "product": product.id}
        # only their numbers: the records belong to a transaction that is over
        cls.users = {name: getattr(cls, f"user_{name}").id for name in ("rep", "manager", "other")}

    def quote(self, discount):
        """The number of a committed quote of the representative."""
        return self.in_own_transaction(SUPERUSER_ID, lambda env: env["sale.order"].create({
            "partner_id": self.ids["partner"], "user_id": self.users["rep"],
            "order_line": [Command.create({"product_id": self.ids["product"], "product_uom_qty": 10, "discount": discount})]}).id)

    def requested(self, discount=15.0):
        order_id = self.quote(discount)
        self.in_own_transaction(self.users["rep"], lambda env: env["sale.order"].browse(order_id).action_request_approval("Volume"))
        return order_id

    def meanwhile(self, user, act, other_user, other_act):
        """Run ``act``; its transaction has begun, and read the quote, when that of ``other_act`` begins and commits.

        :return: how often ``act`` was begun
        """
        begun = []

        def first(env):
            begun.append(env["sale.order"].search_count([]))
            if len(begun) == 1:
                self.in_own_transaction(self.users[other_user], other_act)
            return act(env)

        self.begun = begun
        with mute_logger("odoo.sql_db"):
            self.in_own_transaction(self.users[user], first)
        return len(begun)

    @staticmethod
    def approve(order_id):
        return lambda env: env["sale.order"].browse(order_id).sudo().sales_os_approval_id.with_env(env).action_approve("fine")

    @staticmethod
    def discount(order_id, percent):
        def change(env):
            env["sale.order"].browse(order_id).order_line.discount = percent

        return change

    @staticmethod
    def confirm(order_id):
        return lambda env: env["sale.order"].browse(order_id).action_confirm()

    def standing(self, order_id):
        def read(env):
            order = env["sale.order"].browse(order_id)
            return order.state, order.sales_os_approval_state, order.order_line.discount

        return self.look(read)

    def test_of_two_approvers_one_wins_and_the_other_is_told(self):
        order_id = self.requested()
        barrier, answers = Barrier(2), {}

        def decide(name):
            def act(env):
                approval = env["sales_os.discount.approval"].search([("order_id", "=", order_id)])
                if name not in answers:
                    answers[name] = "began"
                    barrier.wait(30)
                approval.action_approve(name)

            try:
                self.in_own_transaction(self.users[name], act)
                answers[name] = "won"
            except UserError as error:
                answers[name] = str(error)

        threads = [Thread(target=decide, args=(name,)) for name in ("manager", "other")]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        winner, loser = sorted(answers, key=lambda name: answers[name] != "won")
        self.assertEqual(answers[winner], "won")
        self.assertIn("is approved already, by", answers[loser])
        steps = self.look(lambda env: env["sale.order"].browse(order_id).sales_os_approval_id.step_ids.mapped("comment"))
        self.assertEqual(steps, [winner])

    def test_a_line_made_worse_while_somebody_approves_is_not_approved(self):
        order_id = self.requested()
        with self.assertRaisesRegex(UserError, "has changed since it was asked for"):
            self.meanwhile("manager", self.approve(order_id), "rep", self.discount(order_id, 19.0))
        self.assertEqual((len(self.begun), *self.standing(order_id)), (2, "draft", "outdated", 19.0))

    def test_an_approval_given_while_a_line_is_made_worse_is_outdated(self):
        order_id = self.requested()
        self.assertEqual(self.meanwhile("rep", self.discount(order_id, 19.0), "manager", self.approve(order_id)), 2)
        self.assertEqual(self.standing(order_id), ("draft", "outdated", 19.0))
        with self.assertRaisesRegex(UserError, "worse than what was approved"):
            self.in_own_transaction(self.users["rep"], self.confirm(order_id))

    def test_what_is_requested_is_what_the_line_became_meanwhile(self):
        order_id = self.quote(15.0)
        self.assertEqual(self.meanwhile(
            "rep", lambda env: env["sale.order"].browse(order_id).action_request_approval("Volume"),
            "rep", self.discount(order_id, 19.0)), 2)
        self.assertEqual(self.look(lambda env: env["sale.order"].browse(order_id).sales_os_approval_id.discount_percent), 19.0)

    def test_an_order_is_not_confirmed_on_a_price_that_changed_meanwhile(self):
        order_id = self.quote(9.0)
        with self.assertRaisesRegex(UserError, "needs an approval"):
            self.meanwhile("rep", self.confirm(order_id), "rep", self.discount(order_id, 25.0))
        self.assertEqual((len(self.begun), *self.standing(order_id)), (2, "draft", "needed", 25.0))

    def test_a_line_is_not_made_worse_on_an_order_confirmed_meanwhile(self):
        order_id = self.quote(9.0)
        with self.assertRaises(UserError):
            self.meanwhile("rep", self.discount(order_id, 25.0), "rep", self.confirm(order_id))
        self.assertEqual((len(self.begun), *self.standing(order_id)), (2, "sale", "not_needed", 9.0))
