from odoo import models
from odoo.tools import format_date


class SalesOsCommissionStatement(models.Model):
    """Tells people: a statement is ready, approved, paid; something was taken back."""

    _inherit = "sales_os.commission.statement"

    def _approver(self):
        """The nearest manager with a login above the representative; without one an administrator, so that it is never nobody."""
        self.ensure_one()
        return self.rep_id._commission_decider()

    def _tell_rep(self, body, subject):
        """To the representative: in the inbox of the login, or by mail to the external agent."""
        for statement in self:
            # sudo: the contact of the representative is told, whoever acts
            partner = statement.rep_id.sudo().user_id.partner_id or statement.rep_id.sudo().partner_id
            if partner:
                statement.sudo().message_notify(  # sudo: as above
                    partner_ids=partner.ids, subject=subject, body=body,
                    email_layout_xmlid="mail.mail_notification_light")

    def _period_words(self):
        self.ensure_one()
        return self.env._("%(start)s to %(end)s", start=format_date(self.env, self.date_start), end=format_date(self.env, self.date_end))

    def _tell_submitted(self):
        for statement in self:
            amount = statement.currency_id.format(statement.amount)
            statement._tell_rep(
                self.env._(
                    "Your commission statement %(name)s of %(period)s is ready: %(amount)s, payable from %(date)s. Look at every line, and "
                    "dispute what is not right.", name=statement.name, period=statement._period_words(), amount=amount,
                    date=format_date(self.env, statement.payable_on)),
                self.env._("Commission statement %s", statement.name))
            approver = statement._approver()
            if approver:
                statement.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=approver.id,
                    summary=self.env._("Approve statement %(name)s of %(rep)s", name=statement.name, rep=statement.rep_id.name))

    def _tell_approved(self):
        for statement in self:
            statement._tell_rep(
                self.env._("Your commission statement %(name)s is approved: %(amount)s.", name=statement.name,
                           amount=statement.currency_id.format(statement.amount)),
                self.env._("Commission statement %s approved", statement.name))

    def _tell_clawback(self, sums):
        """:param sums: ``{statement: what was taken back}``"""
        for statement in self:
            statement._tell_rep(
                self.env._(
                    "%(amount)s was taken back: a sale you were paid for was refunded. The lines stand on statement %(name)s.",
                    amount=statement.currency_id.format(-sums[statement.id]), name=statement.name),
                self.env._("Commission taken back"))
