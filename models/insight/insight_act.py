from odoo import fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("new", "acknowledged")


class SalesOsInsight(models.Model):
    """What a person does with an insight."""

    _inherit = "sales_os.insight"

    def action_acknowledge(self):
        """I have seen it and will look after it."""
        self.filtered(lambda insight: insight.state == "new")._moved_by_hand("acknowledged")
        return True

    def action_done(self):
        """It was useful, and is dealt with: it comes back only on newer evidence."""
        self._moved_by_hand("done", closed_on=fields.Date.context_today(self), closed_how="user")
        return True

    def action_dismiss(self):
        """It was of no use: it stays silent for a month, unless it becomes much graver."""
        self._moved_by_hand("dismissed", closed_on=fields.Date.context_today(self), closed_how="user")
        return True

    def action_do(self):
        """Take the suggested action: leaves a task or opens what is needed, and acknowledges the insight."""
        self.ensure_one()
        if self.state not in OPEN_STATES:
            raise UserError(self.env._("%s was closed already.", self.record_name or self._description))
        record = self._record()
        record.check_access("read")
        window = getattr(self, f"_do_{self.suggested_action}")(record)
        self._by_hand().write({"acted_on": fields.Datetime.now()})
        self.action_acknowledge()
        return window

    def action_open_record(self):
        """Open what it is about."""
        self.ensure_one()
        return self._window(self._record())

    def _by_hand(self):
        return self.with_context(sales_os_insight_by=self._BY_ACTION)

    def _moved_by_hand(self, state, **vals):
        return self._by_hand()._transition(state, **vals)

    def _record(self):
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists() if self.res_model in self.env else None
        if not record:
            raise UserError(self.env._("What this insight is about does not exist any more: dismiss it."))
        return record

    def _window(self, record):
        return {
            "type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id, "views": [[False, "form"]],
            "name": record.display_name,
        }

    def _do_call(self, record):
        return self._leave_task(record, "mail.mail_activity_data_call", self.env._("Call"))

    def _do_follow_up(self, record):
        return self._leave_task(record, "mail.mail_activity_data_todo", self.env._("Follow up"))

    def _do_collect(self, record):
        return self._leave_task(record, "mail.mail_activity_data_call", self.env._("Ask for payment"))

    def _do_visit(self, record):
        return record.action_plan_sales_os_visit() if record._name == "res.partner" else self._window(record)

    def _do_assign(self, record):
        return self._window(record)

    def _do_review(self, record):
        return self._window(record)

    def _leave_task(self, record, kind, summary):
        """A task for who is responsible, else for who asks for it; the reason goes with it."""
        user = self.rep_id.user_id or self.env.user
        record.activity_schedule(kind, summary=summary, note=self.explanation, user_id=user.id)
        return self._window(record)
