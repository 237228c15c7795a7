from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.commission.simulate import compared

MOST_MONTHS = 36


class SalesOsCommissionSimulate(models.TransientModel):
    """What would these months have cost under another plan, and who would have got more or less? Nothing is written to the ledger."""

    _name = "sales_os.commission.simulate"
    _description = "Simulate a Plan"

    plan_id = fields.Many2one(
        "sales_os.commission.plan", required=True, default=lambda self: self._default_plan(), domain="[('state', '!=', 'closed')]",
        help="Its newest version is replayed, drafts included, for everybody assigned.")
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date_from = fields.Date(required=True, default=lambda self: fields.Date.context_today(self).replace(day=1) - relativedelta(months=12))
    date_to = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self).replace(day=1) - relativedelta(days=1))
    compare_with = fields.Selection(
        [("ledger", "What was paid"), ("plan", "Another plan")], required=True, default="ledger",
        help="What was paid: the ledger of these months. Another plan: replayed over the same months.")
    other_plan_id = fields.Many2one("sales_os.commission.plan", domain="[('id', '!=', plan_id)]")
    line_ids = fields.One2many("sales_os.commission.simulate.line", "simulation_id", string="Results", readonly=True)
    is_done = fields.Boolean(readonly=True)
    before_amount = fields.Monetary(string="Cost Before", readonly=True)
    after_amount = fields.Monetary(string="Cost Then", readonly=True)
    delta_amount = fields.Monetary(string="Difference", readonly=True)
    revenue_amount = fields.Monetary(
        string="Revenue", readonly=True, help="Of the sales that were replayed, as far as somebody assigned to the plan is credited.")
    cost_percent_before = fields.Float(string="Cost of Sales Before (%)", readonly=True)
    cost_percent_after = fields.Float(string="Cost of Sales Then (%)", readonly=True)
    winner_count = fields.Integer(string="Get More", readonly=True)
    loser_count = fields.Integer(string="Get Less", readonly=True)
    rep_html = fields.Html(string="Who Gets More, Who Less", readonly=True, sanitize=False)

    @api.depends("plan_id.name")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Simulation of %s", wizard.plan_id.name or "")

    @api.model
    def _default_plan(self):
        given = self.env.context.get("active_id") if self.env.context.get("active_model") == "sales_os.commission.plan" else False
        return given or self.env["sales_os.commission.plan"].search([("state", "=", "draft")], limit=1).id

    def action_simulate(self):
        """Replay the months.

        :return: the window that shows the result; the figures stand on the wizard's fields and lines
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_groups("sales_os.group_admin,sales_os.group_executive"):
            raise AccessError(self.env._("Only executives and administrators simulate plans: the result shows everybody's pay."))
        self._check_asked()
        # sudo: the replay reads sales and pay of everybody; the right to see them was checked
        wizard = self.sudo()
        after, revenue = wizard.plan_id._simulate(self.date_from, self.date_to)
        reps = {rep for rep, _start in after} | set(wizard.plan_id.assignment_ids.rep_id.ids)
        before = (
            wizard.plan_id._paid_history(self.date_from, self.date_to, reps) if self.compare_with == "ledger"
            else wizard.other_plan_id._simulate(self.date_from, self.date_to)[0])
        wizard._keep(before, after, revenue)
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [[False, "form"]], "target": "current",
            "name": self.env._("Simulation of %s", self.plan_id.name),
        }

    def _check_asked(self):
        if self.date_to < self.date_from:
            raise UserError(self.env._("The last day (%(to)s) lies before the first (%(start)s).", to=self.date_to, start=self.date_from))
        if self.date_to >= fields.Date.context_today(self):
            raise UserError(self.env._("Only days that have passed can be replayed: end before today."))
        if relativedelta(self.date_to, self.date_from).years * 12 + relativedelta(self.date_to, self.date_from).months >= MOST_MONTHS:
            raise UserError(self.env._("At most %s months are replayed at once.", MOST_MONTHS))
        if self.compare_with == "plan" and not self.other_plan_id:
            raise UserError(self.env._("Choose the other plan to compare with, or compare with what was paid."))
        for plan in self.plan_id | (self.other_plan_id if self.compare_with == "plan" else self.plan_id.browse()):
            if not plan.rule_ids.filtered("active"):
                raise UserError(self.env._("%s has no rules, so it would pay nothing: add one first.", plan.name))
            if not plan.assignment_ids:
                raise UserError(self.env._("%s pays nobody yet: assign representatives to it first.", plan.name))
        if self.compare_with == "plan" and self.other_plan_id.currency_id != self.currency_id:
            raise UserError(self.env._("%(plan)s and %(other)s pay in different currencies and cannot be compared.",
                                       plan=self.plan_id.name, other=self.other_plan_id.name))

    def _keep(self, before, after, revenue):
        per_rep = [{}, {}]
        for sums, amounts in zip(per_rep, (before, after), strict=True):
            for (rep, _start), amount in amounts.items():
                sums[rep] = sums.get(rep, 0) + amount
        result = compared(before=per_rep[0], after=per_rep[1], revenue=revenue)
        self.line_ids.unlink()
        self.env["sales_os.commission.simulate.line"].create([
            {"simulation_id": self.id, "rep_id": rep, "date": start, "before_amount": float(before.get((rep, start), 0)),
             "after_amount": float(after.get((rep, start), 0)),
             "delta_amount": float(after.get((rep, start), 0) - before.get((rep, start), 0))}
            for rep, start in sorted({**before, **after}, key=lambda key: (key[1], key[0]))])
        names = {rep.id: rep.name for rep in self.env["sales_os.rep"].browse([row.rep for row in result.reps])}
        self.write({
            "is_done": True, "before_amount": float(result.before), "after_amount": float(result.after),
            "delta_amount": float(result.delta), "revenue_amount": float(revenue), "winner_count": result.winners,
            "loser_count": result.losers, "cost_percent_before": float(result.cost_percent_before or 0),
            "cost_percent_after": float(result.cost_percent_after or 0),
            "rep_html": self.env["ir.qweb"]._render("sales_os.commission_simulate_reps", {
                "rows": result.reps, "names": names, "currency": self.currency_id,
                "widest": max((abs(row.delta) for row in result.reps), default=0) or 1}),
        })

    def action_view_lines(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Simulation of %s", self.plan_id.name),
            "res_model": "sales_os.commission.simulate.line", "views": [[False, "graph"], [False, "pivot"], [False, "list"]],
            "domain": [["simulation_id", "=", self.id]],
        }
