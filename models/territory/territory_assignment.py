from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_SAME_TERRITORY = "int4range(territory_id, territory_id, '[]') WITH &&"
_SAME_REP = "int4range(rep_id, rep_id, '[]') WITH &&"
_SAME_DAYS = "daterange(date_start, date_end, '[]') WITH &&"


class SalesOsTerritoryAssignment(models.Model):
    """Who covers a territory, in which role, from when to when."""

    _name = "sales_os.territory.assignment"
    _description = "Territory Assignment"
    _order = "territory_id, role, date_start desc, id"
    _check_company_auto = True

    territory_id = fields.Many2one("sales_os.territory", required=True, ondelete="cascade", index=True, check_company=True)
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(related="territory_id.company_id", store=True, precompute=True, index=True)
    role = fields.Selection(
        [("owner", "Owner"), ("overlay", "Overlay"), ("backup", "Backup")], required=True, default="owner",
        help="The owner receives the work, an overlay helps (specialist, key account), a backup stands in when the owner is away.",
    )
    date_start = fields.Date(string="From", required=True, default=fields.Date.context_today, index=True)
    date_end = fields.Date(string="Until", index=True, help="The last day. Empty: until further notice.")
    state = fields.Selection(
        [("future", "Future"), ("current", "Current"), ("past", "Past")], compute="_compute_state", search="_search_state", string="When")
    shown_until = fields.Date(
        compute="_compute_shown_until", search="_search_shown_until",
        help="The last day; an assignment until further notice goes on in the calendar to the end of next year.")
    note = fields.Char()

    _dates = models.Constraint("CHECK (date_end IS NULL OR date_end >= date_start)", "An assignment cannot end before it starts.")
    # int4range instead of the btree_gist extension: a range of one number overlaps only itself
    _one_owner = models.Constraint(
        f"EXCLUDE USING gist ({_SAME_TERRITORY}, {_SAME_DAYS}) WHERE (role = 'owner')",
        "A territory has one owner a day: end the other assignment first.",
    )
    _one_backup = models.Constraint(
        f"EXCLUDE USING gist ({_SAME_TERRITORY}, {_SAME_DAYS}) WHERE (role = 'backup')",
        "A territory has one backup a day: end the other assignment first.",
    )
    _once_a_role = models.Constraint(
        f"EXCLUDE USING gist ({_SAME_TERRITORY}, {_SAME_REP}, {_SAME_DAYS}) WHERE (role = 'overlay')",
        "This representative already has this role in the territory on some of these days.",
    )

    @api.depends("territory_id", "rep_id", "role")
    def _compute_display_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for assignment in self:
            assignment.display_name = (
                f"{assignment.territory_id.name or ''} · {assignment.rep_id.name or ''} ({labels.get(assignment.role, '')})")

    @api.depends("date_start", "date_end")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for assignment in self:
            if assignment.date_end and assignment.date_end < today:
                assignment.state = "past"
            else:
                assignment.state = "future" if assignment.date_start and assignment.date_start > today else "current"

    @api.depends("date_start", "date_end")
    def _compute_shown_until(self):
        today = fields.Date.context_today(self)
        for assignment in self:
            assignment.shown_until = assignment.date_end or max(
                assignment.date_start or today, today.replace(year=today.year + 1, month=12, day=31))

    @api.model
    def _search_shown_until(self, operator, value):
        # all that a calendar asks: who is there on or after the first day it shows
        if operator not in (">=", ">") or not value:
            return NotImplemented
        return fields.Domain("date_end", "=", False) | fields.Domain("date_end", operator, value)

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "past": fields.Domain("date_end", "<", today),
            "future": fields.Domain("date_start", ">", today),
            "current": self._domain_on(today),
        }
        return fields.Domain.OR(domains[key] for key in value if key in domains)

    @api.model
    def _domain_on(self, day):
        """Assignments that hold on ``day``."""
        return fields.Domain("date_start", "<=", day) & (fields.Domain("date_end", "=", False) | fields.Domain("date_end", ">=", day))

    @api.model_create_multi
    def create(self, vals_list):
        try:
            with self.env.cr.savepoint():
                assignments = super().create(vals_list)
        except errors.ExclusionViolation as error:
            raise self._overlap_error(error, vals_list) from error
        self.env["sales_os.audit.entry"]._append(
            assignments, "territory_assignment:new", new_by_id={row.id: row._audit_value() for row in assignments})
        return assignments

    def write(self, vals):
        old = {row.id: row._audit_value() for row in self}
        try:
            with self.env.cr.savepoint():
                result = super().write(vals)
                self.flush_recordset()
        except errors.ExclusionViolation as error:
            rows = [{name: self._fields[name].convert_to_write(row[name], row) for name in
                     ("territory_id", "rep_id", "role", "date_start", "date_end")} | vals for row in self]
            raise self._overlap_error(error, rows) from error
        changed = self.filtered(lambda row: row._audit_value() != old[row.id])
        self.env["sales_os.audit.entry"]._append(
            changed, "territory_assignment:change", old_by_id=old, new_by_id={row.id: row._audit_value() for row in changed})
        return result

    def unlink(self):
        old = {row.id: row._audit_value() for row in self}
        self.env["sales_os.audit.entry"]._append(self, "territory_assignment:delete", old_by_id=old)
        return super().unlink()

    def _audit_value(self):
        return {
            "territory": self.territory_id.id, "rep": self.rep_id.id, "role": self.role,
            "from": str(self.date_start or ""), "until": str(self.date_end or ""),
        }

    def _overlap_error(self, error, vals_list):
        """Say who is in the way. The database has decided: two users at once cannot both win."""
        for vals in vals_list:
            role = vals.get("role") or "owner"
            start = fields.Date.to_date(vals.get("date_start")) or fields.Date.context_today(self)
            end = fields.Date.to_date(vals.get("date_end"))
            domain = fields.Domain([
                ("territory_id", "=", vals.get("territory_id")), ("role", "=", role), ("id", "not in", self.ids),
                "|", ("date_end", "=", False), ("date_end", ">=", start),
            ])
            if end:
                domain &= fields.Domain("date_start", "<=", end)
            if role == "overlay":
                domain &= fields.Domain("rep_id", "=", vals.get("rep_id"))
            # sudo: the message names whoever is in the way, also where the user could not open that record
            other = self.sudo().search(domain, limit=1)
            if other:
                return ValidationError(self.env._(
                    "%(territory)s already has %(rep)s as %(role)s from %(start)s until %(end)s. End that assignment first.",
                    territory=other.territory_id.name, rep=other.rep_id.name,
                    role=dict(self._fields["role"]._description_selection(self.env))[role],
                    start=other.date_start, end=other.date_end or self.env._("further notice")))
        names = {"one_owner": self._one_owner, "one_backup": self._one_backup, "once_a_role": self._once_a_role}
        message = next((rule.get_error_message(self) for name, rule in names.items()
                        if (error.diag.constraint_name or "").endswith(name)), str(error))
        return ValidationError(message)
