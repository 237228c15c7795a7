"""Disputes: raised by the representative, answered by somebody above in time, resolved by an adjustment and never by an edit."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .test_statement import StatementCase


@freeze_time("2026-02-05 09:00:00")
class TestDispute(StatementCase):
    def dispute(self, statement, user=None, **values):
        return self.env["sales_os.commission.dispute"].with_user(user or self.user_rep).create({
            "statement_id": statement.id, "entry_id": statement.entry_ids[:1].id, "reason": "Rate should be 6 %", "claimed_amount": 60,
            **values,
        })

    def test_a_rep_disputes_a_line_and_the_manager_is_called_with_a_deadline(self):
        self.company.sales_os_dispute_hours = 8
        dispute = self.dispute(self.make_statement())
        self.assertEqual((dispute.state, dispute.handler_id, dispute.activity_ids.user_id), ("open", self.user_manager, self.user_manager))
        # eight working hours after Thursday 9:00 UTC lie on Friday
        self.assertEqual(fields.Date.to_string(dispute.deadline.date()), "2026-02-06")

    def test_the_answer_is_an_adjustment_on_the_next_statement_and_the_line_stays(self):
        statement = self.make_statement(state="approved")
        line = statement.entry_ids
        dispute = self.dispute(statement)
        ids = dispute.with_user(self.user_manager).action_adjust("You are right", 10.0, "rate")
        adjustment = self.env["sales_os.commission.entry"].browse(ids)
        self.assertEqual((adjustment.kind, adjustment.amount, adjustment.reversed_id, adjustment.reason_id), (
            "adjustment", 10.0, line, self.reason))
        self.assertEqual((dispute.state, dispute.decided_by_id, line.amount, statement.amount), ("adjusted", self.user_manager, 50.0, 50.0))
        self.env["sales_os.commission.statement"].with_user(self.user_manager).action_prepare()
        self.assertEqual(self.statements(self.rep)[-1:].adjustment_amount, 10.0)
        self.assertEqual(sum(self.statements(self.rep).mapped("amount")), self.ledger_sum(self.rep))

    def test_a_dispute_is_decided_once(self):
        dispute = self.dispute(self.make_statement()).with_user(self.user_manager)
        dispute.action_adjust("Yes", 10.0, "rate")
        for again in (lambda: dispute.action_adjust("Yes", 10.0, "rate"), lambda: dispute.action_refuse("No")):
            with self.assertRaisesRegex(UserError, "already"):
                again()
        adjustments = self.env["sales_os.commission.entry"].search([("kind", "=", "adjustment"), ("rep_id", "=", self.rep.id)])
        self.assertEqual(len(adjustments), 1)

    def test_refusing_and_adjusting_need_words_and_a_code(self):
        dispute = self.dispute(self.make_statement()).with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "say why"):
            dispute.action_refuse()
        with self.assertRaisesRegex(UserError, "by how much"):
            dispute.action_adjust("Yes")
        with self.assertRaisesRegex(UserError, "reason code"):
            dispute.action_adjust("Yes", 5.0)
        with self.assertRaisesRegex(UserError, "goodwill"):
            dispute.action_adjust("Yes", 5.0, "nonsense")
        dispute.action_refuse("The rate is 5 % since January")
        self.assertEqual(dispute.state, "refused")

    def test_only_somebody_above_answers(self):
        dispute = self.dispute(self.make_statement())
        for user in (self.user_rep, self.user_rep2, self.user_boss2, self.user_executive):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dispute.with_user(user).action_adjust("Yes", 10.0, "rate")
        with self.assertRaises(AccessError):
            dispute.with_user(self.user_rep).write({"answer": "I am right"})
        with self.assertRaises(UserError):
            dispute.with_user(self.user_rep).write({"state": "adjusted"})
        own = self.make_statement(rep=self.boss, date="2026-01-15")
        theirs = self.dispute(own, user=self.user_manager)
        self.assertEqual(theirs.handler_id, self.env["sales_os.rep"].browse(self.boss.id)._commission_decider())
        with self.assertRaisesRegex(AccessError, "own"):
            theirs.action_adjust("Yes", 10.0, "rate")

    def test_what_is_provisional_foreign_or_disputed_already_cannot_be_disputed(self):
        draft = self.make_statement(state="draft")
        with self.assertRaisesRegex(ValidationError, "provisional"), self.env.cr.savepoint():
            self.dispute(draft)
        draft.with_user(self.user_manager).action_submit()
        other = self.make_statement(rep=self.rep2, date="2026-01-15")
        with self.assertRaises(AccessError):
            self.dispute(other)
        with self.assertRaisesRegex(ValidationError, "does not stand on"), self.env.cr.savepoint():
            self.dispute(other, user=self.user_rep2, entry_id=draft.entry_ids.id)
        with self.assertRaisesRegex(ValidationError, "reason"):
            self.dispute(other, user=self.user_rep2, reason="  ")
        self.dispute(draft)
        with self.assertRaisesRegex(UserError, "already disputed"):
            self.dispute(draft)

    def test_something_missing_is_disputed_without_a_line(self):
        statement = self.make_statement()
        dispute = self.dispute(statement, entry_id=False, reason="Order S1 is missing")
        dispute.with_user(self.user_manager).action_adjust("Found it", 7.5, "missing")
        self.assertEqual(dispute.adjustment_id.amount, 7.5)

    def test_overdue_disputes_climb_the_chain_and_end_with_an_administrator(self):
        top = self.make_rep(self.make_user("so_top", "sales_os.group_manager"))
        self.boss.parent_id = top
        self.company.sales_os_dispute_hours = 8
        dispute = self.dispute(self.make_statement())
        Dispute = self.env["sales_os.commission.dispute"]
        Dispute._cron_escalate()
        self.assertEqual(dispute.handler_id, self.user_manager, "in time")
        with freeze_time("2026-02-09 18:00:00"):
            Dispute._cron_escalate()
            self.assertEqual((dispute.handler_id, dispute.escalation_count), (top.user_id, 1))
            Dispute._cron_escalate()
            self.assertEqual(dispute.escalation_count, 1, "asked once a deadline")
        with freeze_time("2026-02-20 18:00:00"):
            Dispute._cron_escalate()
        self.assertTrue(dispute.handler_id.has_group("sales_os.group_admin"))
        self.assertEqual(dispute.activity_ids.user_id, dispute.handler_id)

    def test_the_rep_withdraws_the_own_dispute(self):
        dispute = self.dispute(self.make_statement())
        with self.assertRaises(AccessError):
            dispute.with_user(self.user_rep2).action_withdraw()
        dispute.action_withdraw()
        self.assertEqual((dispute.state, len(dispute.activity_ids)), ("withdrawn", 0))

    def test_an_adjustment_by_hand_needs_a_reason_and_somebody_above(self):
        statement = self.make_statement(state="approved")
        values = {"rep_id": self.rep.id, "plan_id": statement.entry_ids.plan_id.id, "amount": -12.5, "reason_id": self.reason.id,
                  "reason": "Paid twice in December"}
        Adjust = self.env["sales_os.commission.adjust"]
        for user in (self.user_boss2,):
            with self.assertRaises(AccessError):
                Adjust.with_user(user).create(values).action_apply()
        with self.assertRaises(AccessError):
            Adjust.with_user(self.user_rep).create(values)
        wizard = Adjust.with_user(self.user_manager).create(values)
        entry = self.env["sales_os.commission.entry"].browse(wizard.action_apply())
        self.assertEqual((entry.amount, entry.kind, entry.reason_id), (-12.5, "adjustment", self.reason))
        with self.assertRaises(UserError):
            Adjust.with_user(self.user_manager).create({**values, "amount": 0}).action_apply()
        with self.assertRaisesRegex(UserError, "future"):
            Adjust.with_user(self.user_manager).create({**values, "date": "2026-03-01"}).action_apply()

    def test_reason_codes_are_configured_by_administrators(self):
        Reason = self.env["sales_os.commission.reason"]
        with self.assertRaises(AccessError):
            Reason.with_user(self.user_manager).create({"name": "X", "code": "x"})
        self.assertTrue(Reason.with_user(self.user_admin_so).create({"name": "X", "code": "x"}))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            Reason.create({"name": "Y", "code": "x"})
