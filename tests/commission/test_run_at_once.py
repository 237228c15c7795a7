"""Runs that really commit beside one another: nothing is earned, settled or put on a statement twice, and nothing is lost."""

from threading import Barrier, Thread

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tests import mute_logger

from ..committed_case import CommittedCase
from .common import CommissionData


class TestRunAtOnce(CommissionData, CommittedCase):
    @classmethod
    def set_up_records(cls):
        cls.set_up_commission_data()
        cls.plan_id = cls.make_commission_plan(cls.rep).id
        for number in range(1, 6):
            cls.make_invoice(1000 * number, date="2026-01-10")
        cls.user_ids = {"admin": cls.user_admin_so.id, "manager": cls.user_manager.id}

    def beside(self, acts):
        """Run ``acts`` (functions of a plan) each in a transaction of its own, begun together; return what each answered."""
        barrier, answers = Barrier(len(acts)), [None] * len(acts)

        def run(number, user, act):
            begun = []

            def once(env):
                env["sales_os.commission.entry"].search_count([])
                if not begun:
                    begun.append(True)
                    barrier.wait(30)
                return act(env["sales_os.commission.plan"].browse(self.plan_id))

            try:
                answers[number] = self.in_own_transaction(user, once)
            except UserError as error:
                answers[number] = error

        threads = [Thread(target=run, args=(number, user, act)) for number, (user, act) in enumerate(acts)]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
        return answers

    def ledger(self, name):
        return self.look(lambda env: env["sales_os.commission.entry"].search([("plan_id", "=", self.plan_id)]).mapped(name))

    def test_two_runs_earn_and_two_settlements_settle_once(self):
        run = (SUPERUSER_ID, lambda plan: plan.action_earn()["entries"])
        self.assertEqual(sorted(self.beside([run, run])), [0, 5])
        self.assertEqual(sum(self.ledger("amount")), 750.0)
        settle = (self.user_ids["admin"], lambda plan: plan.action_settle("2026-01-31")["amount"])
        refused, settled = sorted(self.beside([settle, settle]), key=lambda answer: isinstance(answer, float))
        self.assertEqual(settled, 750.0)
        self.assertIn("nothing to settle", str(refused))
        self.assertEqual((set(self.ledger("state")), sum(self.ledger("amount"))), ({"settled"}, 750.0))
        statements = self.look(lambda env: env["sales_os.commission.entry"].search(
            [("plan_id", "=", self.plan_id)]).statement_id.mapped("amount"))
        self.assertEqual(statements, [750.0])
