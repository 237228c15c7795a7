from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

#: four weeks: beyond that nobody knows the customers' hours
LONGEST_DAYS = 28

STATES = [("draft", "Draft"), ("optimized", "Optimised"), ("confirmed", "Confirmed"), ("done", "Done")]


class SalesOsRoutePlan(models.Model):
    """Where one rep drives on which days: the stops, their order and times, and what did not fit."""

    _name = "sales_os.route.plan"
    _description = "Route Plan"
    _inherit = ["sales_os.state.mixin", "mail.thread"]
    _order = "date_start desc, rep_id, id desc"
    _rec_names_search = ["rep_id.partner_id.name", "rep_id.code"]
    _check_company_auto = True

    _state_transitions = {
        ("draft", "optimized"): "sales_os.group_rep",
        ("optimized", "draft"): "sales_os.group_rep",
        ("optimized", "confirmed"): "sales_os.group_rep",
        ("confirmed", "draft"): "sales_os.group_rep",
        ("confirmed", "done"): "sales_os.group_rep",
    }

    rep_id = fields.Many2one(
        "sales_os.rep",
        string="Representative",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env.user.sales_os_rep_ids[:1],
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(related="rep_id.user_id", string="User")
    date_start = fields.Date(string="First Day", required=True, index=True, tracking=True, default=lambda self: self._default_day())
    date_end = fields.Date(string="Last Day", required=True, tracking=True, default=lambda self: self._default_day())
    state = fields.Selection(STATES, default="draft", required=True, tracking=True, readonly=True, copy=False, index=True)
    stop_ids = fields.One2many("sales_os.route.stop", "plan_id", string="Stops", copy=True)
    day_ids = fields.One2many("sales_os.route.day", "plan_id", string="Days", copy=False)
    unplanned_ids = fields.One2many("sales_os.route.unplanned", "plan_id", string="Not Planned", copy=False)
    stop_count = fields.Integer(string="Number of Stops", compute="_compute_counts")
    unplanned_count = fields.Integer(string="Customers Not Planned", compute="_compute_counts")

    objective = fields.Selection(
        [("time", "Least driving time"), ("distance", "Shortest distance"), ("value", "Highest value")],
        default="time",
        required=True,
        help="What the optimisation makes small. Highest value: as much expected value as fits, then the least driving.",
    )
    seed = fields.Integer(default=1, required=True, help="The same plan with the same seed gives the same result, every time.")
    iteration_limit = fields.Integer(string="Iterations", help="How long to search. 0: as the number of stops asks for.")
    max_stops = fields.Integer(string="Most Stops a Day", help="0: as many as fit into the day.")
    capacity = fields.Integer(string="Load a Day", help="How much load (samples, parcels) fits into the car. 0: not counted.")

    total_km = fields.Float(string="Distance (km)", digits=(10, 1), readonly=True, copy=False, aggregator="sum")
    total_minutes = fields.Integer(
        string="Time Out (min)",
        readonly=True,
        copy=False,
        help="From leaving in the morning to being back: driving, visits, waiting and lunch.",
    )
    travel_minutes = fields.Integer(string="Driving (min)", readonly=True, copy=False)
    visit_minutes = fields.Integer(string="Visiting (min)", readonly=True, copy=False)
    wait_minutes = fields.Integer(string="Waiting (min)", readonly=True, copy=False)
    baseline_km = fields.Float(
        string="Distance as Given (km)",
        digits=(10, 1),
        readonly=True,
        copy=False,
        help="What the stops would drive in the order they were given.",
    )
    saved_km = fields.Float(string="Saved (km)", digits=(10, 1), readonly=True, copy=False, aggregator="sum")
    engine = fields.Char(readonly=True, copy=False, help="Which solver found the plan.")
    optimized_on = fields.Datetime(string="Optimised On", readonly=True, copy=False)
    fingerprint = fields.Char(readonly=True, copy=False, help="Of the question that was answered: the same question is not answered twice.")
    is_stale = fields.Boolean(
        string="Changed Since", readonly=True, copy=False, help="Stops were changed by hand after the times were computed."
    )
    note = fields.Text(string="Remarks", readonly=True, copy=False)

    _dates_in_order = models.Constraint("CHECK (date_end >= date_start)", "A route plan ends on or after its first day.")
    _limits_not_negative = models.Constraint(
        "CHECK (iteration_limit >= 0 AND max_stops >= 0 AND capacity >= 0)",
        "Iterations, most stops and load of a route plan cannot be negative.",
    )

    @api.model
    def _default_day(self):
        """Tomorrow: today's route is driven already."""
        return fields.Date.context_today(self) + timedelta(days=1)

    @api.depends("rep_id", "date_start", "date_end")
    def _compute_display_name(self):
        for plan in self:
            if not plan.rep_id or not plan.date_start:
                plan.display_name = self.env._("New route plan")
                continue
            days = format_date(self.env, plan.date_start)
            if plan.date_end and plan.date_end != plan.date_start:
                days = f"{days} – {format_date(self.env, plan.date_end)}"
            plan.display_name = f"{plan.rep_id.display_name} · {days}"

    @api.depends("stop_ids", "unplanned_ids")
    def _compute_counts(self):
        stops = dict(self.env["sales_os.route.stop"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"]))
        unplanned = dict(self.env["sales_os.route.unplanned"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"]))
        for plan in self:
            plan.stop_count = stops.get(plan._origin, 0)
            plan.unplanned_count = unplanned.get(plan._origin, 0)

    @api.onchange("date_start")
    def _onchange_date_start(self):
        if self.date_start and (not self.date_end or self.date_end < self.date_start):
            self.date_end = self.date_start

    @api.constrains("date_start", "date_end")
    def _check_length(self):
        for plan in self:
            if plan.date_end < plan.date_start:
                raise ValidationError(
                    self.env._(
                        "The route plan of %s ends before it starts: choose a last day on or after the first.", plan.rep_id.display_name
                    )
                )
            if (plan.date_end - plan.date_start).days >= LONGEST_DAYS:
                raise ValidationError(
                    self.env._(
                        "The route plan of %(rep)s covers %(days)s days, but a plan %(most)s days at most. Make a second one for the rest.",
                        rep=plan.rep_id.display_name,
                        days=(plan.date_end - plan.date_start).days + 1,
                        most=LONGEST_DAYS,
                    )
                )

    def write(self, vals):
        if {"rep_id", "date_start", "date_end", "company_id"} & set(vals) and not self.env.su:
            settled = self.filtered(lambda plan: plan.state in ("confirmed", "done"))
            if settled:
                raise UserError(
                    self.env._(
                        "%s is confirmed: set it back to draft before you change its days or its representative.", settled[0].display_name
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        settled = self.filtered(lambda plan: plan.state in ("confirmed", "done"))
        if settled:
            raise UserError(self.env._("%s is confirmed and cannot be deleted: set it back to draft first.", settled[0].display_name))

    def _check_editable(self):
        if self.env.su:
            return
        settled = self.filtered(lambda plan: plan.state in ("confirmed", "done"))
        if settled:
            raise UserError(self.env._("%s is confirmed: set it back to draft before you change its stops.", settled[0].display_name))

    def _mark_stale(self, is_reordered):
        plans = self.filtered(lambda plan: plan.state != "draft")
        plans.filtered(lambda plan: not plan.is_stale).write({"is_stale": True})
        if is_reordered:
            plans.filtered("baseline_km").write({"baseline_km": 0.0, "saved_km": 0.0})

    def action_reset(self):
        """Back to draft; visits that were made from the plan stay, and are moved when it is confirmed again."""
        self.filtered(lambda plan: plan.state != "draft")._transition("draft")
        return True

    def action_done(self):
        self._transition("done")
        return True

    @api.model
    def _cron_close(self):
        """Plans whose last day is over are done."""
        yesterday = fields.Date.today() - timedelta(days=1)
        self.search([("state", "=", "confirmed"), ("date_end", "<", yesterday)])._transition(
            "done", reason=self.env._("The last day is over.")
        )

    def _open_action(self):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Route plans"),
            "res_model": "sales_os.route.plan",
            "target": "current",
        }
        if len(self) == 1:
            return {**action, "res_id": self.id, "view_mode": "form", "views": [[False, "form"]]}
        return {**action, "view_mode": "list,form", "views": [[False, "list"], [False, "form"]], "domain": [("id", "in", self.ids)]}

    def action_view_stops(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stops of %s", self.display_name),
            "res_model": "sales_os.route.stop",
            "view_mode": "list",
            "views": [[False, "list"]],
            "domain": [("plan_id", "=", self.id)],
            "context": {"group_by": ["date:day"], "create": False},
        }

    def action_view_visits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits of %s", self.display_name),
            "res_model": "sales_os.visit",
            "view_mode": "list,calendar,form",
            "domain": [("id", "in", self.stop_ids.visit_id.ids)],
            "context": {"create": False},
        }
