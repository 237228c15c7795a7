from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_compare, format_date


class SalesOsCommissionStatement(models.Model):
    """Submit, approve, unlock. Each checks who asks and what the ledger says, then moves the state and keeps a snapshot."""

    _inherit = "sales_os.commission.statement"

    def action_submit(self):
        """Close these statements: from now on they do not change, and their representatives are told.

        :return: True
        """
        for statement in self:
            statement._check_may_manage()
            # sudo: see _check_may_manage
            statement.sudo()._submit()
        return True

    def _submit(self):
        self._take_turn()
        self._check_state("draft", self.env._("submitted"))
        if not self.is_over:
            raise UserError(self.env._(
                "%(name)s cannot be submitted before its period ends on %(date)s.", name=self.display_name,
                date=format_date(self.env, self.date_end)))
        self._prepare(self.date_end, self.company_id, self.rep_id.ids)
        if not self.entry_count:
            raise UserError(self.env._("%s has no lines: there is nothing to submit.", self.display_name))
        self.invalidate_recordset(["unsettled_count", "unsettled_amount"])
        if self.unsettled_count:
            raise UserError(self.env._(
                "%(name)s has lines that are not settled yet (%(count)s): settle commissions up to %(date)s first.",
                count=self.unsettled_count, name=self.display_name, date=format_date(self.env, self.date_end)))
        self._update_totals()
        self._transition("submitted", submitted_on=fields.Datetime.now(), submitted_by_id=self.env.uid)
        self._take_snapshot(self.env._("Submitted"))
        self._tell_submitted()

    def action_approve(self):
        """Release these statements for payment: a manager above the representative, never the representative.

        :return: True
        """
        for statement in self:
            statement._check_may_decide()
            # sudo: see _check_may_decide
            statement.sudo()._approve()
        return True

    def _approve(self):
        self._take_turn()
        self._check_state("submitted", self.env._("approved"))
        self._check_equals_ledger()
        self._transition("approved", approved_on=fields.Datetime.now(), approved_by_id=self.env.uid)
        self.activity_feedback(["mail.mail_activity_data_todo"])
        # nothing to pay is paid
        self._follow_payment()
        self._tell_approved()

    def action_unlock(self, reason):
        """Take submitted or approved statements back to provisional. What was submitted stays as a snapshot; submitting again makes
        a new one. Refused once a payout has taken the statement up.

        :return: True
        """
        reason = self._sales_os_words(reason)
        if not reason:
            raise UserError(self.env._("Say why the statement is unlocked: the reason stays with the snapshot."))
        for statement in self:
            statement._check_may_decide()
            # sudo: see _check_may_decide
            statement.sudo()._unlock(reason)
        return True

    def _unlock(self, reason):
        self._take_turn()
        if self.state not in ("submitted", "approved"):
            raise UserError(self.env._(
                "%(name)s is %(state)s: only what is submitted or approved can be unlocked.", name=self.display_name,
                state=self._state_label(self.state)))
        lines = self.payout_line_ids.filtered("is_live")
        if lines:
            raise UserError(self.env._(
                "%(name)s is in payout %(payout)s: correct it by an adjustment, or take it out of the payout first.",
                name=self.display_name, payout=lines[0].payout_id.display_name))
        self._transition("draft", reason=reason, submitted_on=False, submitted_by_id=False, approved_on=False, approved_by_id=False)
        self.snapshot_ids[-1:]._note_unlock(reason)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.message_post(body=self.env._("Unlocked by %(user)s: %(reason)s", user=self.env.user.name, reason=reason))

    def action_accept(self):
        """The representative agrees with the submitted statement."""
        for statement in self:
            statement.check_access("read")
            if statement.rep_id.sudo().user_id != self.env.user:  # sudo: whose login it is
                raise AccessError(self.env._("Only %s can agree with this statement.", statement.rep_id.name))
            if statement.state == "draft":
                raise UserError(self.env._("%s is provisional: there is nothing to agree with yet.", statement.display_name))
            statement.sudo()._note_agreement()  # sudo: the own agreement, checked above
        return True

    def _note_agreement(self):
        self.message_post(body=self.env._("%s agrees with this statement.", self.rep_id.name))
        self.env["sales_os.audit.entry"]._append(self, "commission:agreed", new=str(self.amount))

    def _check_state(self, wanted, verb):
        if self.state != wanted:
            raise UserError(self.env._(
                "%(name)s is %(state)s and cannot be %(verb)s.", name=self.display_name, state=self._state_label(self.state), verb=verb))

    def _check_may_manage(self):
        """Whoever prepares and submits: a manager above, the manager's own included, or an administrator."""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers submit statements."))

    def _check_may_decide(self):
        self.check_access("read")
        refusal = self._why_not_decide()
        if refusal:
            raise AccessError(refusal)

    def _check_equals_ledger(self):
        """What is approved is what the ledger holds and what was shown: to the cent, or not at all."""
        entries = self.env["sales_os.commission.entry"]
        total = entries._read_group([("statement_id", "=", self.id)], [], ["amount:sum"])[0][0] or 0.0
        shown = self.snapshot_ids[-1:].amount
        digits = self.currency_id.decimal_places
        if float_compare(total, self.amount, precision_digits=digits) or float_compare(shown, self.amount, precision_digits=digits):
            raise ValidationError(self.env._(
                "%(name)s says %(amount)s, the ledger %(total)s, and %(shown)s was submitted: unlock it and submit it again.",
                name=self.display_name, amount=self.currency_id.format(self.amount), total=self.currency_id.format(total),
                shown=self.currency_id.format(shown)))
