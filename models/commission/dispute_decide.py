from pytz import utc

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SalesOsCommissionDispute(models.Model):
    """Who answers a dispute, until when, and how it ends."""

    _inherit = "sales_os.commission.dispute"

    def _begin(self):
        for dispute in self:
            handler = dispute.rep_id._commission_decider()
            dispute.write({"handler_id": handler.id, "deadline": dispute._deadline()})
            dispute._call(handler)
            dispute.statement_id.message_post(body=self.env._(
                "%(rep)s disputes this statement: %(reason)s", rep=dispute.rep_id.name, reason=dispute.reason))
        self.env["sales_os.audit.entry"]._append(
            self, "commission:dispute", new_by_id={dispute.id: dispute.statement_id.name for dispute in self},
            reason="; ".join(self.mapped("reason")))

    def _deadline(self):
        """When the working hours of the company's calendar are over, from now on; False without a limit."""
        hours, calendar = self.company_id.sales_os_dispute_hours, self.company_id.resource_calendar_id
        if not hours or not calendar:
            return False
        end = calendar.plan_hours(hours, utc.localize(fields.Datetime.now()), compute_leaves=True)
        return end.astimezone(utc).replace(tzinfo=None) if end else False

    def _call(self, user):
        """An activity for whoever decides; earlier ones of this dispute end."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id, date_deadline=(self.deadline or fields.Datetime.now()).date(),
                summary=self.env._("Answer dispute %(name)s of %(rep)s", name=self.name, rep=self.rep_id.name))

    def action_adjust(self, answer=False, amount=False, reason_code=False):
        """The representative is right: book the difference as a signed entry, paid with the next statement.

        The arguments may also have been filled into the form before.

        :param amount: what is paid more, or less if negative
        :param reason_code: code of a ``sales_os.commission.reason``
        :return: ids of the adjustments
        """
        result = []
        for dispute in self:
            dispute._check_may_answer()
            dispute._note_answer(answer, amount, reason_code)
            if not dispute.adjusted_amount:
                raise UserError(self.env._("Say by how much %s is adjusted, or refuse it with an answer.", dispute.display_name))
            if not dispute.reason_id:
                raise UserError(self.env._("Choose a reason code for the adjustment of %s.", dispute.display_name))
            # sudo: the ledger is written by the system; the right to decide was checked
            result.append(dispute.sudo()._adjust())
        return result

    def _adjust(self):
        text = self.env._("Dispute %(name)s: %(answer)s", name=self.name, answer=self.answer or self.reason_id.name)
        entry = self.env["sales_os.commission.entry"]._append_adjustments([{
            # one adjustment a dispute, however often the button is pressed
            "key": f"dp:{self.id}", "plan": self.plan_id, "rep": self.rep_id, "amount": self.adjusted_amount,
            "date": fields.Date.context_today(self), "reason": text, "entry": self.entry_id,
        }])
        entry.write({"reason_id": self.reason_id.id})
        self._decide("adjusted", adjustment_id=entry.id)
        return entry.id

    def action_refuse(self, answer=False):
        """The line is right: tell the representative why."""
        for dispute in self:
            dispute._check_may_answer()
            dispute._note_answer(answer)
            if not (dispute.answer or "").strip():
                raise UserError(self.env._("Answer %s before refusing it: say why the line is right.", dispute.display_name))
            dispute.sudo()._decide("refused")  # sudo: the right to decide was checked
        return True

    def action_withdraw(self):
        """Whoever raised it takes it back."""
        for dispute in self:
            dispute.check_access("read")
            if dispute.create_uid != self.env.user and dispute.rep_id.sudo().user_id != self.env.user:  # sudo: whose login it is
                raise AccessError(self.env._("Only %s can withdraw this dispute.", dispute.rep_id.name))
            dispute.sudo()._decide("withdrawn")  # sudo: the own dispute
        return True

    def _check_may_answer(self):
        self.check_access("read")
        self.sudo()._take_turn()  # sudo: a lock is no change
        if self.state != "open":
            raise UserError(self.env._("%(name)s is %(state)s already.", name=self.display_name, state=self._state_label(self.state)))
        refusal = self.statement_id._why_not_decide()
        if refusal:
            raise AccessError(refusal)

    def _note_answer(self, answer=False, amount=False, reason_code=False):
        vals = {}
        if answer:
            vals["answer"] = answer
        if amount is not False:
            vals["adjusted_amount"] = amount
        if reason_code:
            reason = self.env["sales_os.commission.reason"].search([("code", "=", reason_code)], limit=1)
            if not reason:
                codes = ", ".join(self.env["sales_os.commission.reason"].search([("active", "=", True)]).mapped("code"))
                raise UserError(self.env._("There is no reason code %(code)s: use one of %(codes)s.", code=reason_code, codes=codes))
            vals["reason_id"] = reason.id
        if vals:
            self.sudo().write(vals)  # sudo: the right to answer was checked by the caller

    def _decide(self, state, **vals):
        self._transition(
            state, reason=self.answer or "", decided_on=fields.Datetime.now(), decided_by_id=self.env.uid, **vals)
        self.activity_feedback(["mail.mail_activity_data_todo"])
        if state != "withdrawn":
            words = {
                "adjusted": self.env._("Your dispute %(name)s was accepted: %(amount)s will stand on your next statement.",
                                       name=self.name, amount=self.currency_id.format(self.adjusted_amount)),
                "refused": self.env._("Your dispute %s was refused.", self.name),
            }[state]
            self.statement_id._tell_rep(f"{words} {self.answer or ''}".strip(), self.env._("Dispute %s", self.name))

    @api.model
    def _cron_escalate(self):
        """Overdue disputes go to the next manager above, then to an administrator; nobody is asked twice a deadline."""
        for dispute in self.search([("state", "=", "open"), ("deadline", "<", fields.Datetime.now())]):
            dispute._escalate()

    def _escalate(self):
        following = self.rep_id._commission_decider(above=self.handler_id)
        before = self.handler_id
        self.write({"handler_id": following.id, "deadline": self._deadline(), "escalation_count": self.escalation_count + 1})
        self._call(following)
        self.message_post(body=self.env._(
            "Not answered in time by %(before)s: it goes to %(after)s.", before=before.name or "", after=following.name or ""))
        self.env["sales_os.audit.entry"]._append(self, "commission:escalated", old=before.login or "", new=following.login or "")
