from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.sales_os.algorithms.rep.working_day import is_absent, subtract, worked_days


def _all_timezones(self):
    return self.env["res.partner"]._fields["tz"]._description_selection(self.env)


class SalesOsRepWorkingTime(models.Model):
    """Working hours, absences and holidays of a representative, from Odoo's own calendars."""

    _inherit = "sales_os.rep"

    resource_id = fields.Many2one(
        "resource.resource", readonly=True, copy=False, ondelete="restrict", index=True,
        help="Carries the absences of this representative.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar", string="Working Hours", required=True, check_company=True, ondelete="restrict",
        compute="_compute_resource_calendar_id", store=True, readonly=False, precompute=True,
    )
    tz = fields.Selection(
        _all_timezones, string="Time Zone", required=True, compute="_compute_tz", store=True, readonly=False, precompute=True,
    )
    lunch_hour = fields.Float(
        string="Lunch At", default=12.0, aggregator=None, help="Used on days whose working hours have no break of their own.")
    lunch_minutes = fields.Integer(
        string="Lunch (min)", default=0, aggregator=None, help="0: only the breaks of the working hours count.")
    absence_count = fields.Integer(compute="_compute_absence_count")
    state = fields.Selection(
        [("available", "Available"), ("off", "Not at work today"), ("absent", "Absent"), ("archived", "Archived")],
        string="Today", compute="_compute_state",
    )

    _lunch_hours = models.Constraint(
        "CHECK (lunch_hour >= 0 AND lunch_hour < 24 AND lunch_minutes BETWEEN 0 AND 480)",
        "Lunch starts between 0:00 and 23:59 and takes 0 to 480 minutes.",
    )

    @api.depends("company_id")
    def _compute_resource_calendar_id(self):
        for rep in self:
            if rep.resource_calendar_id.company_id in (rep.company_id, rep.company_id.browse()) and rep.resource_calendar_id:
                continue
            rep.resource_calendar_id = rep.company_id.resource_calendar_id

    @api.depends("user_id")
    def _compute_tz(self):
        for rep in self:
            rep.tz = rep.tz or rep.user_id.tz or rep.company_id.resource_calendar_id.tz or self.env.user.tz or "UTC"

    @api.depends("resource_id")
    def _compute_absence_count(self):
        counts = dict(self.env["resource.calendar.leaves"]._read_group(
            [("resource_id", "in", self.resource_id.ids), ("date_to", ">=", fields.Datetime.now())], ["resource_id"], ["__count"]))
        for rep in self:
            rep.absence_count = counts.get(rep.resource_id, 0)

    @api.depends_context("uid")
    @api.depends("active", "user_id.active", "resource_calendar_id", "tz")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        available = self._available_on(today)
        worked = self._working_days(today, today)
        for rep in self:
            if not rep.active or (rep.user_id and not rep.user_id.active):
                rep.state = "archived"
            elif rep not in available:
                rep.state = "absent"
            else:
                rep.state = "available" if worked.get(rep.id) else "off"

    @api.model_create_multi
    def create(self, vals_list):
        reps = super().create(vals_list)
        # sudo: only Odoo's settings administrators may create resources
        resources = self.env["resource.resource"].sudo().create([rep._prepare_resource_vals() for rep in reps])
        for rep, resource in zip(reps.sudo(), resources, strict=True):
            rep.resource_id = resource
        return reps

    def write(self, vals):
        result = super().write(vals)
        if {"resource_calendar_id", "tz", "user_id", "company_id", "active", "partner_id"} & set(vals):
            # sudo: see create
            for rep in self.sudo():
                rep.resource_id.write(rep._prepare_resource_vals())
        return result

    def _prepare_resource_vals(self):
        return {
            "name": self.name or self.partner_id.name, "company_id": self.company_id.id, "user_id": self.user_id.id,
            "calendar_id": self.resource_calendar_id.id, "tz": self.tz, "active": self.active, "resource_type": "user",
        }

    def _available_on(self, day):
        """Return those of ``self`` who may receive new work on ``day``: active, with an active login, not away all day."""
        # sudo: whether a login is active is technical; only the own representatives come back
        active = self.sudo().filtered(lambda rep: rep.active and (not rep.user_id or rep.user_id.active))
        absences = active._absences(day, day)
        away = set()
        candidates = active.filtered(lambda rep: absences.get(rep.id))
        attendances = candidates._attendances(day, day)
        for rep in candidates:
            if is_absent(day=day, attendances=attendances[rep.id], absences=absences[rep.id]):
                away.add(rep.id)
        return self.browse([rep_id for rep_id in active.ids if rep_id not in away])

    def _working_days(self, date_start, date_end):
        """Return when each representative works: ``{rep id: {date: WorkedDay}}``, times in the representative's zone.

        Weekends, own absences and holidays of the company are left out; the number of queries does not grow with ``self``.
        """
        if date_end < date_start:
            raise ValidationError(self.env._("The last day (%(end)s) lies before the first (%(start)s).", start=date_start, end=date_end))
        attendances = self._attendances(date_start, date_end)
        absences = self._absences(date_start, date_end, with_holidays=True)
        result = {}
        # sudo: working hours are planned with, not shown
        for rep in self.sudo():
            left = subtract(intervals=attendances[rep.id], absences=absences.get(rep.id, ()))
            result[rep.id] = worked_days(intervals=left, lunch_hour=rep.lunch_hour, lunch_minutes=rep.lunch_minutes)
        return result

    def _attendances(self, date_start, date_end):
        """Return ``{rep id: [(start, stop)]}`` as the working hours say, one query per calendar and zone."""
        result = {}
        # sudo: see _working_days
        for (calendar, zone), reps in self.sudo().grouped(lambda rep: (rep.resource_calendar_id, rep.tz)).items():
            tz = timezone(zone)
            start = tz.localize(datetime.combine(date_start, time.min))
            stop = tz.localize(datetime.combine(date_end + timedelta(days=1), time.min))
            intervals = calendar._attendance_intervals_batch(start, stop, tz=tz)[False]
            for rep in reps:
                result[rep.id] = [(begin.astimezone(tz), end.astimezone(tz)) for begin, end, _attendance in intervals]
        return result

    def _absences(self, date_start, date_end, with_holidays=False):
        """Return ``{rep id: [(start, stop)]}``: own absences, and with ``with_holidays`` those of company or calendar too."""
        if not self:
            return {}
        # sudo: see _working_days; when somebody is away is needed, never why
        reps = self.sudo()
        rep_ids_by_resource = {}
        for rep in reps:
            for resource in rep._resources():
                rep_ids_by_resource.setdefault(resource.id, []).append(rep.id)
        day_before, day_after = (
            datetime.combine(date_start - timedelta(days=1), time.min), datetime.combine(date_end + timedelta(days=2), time.min))
        holders = list(rep_ids_by_resource) + ([False] if with_holidays else [])
        # sudo: see above
        leaves = self.env["resource.calendar.leaves"].sudo().search_fetch(
            [("time_type", "=", "leave"), ("resource_id", "in", holders), ("date_from", "<", day_after), ("date_to", ">", day_before)],
            ["resource_id", "calendar_id", "company_id", "date_from", "date_to"],
        )
        result = {}
        by_id = {rep.id: rep for rep in reps}
        for leave in leaves:
            if leave.resource_id:
                concerned = [by_id[rep_id] for rep_id in rep_ids_by_resource.get(leave.resource_id.id, ())]
            else:
                concerned = [
                    rep for rep in reps
                    if leave.calendar_id in (rep.resource_calendar_id, leave.calendar_id.browse())
                    and leave.company_id in (rep.company_id, leave.company_id.browse())
                ]
            for rep in concerned:
                tz = timezone(rep.tz)
                result.setdefault(rep.id, []).append(
                    (utc.localize(leave.date_from).astimezone(tz), utc.localize(leave.date_to).astimezone(tz)))
        return result

    def _resources(self):
        """The resources whose absences count: the own one, and those of the login in the same company."""
        self.ensure_one()
        of_user = self.user_id.resource_ids.filtered(lambda resource: resource.company_id in (self.company_id, self.company_id.browse()))
        return self.resource_id | of_user

    def action_open_absences(self):
        """Open the absences of these representatives."""
        return {
            "type": "ir.actions.act_window", "name": self.env._("Absences"), "res_model": "resource.calendar.leaves",
            "views": [[False, "list"], [False, "calendar"], [False, "form"]],
            "domain": [["resource_id", "in", self.resource_id.ids]],
            "context": {"default_resource_id": self.resource_id[:1].id},
        }
