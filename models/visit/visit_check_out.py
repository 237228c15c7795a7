from datetime import time

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.visit.working_day import local_date, moment_of

FOLLOW_UP_CLOCK = time(9)


class SalesOsVisit(models.Model):
    _inherit = "sales_os.visit"

    def action_check_out(self, outcome=False, next_action_date=False):
        """End the visit. Calling again answers the same and changes nothing.

        :param outcome: id or code of a `sales_os.visit.outcome`; False keeps the one already chosen
        :param next_action_date: day (``YYYY-MM-DD``) of the next action; makes an activity or a follow-up visit, as the outcome says
        :return: ``{"id", "state", "checked_out", "actual_minutes", "outcome_id", "next_action_date", "follow_up_visit_id", "activity_id"}``
        """
        self.ensure_one()
        self.check_access("write")
        self._take_turn()
        if self.state == "done":
            return self._check_out_answer()
        if self.state != "in_progress":
            raise UserError(
                self.env._(
                    "Visit %(visit)s is %(state)s: check in before you check out.",
                    visit=self.display_name,
                    state=self._state_label(self.state),
                )
            )
        chosen = self._read_outcome(outcome) or self.outcome_id
        day = self._read_next_date(next_action_date) or self.next_action_date
        self._check_complete(chosen)
        self.with_context(sales_os_visit_evidence=self._BY_ACTION)._transition(
            "done", reason=chosen.name or "", checked_out=fields.Datetime.now(), outcome_id=chosen.id, next_action_date=day
        )
        activity = self._plan_next(chosen, day) if day else self.env["mail.activity"]
        # sudo: only refreshes figures of the customer
        self.partner_id.sudo()._sales_os_refresh_due()
        self.env["sales_os.audit.entry"]._append(self, "check_out", new={"outcome": chosen.code or "", "minutes": self.actual_minutes})
        return self._check_out_answer(activity)

    def _read_outcome(self, outcome):
        Outcome = self.env["sales_os.visit.outcome"]
        if not outcome:
            return Outcome
        if isinstance(outcome, str):
            found = Outcome.search([("code", "=", outcome), ("company_id", "in", [False, self.company_id.id])], order="company_id", limit=1)
        elif isinstance(outcome, int) and not isinstance(outcome, bool):
            found = Outcome.search([("id", "=", outcome), ("company_id", "in", [False, self.company_id.id])])
        else:
            found = Outcome
        if not found:
            known = ", ".join(Outcome.search([("company_id", "in", [False, self.company_id.id])]).mapped("code"))
            raise UserError(self.env._("There is no visit outcome %(outcome)s. Known are: %(known)s.", outcome=outcome, known=known))
        return found

    def _read_next_date(self, value):
        if not value:
            return False
        try:
            day = fields.Date.to_date(value)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The next date must be a day like 2026-01-31, not %s.", value)) from error
        if day < local_date(moment=fields.Datetime.now(), tz=self.rep_id.tz):
            raise UserError(self.env._("The next date %s lies in the past.", fields.Date.to_string(day)))
        return day

    def _check_complete(self, outcome):
        missing = self._missing_evidence(outcome)
        if missing:
            raise UserError(
                self.env._(
                    "Before you check out of %(visit)s, please add: %(missing)s.", visit=self.display_name, missing=", ".join(missing)
                )
            )

    def _missing_evidence(self, outcome):
        kind, missing = self.type_id, []
        if kind.needs_outcome and not outcome:
            missing.append(self.env._("the outcome"))
        if kind.needs_note and not any((note.body or "").strip() for note in self.note_ids):
            missing.append(self.env._("a note"))
        if kind.needs_photo and not self.photo_count:
            missing.append(self.env._("a photo"))
        if kind.needs_signature and not self.has_signature:
            missing.append(self.env._("a signature"))
        if kind.needs_checklist:
            missing += [self.env._("checklist: %s", line.name) for line in self.checklist_ids if line.is_required and not line.is_done]
        return missing

    def _plan_next(self, outcome, day):
        """Make what follows on ``day``: a planned visit, or an activity for whoever can have one."""
        user = self.rep_id.user_id
        if outcome.next_action == "visit" or not user:
            follow_up = self.with_context(tracking_disable=True).create(self._prepare_follow_up_vals(day))
            self.with_context(sales_os_visit_evidence=self._BY_ACTION).follow_up_visit_id = follow_up
            return self.env["mail.activity"]
        return self._quietly().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            user_id=user.id,
            # sudo: the customer's name, which the visit shows anyway
            summary=self.env._("Next step with %s", self.partner_id.sudo().display_name),
            note=outcome.name or "",
        )

    def _prepare_follow_up_vals(self, day):
        follow_up_type = self.env.ref("sales_os.visit_type_follow_up", raise_if_not_found=False)
        kind = follow_up_type if follow_up_type and follow_up_type.active else self.type_id
        return {
            "rep_id": self.rep_id.id,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "company_id": self.company_id.id,
            "lead_id": self.lead_id.id,
            "type_id": kind.id,
            "subject": self.env._("Follow-up of %s", self.date_local),
            "date_start": moment_of(day=day, clock=FOLLOW_UP_CLOCK, tz=self.rep_id.tz),
        }

    def _quietly(self):
        """The same visits, in an environment where activities are made without a mail."""
        return self.with_context(mail_activity_quick_update=True, mail_notify_author=False)

    def _check_out_answer(self, activity=None):
        return {
            "id": self.id,
            "state": self.state,
            "checked_out": fields.Datetime.to_string(self.checked_out),
            "actual_minutes": self.actual_minutes,
            "outcome_id": self.outcome_id.id or False,
            "next_action_date": fields.Date.to_string(self.next_action_date) if self.next_action_date else False,
            "follow_up_visit_id": self.follow_up_visit_id.id or False,
            "activity_id": activity.id if activity else False,
        }

    @api.onchange("outcome_id")
    def _onchange_outcome_id(self):
        if self.outcome_id.next_action_days and not self.next_action_date:
            self.next_action_date = fields.Date.add(fields.Date.context_today(self), days=self.outcome_id.next_action_days)
