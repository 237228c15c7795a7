from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.visit.working_day import local_date

STATES = [("planned", "Planned"), ("in_progress", "In Progress"), ("done", "Done"), ("missed", "Missed"), ("cancelled", "Cancelled")]

# what the plan says: fixed from the moment somebody acted on it
PLAN_FIELDS = frozenset({"rep_id", "partner_id", "type_id", "date_start", "date_stop", "planned_minutes", "company_id"})
# evidence: written by check-in, check-out and cancelling alone
EVIDENCE_FIELDS = frozenset(
    {
        "checked_in",
        "checked_out",
        "check_in_distance_m",
        "location_state",
        "far_reason",
        "cancel_reason",
        "follow_up_visit_id",
        "actual_minutes",
        "date_local",
        "territory_id",
        "is_positive",
    }
)


class SalesOsVisit(models.Model):
    """One visit of one representative to one customer: the plan, then what happened, with its evidence."""

    _name = "sales_os.visit"
    _description = "Visit"
    _inherit = ["sales_os.client.uuid.mixin", "sales_os.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _rec_names_search = ["partner_id", "subject"]
    _check_company_auto = True
    _mail_post_access = "read"

    # an object of this process: no caller from outside can put it into a context
    _BY_ACTION = object()

    _state_transitions = {
        ("planned", "in_progress"): "sales_os.group_rep",
        ("planned", "missed"): "sales_os.group_manager",
        ("planned", "cancelled"): "sales_os.group_rep",
        ("in_progress", "done"): "sales_os.group_rep",
        ("in_progress", "cancelled"): "sales_os.group_rep",
        ("missed", "planned"): "sales_os.group_rep",
        ("missed", "cancelled"): "sales_os.group_rep",
    }

    rep_id = fields.Many2one(
        "sales_os.rep",
        string="Representative",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_rep_id(),
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, check_company=True, ondelete="restrict", tracking=True
    )
    contact_id = fields.Many2one("res.partner", string="Person Met", check_company=True, ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    territory_id = fields.Many2one(
        "sales_os.territory",
        compute="_compute_territory_id",
        store=True,
        precompute=True,
        index=True,
        help="The customer's territory when the visit was made.",
    )
    type_id = fields.Many2one(
        "sales_os.visit.type",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
        tracking=True,
        default=lambda self: self.env["sales_os.visit.type"].search([], limit=1),
    )
    subject = fields.Char(string="Purpose")
    date_start = fields.Datetime(string="Start", required=True, index=True, tracking=True)
    planned_minutes = fields.Integer(compute="_compute_planned_minutes", store=True, readonly=False, precompute=True, aggregator="sum")
    date_stop = fields.Datetime(
        string="End", compute="_compute_date_stop", inverse="_inverse_date_stop", store=True, readonly=False, precompute=True
    )
    date_local = fields.Date(
        string="Day",
        compute="_compute_date_local",
        store=True,
        precompute=True,
        index=True,
        help="The day of the visit where the representative works.",
    )
    state = fields.Selection(
        STATES, default="planned", required=True, tracking=True, readonly=True, copy=False, index=True, group_expand=True
    )
    outcome_id = fields.Many2one(
        "sales_os.visit.outcome", check_company=True, ondelete="restrict", tracking=True, copy=False, index="btree_not_null"
    )
    is_positive = fields.Boolean(related="outcome_id.is_positive", string="Positive Outcome", store=True)
    checked_in = fields.Datetime(readonly=True, copy=False)
    checked_out = fields.Datetime(readonly=True, copy=False)
    actual_minutes = fields.Integer(string="Minutes on Site", compute="_compute_actual_minutes", store=True, aggregator="sum")
    cancel_reason = fields.Char(readonly=True, copy=False)
    next_action_date = fields.Date(copy=False)
    follow_up_visit_id = fields.Many2one("sales_os.visit", string="Follow-up Visit", readonly=True, copy=False, ondelete="set null")
    color = fields.Integer(related="type_id.color")

    # the end is start plus length: a check of the length is a check of both, and holds at every moment of a recomputation
    _minutes_range = models.Constraint(
        "CHECK (planned_minutes BETWEEN 1 AND 1440)", "A visit ends after it begins and lasts at most 1440 minutes."
    )
    _one_in_progress = models.UniqueIndex("(rep_id) WHERE state = 'in_progress'", "Another visit of this representative is in progress.")
    _rep_day_idx = models.Index("(rep_id, date_local)")
    _partner_done_idx = models.Index("(partner_id, date_local) WHERE state = 'done'")

    @api.model
    def _default_rep_id(self):
        return self.env.user.sales_os_rep_ids.filtered(lambda rep: rep.company_id in (self.env.company, self.env["res.company"]))[:1]

    @api.depends("partner_id", "date_local")
    def _compute_display_name(self):
        for visit in self:
            day = fields.Date.to_string(visit.date_local) if visit.date_local else ""
            # sudo: who may read a visit may know whom it was to, even after the customer went to another territory
            visit.display_name = " · ".join(part for part in (visit.partner_id.sudo().display_name, day) if part) or self.env._("New visit")

    @api.depends("partner_id")
    def _compute_territory_id(self):
        for visit in self:
            visit.territory_id = visit.partner_id.sales_os_territory_id

    @api.depends("type_id", "partner_id")
    def _compute_planned_minutes(self):
        for visit in self:
            visit.planned_minutes = (
                visit.type_id.minutes
                or visit.partner_id.sales_os_cadence_id.minutes
                or (visit.company_id or self.env.company).sales_os_visit_default_minutes
            )

    @api.depends("date_start", "planned_minutes")
    def _compute_date_stop(self):
        for visit in self:
            visit.date_stop = visit.date_start and visit.date_start + timedelta(minutes=visit.planned_minutes or 1)

    def _inverse_date_stop(self):
        for visit in self:
            if visit.date_start and visit.date_stop:
                visit.planned_minutes = round((visit.date_stop - visit.date_start).total_seconds() / 60)

    @api.depends("date_start", "rep_id.tz")
    def _compute_date_local(self):
        for visit in self:
            visit.date_local = visit.date_start and local_date(moment=visit.date_start, tz=visit.rep_id.tz)

    @api.depends("checked_in", "checked_out")
    def _compute_actual_minutes(self):
        for visit in self:
            both = visit.checked_in and visit.checked_out
            visit.actual_minutes = round((visit.checked_out - visit.checked_in).total_seconds() / 60) if both else 0

    @api.constrains("rep_id")
    def _check_rep_active(self):
        for visit in self:
            if visit.state == "planned" and not visit.rep_id.active:
                raise ValidationError(
                    self.env._(
                        "%(rep)s is archived and receives no new visits: choose another representative for %(visit)s.",
                        rep=visit.rep_id.display_name,
                        visit=visit.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get(name) for vals in vals_list for name in EVIDENCE_FIELDS - {"location_state"}):
            raise UserError(self.env._("Check-in, check-out and their evidence are recorded by their buttons and actions only."))
        visits = super().create(vals_list)
        visits._make_checklist()
        return visits

    def write(self, vals):
        self._check_may_change(vals)
        moved = {visit: visit.date_start for visit in self} if "date_start" in vals else {}
        handed = {visit: visit.rep_id for visit in self} if "rep_id" in vals else {}
        judged = {visit: visit.outcome_id for visit in self if visit.state == "done"} if "outcome_id" in vals else {}
        result = super().write(vals)
        if handed:
            # the new representative must be one the writer is responsible for, too
            self.check_access("write")
        if "type_id" in vals:
            self._make_checklist(replace=True)
        self._audit_plan(
            "rescheduled", {visit.id: (str(old), str(visit.date_start)) for visit, old in moved.items() if old != visit.date_start}
        )
        self._audit_plan(
            "reassigned", {visit.id: (old.display_name, visit.rep_id.display_name) for visit, old in handed.items() if old != visit.rep_id}
        )
        self._audit_plan(
            "outcome", {visit.id: (old.code or "", visit.outcome_id.code or "") for visit, old in judged.items() if old != visit.outcome_id}
        )
        return result

    def _check_may_change(self, vals):
        if self.env.su or self.env.context.get("sales_os_visit_evidence") is self._BY_ACTION:
            return
        if EVIDENCE_FIELDS.intersection(vals):
            raise UserError(self.env._("Check-in, check-out and their evidence are recorded by their buttons and actions only."))
        if PLAN_FIELDS.intersection(vals):
            for visit in self.filtered(lambda visit: visit.state != "planned"):
                if visit.state == "missed":
                    raise UserError(self.env._("Visit %s was missed: use Reschedule to plan it again.", visit.display_name))
                raise UserError(
                    self.env._(
                        "Visit %(visit)s is %(state)s: its plan (who, whom, when, what) cannot be changed any more.",
                        visit=visit.display_name,
                        state=visit._state_label(visit.state),
                    )
                )

    def _audit_plan(self, event, changes):
        if changes:
            self.env["sales_os.audit.entry"]._append(
                self.browse(changes),
                event,
                old_by_id={key: old for key, (old, _new) in changes.items()},
                new_by_id={key: new for key, (_old, new) in changes.items()},
                reason=self.env.context.get("sales_os_reason") or "",
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        for visit in self:
            if visit.state in ("in_progress", "done", "missed"):
                raise UserError(
                    self.env._(
                        "Visit %(visit)s is %(state)s and stays as evidence: it cannot be deleted.",
                        visit=visit.display_name,
                        state=visit._state_label(visit.state),
                    )
                )
