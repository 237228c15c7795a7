from odoo import api, fields, models
from odoo.exceptions import ValidationError

TERMS = (
    "plan_id", "rep_id", "date_start", "date_end", "share", "override_percent", "override_on", "quota_amount", "cap_amount",
    "draw_amount", "draw_recoverable", "guarantee_amount",
)


class SalesOsCommissionAssignment(models.Model):
    """Who is paid by a plan, from when to when, and the personal terms: quota, share, override, cap, draw, guarantee."""

    _name = "sales_os.commission.assignment"
    _description = "Plan Assignment"
    _order = "plan_id, rep_id, date_start"
    _check_company_auto = True

    plan_id = fields.Many2one("sales_os.commission.plan", required=True, ondelete="cascade", index=True, check_company=True)
    plan_state = fields.Selection(related="plan_id.state", string="Plan Is")
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date_start = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self).replace(month=1, day=1))
    date_end = fields.Date(string="Until", help="The last day. Empty: without end.")
    share = fields.Float(
        string="Share (%)", default=100.0, required=True, aggregator=None,
        help="How much of the plan's commission this representative is paid, for instance 50 % while training.")
    override_percent = fields.Float(
        string="Override (%)", default=0.0, aggregator=None,
        help="A manager is paid this for the sales of everybody below, at any depth, as the reporting lines were on the day of the sale.")
    override_on = fields.Selection(
        [("commission", "Their commission"), ("base", "Their credited base")], required=True, default="commission")
    quota_amount = fields.Monetary(
        string="Quota a Period", help="Credited revenue that is 100 % attainment in one period of the plan.")
    cap_amount = fields.Monetary(string="Cap a Period", help="All rules together pay at most this. 0: no cap.")
    draw_amount = fields.Monetary(string="Draw a Period", help="A weaker period is lifted to this amount. 0: no draw.")
    draw_recoverable = fields.Boolean(string="Recoverable", help="Draws are paid back from what better periods earn above the draw.")
    guarantee_amount = fields.Monetary(string="Guarantee a Period", help="Paid at least, and never paid back. 0: no guarantee.")

    _dates = models.Constraint("CHECK (date_end IS NULL OR date_end >= date_start)", "An assignment ends on or after the day it starts.")
    _percents = models.Constraint(
        "CHECK (share BETWEEN 0 AND 200 AND override_percent BETWEEN 0 AND 100)",
        "The share lies between 0 and 200 %, the override between 0 and 100 %.")
    _amounts = models.Constraint(
        "CHECK (COALESCE(quota_amount, 0) >= 0 AND COALESCE(cap_amount, 0) >= 0 AND COALESCE(draw_amount, 0) >= 0"
        " AND COALESCE(guarantee_amount, 0) >= 0)",
        "Quota, cap, draw and guarantee cannot be negative.")

    @api.depends("plan_id.name", "rep_id.name")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.rep_id.name or ''} · {row.plan_id.name or ''}"

    @api.constrains("plan_id", "rep_id", "date_start", "date_end")
    def _check_overlap(self):
        # sudo: an overlap with somebody else's plan is an overlap, seen or not
        others = self.sudo().search([("rep_id", "in", self.rep_id.ids), ("plan_id.state", "!=", "closed")])
        for row in self.sudo():
            for other in others:
                if other.rep_id != row.rep_id or other == row or not row._meets(other):
                    continue
                if other.plan_id != row.plan_id and "draft" in (other.plan_id.state, row.plan_id.state):
                    # a draft pays nobody: it may be simulated beside the plan that it will follow, and is looked at when it is approved
                    continue
                if other.plan_id == row.plan_id:
                    raise ValidationError(self.env._(
                        "%(rep)s is already in %(plan)s from %(start)s on: end that assignment first.",
                        rep=row.rep_id.name, plan=row.plan_id.name, start=other.date_start))
                if not row.plan_id.is_stackable and not other.plan_id.is_stackable:
                    raise ValidationError(self.env._(
                        "%(rep)s would be paid twice, by %(plan)s and by %(other)s. End one of the assignments, or let one plan pay "
                        "beside other plans.", rep=row.rep_id.name, plan=row.plan_id.name, other=other.plan_id.name))

    def _meets(self, other):
        """Whether both cover a common day."""
        return (not self.date_end or other.date_start <= self.date_end) and (not other.date_end or self.date_start <= other.date_end)

    def _check_quota(self):
        """A plan that pays by attainment needs a quota above zero for everybody it pays."""
        for row in self:
            measured = row.plan_id.rule_ids.filtered(lambda rule: rule.active and "attainment" in rule.multiplier_ids.mapped("kind"))
            if measured and row.share and not row._quota_attainment_base():
                raise ValidationError(self.env._(
                    "%(plan)s pays by quota attainment, and the quota of %(rep)s is 0: give a quota above 0.",
                    plan=row.plan_id.name, rep=row.rep_id.name))

    def _quota_attainment_base(self, date_start=False):
        """The amount that is 100 % in the period from ``date_start`` on (False: in general); targets may answer here instead."""
        self.ensure_one()
        return self.quota_amount

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.filtered(lambda row: row.plan_id.state == "approved")._check_quota()
        rows.plan_id._becomes_stale()
        self.env["sales_os.audit.entry"]._append(rows, "commission:assignment", new_by_id={row.id: row._told() for row in rows})
        return rows

    def write(self, vals):
        old = {row.id: row._told() for row in self}
        result = super().write(vals)
        self.filtered(lambda row: row.plan_id.state == "approved")._check_quota()
        changed = self.filtered(lambda row: row._told() != old[row.id])
        changed.plan_id._becomes_stale()
        self.env["sales_os.audit.entry"]._append(
            changed, "commission:assignment", old_by_id=old, new_by_id={row.id: row._told() for row in changed})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_told(self):
        self.plan_id._becomes_stale()
        self.env["sales_os.audit.entry"]._append(self, "commission:assignment", old_by_id={row.id: row._told() for row in self})

    def _told(self):
        """The terms as the audit trail keeps them."""
        self.ensure_one()
        return {name: self._fields[name].convert_to_read(self[name], self, use_display_name=False) or False for name in TERMS}
