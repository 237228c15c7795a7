from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.target.attainment import pace
from odoo.addons.sales_os.algorithms.target.roll_up import roll_up

STATUS = [
    ("no_target", "No Target"), ("not_started", "Not Started"), ("behind", "Behind"), ("on_pace", "On Pace"), ("ahead", "Ahead"),
    ("reached", "Reached"), ("over", "Missed"),
]
MEASURES = ("achieved", "attainment_percent", "missing", "expected", "pace_percent", "projected", "needed_by_day", "pace_status")


class SalesOsTarget(models.Model):
    """What was achieved, and where that leads: worked out when it is looked at, in a number of queries that does not grow."""

    _inherit = "sales_os.target"

    achieved = fields.Float(compute="_compute_measures", digits=(16, 2), help="So far; of a whole it is the sum of its parts.")
    attainment_percent = fields.Float(string="Attainment (%)", compute="_compute_measures", digits=(16, 1))
    missing = fields.Float(compute="_compute_measures", digits=(16, 2))
    expected = fields.Float(
        string="Due by Today", compute="_compute_measures", digits=(16, 2),
        help="The part of the target that should be achieved by the end of today: by working days, within the parts where there are some.")
    pace_percent = fields.Float(string="Pace (%)", compute="_compute_measures", digits=(16, 1), help="Achieved, of what was due by today.")
    projected = fields.Float(string="Leads To", compute="_compute_measures", digits=(16, 2), help="At the present pace.")
    needed_by_day = fields.Float(string="Needed a Day", compute="_compute_measures", digits=(16, 2), help="On each working day left.")
    pace_status = fields.Selection(STATUS, string="Status", compute="_compute_measures")

    @api.depends("amount", "child_ids", "scope", "metric", "date_start", "date_end", "rep_id", "team_id", "territory_id", "channel_id",
                 "category_id", "partner_id")
    @api.depends_context("uid")
    def _compute_measures(self):
        tree, achieved = self._achieved()
        today, calendars = fields.Date.context_today(self), self._working_calendars()
        for target in self:
            key = target._origin.id or target.id
            parts = [part for part in tree if part.parent_id.id == key and part._scope_record() == target._scope_record()]
            days_off, weekdays = calendars[target.company_id.id]
            found = None
            if target.date_start and target.date_end:
                found = pace(
                    achieved=achieved.get(key, Decimal()), target=Decimal(str(target.amount)), date_start=target.date_start,
                    date_end=target.date_end, today=today, days_off=days_off, working_weekdays=weekdays,
                    weights=[(part.date_start, Decimal(str(part.amount))) for part in parts])
            target.update(self._measures(target, achieved.get(key, Decimal()), found))

    @staticmethod
    def _measures(target, achieved, found):
        if found is None:
            return dict.fromkeys(MEASURES, 0.0) | {"pace_status": "no_target"}
        return {
            "achieved": float(achieved), "attainment_percent": float(found.attainment_percent or 0),
            "missing": max(target.amount - float(achieved), 0.0), "expected": float(found.due),
            "pace_percent": float(found.pace_percent or 0), "projected": float(found.projected or 0),
            "needed_by_day": float(found.needed_by_day or 0), "pace_status": found.status,
        }

    def _achieved(self):
        """``(these targets and their parts, {id: what was achieved})``."""
        # sudo: how much was achieved is told to whoever may read the target; the sales behind it are not shown
        tree = (self._origin | self).sudo().filtered(lambda target: isinstance(target.id, int))
        tree = tree.search([("id", "child_of", tree.ids)]) if tree else tree
        wholes = set(tree.parent_id.ids)
        found = self.env["sales_os.sold"].sudo()._achieved([  # sudo: see above
            target._question() for target in tree if target.id not in wholes])
        parents = {target.id: target.parent_id.id if target.parent_id in tree else None for target in tree}
        return tree, {
            key: round(value, 6) for key, value in roll_up(parents=parents, targets=found).items()}

    def _question(self):
        return {
            "key": self.id, "company_id": self.company_id.id, "scope": self.scope, "scope_id": self._scope_record().id,
            "metric": self.metric, "date_start": self.date_start, "date_end": self.date_end,
        }

    def _working_calendars(self):
        """``{company: (days off, weekdays)}`` by the companies' calendars."""
        result = {}
        for company in self.company_id or self.env.company:
            # sudo: working days are no secret
            calendar = company.sudo().resource_calendar_id
            leaves = calendar.global_leave_ids
            days = {
                fields.Date.add(leave.date_from.date(), days=number)
                for leave in leaves for number in range((leave.date_to.date() - leave.date_from.date()).days + 1)}
            weekdays = sorted({int(row.dayofweek) for row in calendar.attendance_ids}) or [0, 1, 2, 3, 4]
            result[company.id] = (sorted(days), weekdays)
        return result
