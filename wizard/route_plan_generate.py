from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: so many representatives are planned while the user waits; more become a run that shows its progress
AT_ONCE = 2


class SalesOsRoutePlanGenerate(models.TransientModel):
    """From due customers to route plans: whose, which weeks, and what is to be expected before anything is made."""

    _name = "sales_os.route.plan.generate"
    _description = "Generate Route Plans"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    rep_ids = fields.Many2many(
        "sales_os.rep", string="Representatives", required=True, check_company=True, default=lambda self: self._default_rep_ids()
    )
    date_start = fields.Date(string="First Day", required=True, default=lambda self: self._default_date_start())
    weeks = fields.Integer(default=1, required=True, help="1 to 4.")
    date_end = fields.Date(string="Last Day", compute="_compute_date_end", store=True, readonly=False, precompute=True, required=True)
    objective = fields.Selection(
        selection=lambda self: self.env["sales_os.route.plan"]._fields["objective"].selection, required=True, default="time"
    )
    seed = fields.Integer(default=1, required=True)
    with_opportunities = fields.Boolean(
        string="Also Opportunities",
        default=True,
        help="Customers without a cadence who have open quotes or opportunities: visited when it pays.",
    )
    is_spread = fields.Boolean(
        string="Spread over the Days",
        default=True,
        help="About the same number of visits on every working day. Off: as few days on the road as the visits need.",
    )
    is_confirming = fields.Boolean(string="Confirm at Once", help="Make the visits without looking at the plans first.")
    line_ids = fields.One2many(
        "sales_os.route.plan.generate.line", "wizard_id", string="What to Expect", compute="_compute_line_ids", store=True
    )

    @api.model
    def _default_rep_ids(self):
        chosen = self.env.context.get("active_ids") if self.env.context.get("active_model") == "sales_os.rep" else None
        return self.env["sales_os.rep"].browse(chosen) if chosen else self.env.user.sales_os_rep_ids[:1]

    @api.model
    def _default_date_start(self):
        """Next Monday."""
        today = fields.Date.context_today(self)
        return today + timedelta(days=7 - today.weekday())

    @api.depends("date_start", "weeks")
    def _compute_date_end(self):
        for wizard in self:
            weeks = min(max(wizard.weeks, 1), 4)
            wizard.date_end = wizard.date_start and wizard.date_start + timedelta(days=7 * weeks - 1 - wizard.date_start.weekday())

    @api.constrains("date_start", "date_end", "weeks")
    def _check_span(self):
        for wizard in self:
            wizard._check_dates()

    def _check_dates(self):
        if not 1 <= self.weeks <= 4:
            raise UserError(self.env._("Route plans cover 1 to 4 weeks, not %s.", self.weeks))
        if self.date_end < self.date_start:
            raise UserError(self.env._("The last day lies before the first: choose a later one."))
        if (self.date_end - self.date_start).days >= 28:
            raise UserError(self.env._("Route plans cover 28 days at most: choose an earlier last day."))

    @api.depends("rep_ids", "date_start", "date_end", "with_opportunities")
    def _compute_line_ids(self):
        for wizard in self:
            ready = wizard.rep_ids and wizard.date_start and wizard.date_end and wizard.date_start <= wizard.date_end
            wizard.line_ids = [fields.Command.clear()] + [
                fields.Command.create(vals) for vals in (wizard._prepare_line_vals() if ready else [])
            ]

    def _prepare_line_vals(self):
        run = self.env["sales_os.route.run"].new(self._prepare_run_vals())
        reps = self.rep_ids._origin
        obstacles = run._obstacles(reps)
        worked = reps._working_days(self.date_start, self.date_end)
        for rep in reps:
            obstacle = obstacles.get(rep.id)
            plan = self.env["sales_os.route.plan"].new({"rep_id": rep.id, "date_start": self.date_start, "date_end": self.date_end})
            yield {
                "rep_id": rep.id,
                "day_count": len(worked.get(rep.id, {})),
                "is_plannable": not obstacle,
                "reason": obstacle,
                "due_count": 0 if obstacle else len(plan._due_customers(self.with_opportunities)),
            }

    def _prepare_run_vals(self):
        return {
            "company_id": self.company_id.id,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "objective": self.objective,
            "seed": self.seed,
            "with_opportunities": self.with_opportunities,
            "is_spread": self.is_spread,
            "is_confirming": self.is_confirming,
        }

    def action_generate(self):
        """Make one plan a representative. Up to two at once; more become a run that is watched on its own screen."""
        self.ensure_one()
        self._check_dates()
        if not self.rep_ids:
            raise UserError(self.env._("Choose at least one representative."))
        self.rep_ids.check_access("read")
        run = self.env["sales_os.route.run"].create(
            {
                **self._prepare_run_vals(),
                "line_ids": [fields.Command.create({"rep_id": rep.id, "sequence": index}) for index, rep in enumerate(self.rep_ids)],
            }
        )
        if len(self.rep_ids) > AT_ONCE:
            run._wake()
            return run._open_action()
        while run.state == "running":
            run._work_one()
        plans = run.line_ids.plan_id
        if not plans:
            raise UserError("\n".join(line.reason for line in run.line_ids))
        if len(plans) < len(run.line_ids):
            return run._open_action()
        return plans._open_action()
