from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start

FROZEN = ("currency_id", "period", "trigger", "company_id")


class SalesOsCommissionPlan(models.Model):
    """What representatives are paid for, when it is earned, and in which currency. Its terms are dated versions."""

    _name = "sales_os.commission.plan"
    _description = "Commission Plan"
    _inherit = ["mail.thread", "sales_os.state.mixin"]
    _order = "state, name, id"
    _check_company_auto = True

    _state_transitions = {
        ("draft", "approved"): "sales_os.group_admin",
        ("approved", "closed"): "sales_os.group_admin",
    }

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, tracking=True,
        help="Commissions are worked out and paid in this currency, at the rate of the day of each event.")
    period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")], required=True, default="month", tracking=True,
        help="What is settled together; caps, draws, quotas and tiers by period count within it.")
    trigger = fields.Selection(
        [("order", "Order is confirmed"), ("invoice", "Invoice is posted"), ("payment", "Invoice is paid")],
        string="Earned When", required=True, default="invoice", tracking=True,
        help="Paid: each reconciled amount earns its part of the invoice, in the period of the payment.")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("closed", "Closed")], default="draft", required=True, readonly=True, copy=False,
        tracking=True, index=True)
    date_closed = fields.Date(string="Closed From", readonly=True, copy=False, help="What happens from this day on earns nothing.")
    allow_over_credit = fields.Boolean(
        string="Credits Beyond 100 %", tracking=True,
        help="Several representatives may be credited with more than the whole sale; what exceeds it is marked as shadow credit.")
    is_stackable = fields.Boolean(
        string="Pays Beside Other Plans", tracking=True,
        help="Off: a representative has at most one such plan a day, so that no sale is paid twice by mistake.")
    claws_back = fields.Boolean(
        string="Refunds Claw Back", default=True, tracking=True,
        help="A refund takes back what was paid for the refunded part, at the rate at which it was paid.")
    clawback_days = fields.Integer(
        string="Clawback Window (days)", tracking=True,
        help="Refunds later than so many days after the sale take nothing back. 0: for ever.")
    version_ids = fields.One2many("sales_os.commission.plan.version", "plan_id", string="Versions")
    rule_ids = fields.One2many("sales_os.commission.rule", "plan_id", string="Rules")
    assignment_ids = fields.One2many("sales_os.commission.assignment", "plan_id", string="Representatives", copy=False)
    version_count = fields.Integer(compute="_compute_counts")
    assignment_count = fields.Integer(compute="_compute_counts")
    note = fields.Html(string="Terms in Words")

    # what the ledger points at: see _plan_key of the entries
    _ledger_key = models.UniqueIndex("(id, company_id, currency_id)")
    _clawback_days = models.Constraint("CHECK (clawback_days >= 0)", "The clawback window has 0 or more days; 0 means for ever.")
    _name_uniq = models.UniqueIndex("(company_id, name) WHERE active", "Another plan of this company has this name.")

    @api.depends("version_ids", "assignment_ids")
    def _compute_counts(self):
        for plan in self:
            plan.version_count, plan.assignment_count = len(plan.version_ids), len(plan.assignment_ids)

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        for plan in plans.filtered(lambda plan: not plan.version_ids):
            plan._draft_version()
        return plans

    def write(self, vals):
        for plan in self.filtered(lambda plan: plan.state != "draft"):
            # what was calculated was calculated so: another currency, period or trigger is another plan
            if any(name in vals and plan._fields[name].convert_to_write(plan[name], plan) != vals[name] for name in FROZEN):
                raise UserError(self.env._(
                    "%s is approved: its currency, period and trigger stay. Close it and make another plan.", plan.name))
        result = super().write(vals)
        if {"claws_back", "clawback_days"} & set(vals):
            self.filtered(lambda plan: plan.state != "draft").is_stale = True
        if "state" in vals:
            # what is watched for changes, see sales_os.commission.mark
            self.env.registry.clear_cache()
        return result

    def copy_data(self, default=None):
        return [
            {**vals, **({} if default and "name" in default else {"name": self.env._("%s (copy)", plan.name)})}
            for plan, vals in zip(self, super().copy_data(default=default), strict=True)
        ]

    def copy(self, default=None):
        copies = super().copy(default=default)
        for plan, copied in zip(self, copies, strict=True):
            newest = plan.version_ids.sorted("date_start")[-1:]
            copied.version_ids.date_start = newest.date_start
            newest._copy_rules_to(copied.version_ids)
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for plan in self:
            if plan.state != "draft":
                raise UserError(self.env._("%s was approved: it stays for the record. Close or archive it instead.", plan.name))

    def _draft_version(self):
        """The version that may still be changed; a plan that has none at all gets its first."""
        self.ensure_one()
        draft = self.version_ids.filtered(lambda version: version.state == "draft")[:1]
        if draft:
            return draft
        if self.version_ids:
            raise UserError(self.env._("Every version of %s is approved: make a new version to change its rules.", self.name))
        return self.env["sales_os.commission.plan.version"].create({
            "plan_id": self.id, "date_start": fields.Date.context_today(self).replace(month=1, day=1),
        })

    def action_approve(self):
        """Approve the draft version, and with the first one the plan: from then on its sales are paid for, and its terms stay.

        :return: ``{"approved": number of versions}``
        """
        count = 0
        for plan in self:
            plan.check_access("write")
            plan._take_turn()
            if plan.state == "closed":
                raise UserError(self.env._("%s is closed: it cannot be approved again.", plan.name))
            drafts = plan.version_ids.filtered(lambda version: version.state == "draft")
            if not drafts:
                raise UserError(self.env._("%s has no draft version to approve.", plan.name))
            drafts._check_complete()
            drafts._check_not_settled()
            plan.assignment_ids._check_quota()
            drafts._transition("approved", approved_on=fields.Datetime.now(), approved_by_id=self.env.uid)
            if plan.state == "draft":
                plan._transition("approved")
                plan.assignment_ids._check_overlap()
            plan.is_stale = True
            count += len(drafts)
        return {"approved": count}

    def action_close(self, date_closed=False):
        """Close the plan: what happens from ``date_closed`` (today) on earns nothing; what was earned stays."""
        day = self._sales_os_day(date_closed) or fields.Date.context_today(self)
        for plan in self:
            plan._transition("closed", date_closed=day, is_stale=True)
        return True

    def action_new_version(self, date_start=False):
        """Make a draft version that starts with the rules in force.

        :return: the id of the draft
        """
        self.ensure_one()
        self.check_access("write")
        if any(version.state == "draft" for version in self.version_ids):
            raise UserError(self.env._("%s already has a draft version: change that one.", self.name))
        newest = self.version_ids.sorted("date_start")[-1:]
        start = self._sales_os_day(date_start) or period_start(
            day=fields.Date.add(period_end(day=fields.Date.context_today(self), period=self.period), days=1), period=self.period)
        if newest and start <= newest.date_start:
            raise ValidationError(self.env._(
                "The new version of %(plan)s must start after %(date)s, the start of the last one.",
                plan=self.name, date=newest.date_start))
        version = self.env["sales_os.commission.plan.version"].create({"plan_id": self.id, "date_start": start})
        newest._copy_rules_to(version)
        return version.id

    def action_new_version_and_show(self):
        """Button: make a draft version and open it."""
        return {
            "type": "ir.actions.act_window", "res_model": "sales_os.commission.plan.version", "res_id": self.action_new_version(),
            "views": [[False, "form"]],
        }

    def action_view_entries(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Ledger of %s", self.name), "res_model": "sales_os.commission.entry",
            "views": [[False, "list"], [False, "pivot"], [False, "form"]], "domain": [["plan_id", "=", self.id]],
        }
