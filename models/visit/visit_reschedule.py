from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.visit.working_day import missed_from

MISSED_BATCH = 200


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    def action_cancel(self, reason=False):
        """Call the visits off, saying why. Calling again changes nothing."""
        self.check_access("write")
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please say why the visit is cancelled."))
        open_visits = self.filtered(lambda visit: visit.state != "cancelled")
        open_visits.with_context(sales_os_visit_evidence=self._BY_ACTION)._transition("cancelled", reason=reason, cancel_reason=reason)
        self._drop_missed_activities()
        return True

    def action_reschedule(self, date_start, reason=False):
        """Plan the visits at another time (text ``YYYY-MM-DD HH:MM:SS``, UTC), the missed ones again. Nobody gets a mail."""
        self.check_access("write")
        when = self._read_moment(date_start)
        quiet = self.with_context(sales_os_visit_evidence=self._BY_ACTION, sales_os_reason=reason or "")
        stuck = self.filtered(lambda visit: visit.state not in ("planned", "missed"))
        if stuck:
            raise UserError(
                self.env._(
                    "Visit %(visit)s is %(state)s and cannot be rescheduled: plan a new one.",
                    visit=stuck[0].display_name,
                    state=self._state_label(stuck[0].state),
                )
            )
        missed = quiet.filtered(lambda visit: visit.state == "missed")
        missed._transition("planned", reason=reason or "", date_start=when)
        (quiet - missed).write({"date_start": when})
        self._drop_missed_activities()
        return True

    def _read_moment(self, value):
        try:
            when = fields.Datetime.to_datetime(value)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The new time must look like 2026-01-31 09:30:00 (UTC), not %s.", value)) from error
        if not when:
            raise UserError(self.env._("Please say when the visit takes place."))
        return when.replace(tzinfo=None, microsecond=0)

    def _drop_missed_activities(self):
        # sudo: the reminder was made by the system; it goes when its cause has gone
        self.sudo().activity_unlink(["sales_os.activity_type_missed_visit"], only_automated=True)

    @api.model
    def _cron_mark_missed(self):
        """Mark the planned visits nobody began once the representative's day and the grace are over."""
        overdue = self._overdue_visits()
        IrCron = self.env["ir.cron"]
        IrCron._commit_progress(remaining=len(overdue))
        for first in range(0, len(overdue), MISSED_BATCH):
            batch = overdue[first : first + MISSED_BATCH].try_lock_for_update()
            # somebody may have begun or moved a visit since the search
            batch.invalidate_recordset(["state", "date_start", "date_stop"])
            batch = batch.filtered(lambda visit: visit.state == "planned")
            batch._mark_missed()
            if not IrCron._commit_progress(min(MISSED_BATCH, len(overdue) - first)):
                break
        return True

    def _overdue_visits(self):
        now = fields.Datetime.now()
        planned = self.search([("state", "=", "planned"), ("date_start", "<", now)], order="id")
        grace = {company: company.sales_os_visit_grace_hours for company in planned.company_id}
        return planned.filtered(
            lambda visit: missed_from(planned_stop=visit.date_stop, tz=visit.rep_id.tz, grace_hours=grace[visit.company_id]) <= now
        )

    def _mark_missed(self):
        # the audit trail tells it in one statement; a chatter line each would cost two queries a visit
        self.with_context(tracking_disable=True)._transition("missed", reason=self.env._("Nobody checked in."))
        today = fields.Date.today()
        for user, visits in self.grouped(lambda visit: visit.rep_id.user_id).items():
            if user and user.active:
                visits._quietly().activity_schedule(
                    "sales_os.activity_type_missed_visit",
                    date_deadline=today + timedelta(days=1),
                    user_id=user.id,
                    summary=self.env._("Missed visit: plan it again or cancel it"),
                )
