from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SalesOsCommissionPlanVersion(models.Model):
    """The rules of a plan from a day on. Once approved they stay; changing terms means a new version."""

    _name = "sales_os.commission.plan.version"
    _description = "Plan Version"
    _inherit = ["sales_os.state.mixin"]
    _order = "plan_id, date_start desc, id desc"
    _check_company_auto = True

    _state_transitions = {("draft", "approved"): "sales_os.group_admin"}

    plan_id = fields.Many2one("sales_os.commission.plan", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date_start = fields.Date(string="From", required=True, help="What happens from this day on is paid by this version's rules.")
    date_end = fields.Date(string="Until", compute="_compute_date_end", help="The day before the next version starts.")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")], default="draft", required=True, readonly=True, copy=False, index=True)
    rule_ids = fields.One2many("sales_os.commission.rule", "version_id", string="Rules")
    approved_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    note = fields.Text(string="Why", help="What this version changes, and why.")

    _start_uniq = models.UniqueIndex("(plan_id, date_start)", "This plan already has a version from that day on.")

    @api.depends("plan_id.name", "date_start")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._("%(plan)s from %(date)s", plan=version.plan_id.name or "", date=version.date_start or "")

    @api.depends("plan_id.version_ids.date_start")
    def _compute_date_end(self):
        for version in self:
            later = [other.date_start for other in version.plan_id.version_ids
                     if other.date_start and version.date_start and other.date_start > version.date_start]
            version.date_end = min(later) - timedelta(days=1) if later else False

    def write(self, vals):
        if {"date_start", "plan_id"} & set(vals):
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _check_draft(self):
        for version in self:
            if version.state == "approved":
                raise UserError(self.env._(
                    "%s is approved: its rules and dates stay. Make a new version of the plan to change terms.", version.display_name))

    def _check_complete(self):
        """A version is approved only if somebody can be paid by it without surprises."""
        for version in self:
            rules = version.rule_ids.filtered("active")
            if not rules:
                raise ValidationError(self.env._("%s has no rules, so it would pay nothing: add one first.", version.display_name))
            rules._check_terms()

    def _check_not_settled(self):
        """Terms cannot change under what was settled: such a change is paid as an adjustment, with a reason."""
        for version in self:
            # sudo: whether something was settled must not depend on who may see it
            settled = self.env["sales_os.commission.entry"].sudo().search(
                [("plan_id", "=", version.plan_id.id), ("state", "=", "settled"), ("date", ">=", version.date_start)],
                order="date desc", limit=1)
            if settled:
                raise ValidationError(self.env._(
                    "%(version)s cannot start so early: sales up to %(date)s are settled. Start it later, and pay differences as "
                    "adjustments.",
                    version=version.display_name, date=settled.date))

    def _copy_rules_to(self, version):
        for rule in self.rule_ids:
            rule.copy({"plan_id": version.plan_id.id, "version_id": version.id})

    def action_approve(self):
        """Approve these versions, see :meth:`SalesOsCommissionPlan.action_approve`."""
        return self.plan_id.action_approve()
