from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start
from odoo.addons.sales_os.algorithms.target.measure import MONEY

SCOPE_FIELDS = {
    "rep": "rep_id", "team": "team_id", "territory": "territory_id", "channel": "channel_id", "category": "category_id",
    "customer": "partner_id",
}
# what was approved
TERMS = frozenset({"scope", "metric", "period", "date_start", "amount", "parent_id", "company_id", *SCOPE_FIELDS.values()})


class SalesOsTarget(models.Model):
    """What somebody or something is to bring in a period."""

    _name = "sales_os.target"
    _description = "Target"
    _inherit = ["sales_os.state.mixin", "mail.thread"]
    _parent_store = True
    _order = "date_start desc, scope, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True, required=True)
    scope = fields.Selection(
        [("rep", "Representative"), ("team", "Sales Team"), ("territory", "Territory"), ("channel", "Channel"),
         ("category", "Product Category"), ("customer", "Customer")], string="For", required=True, default="rep", index=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", index=True, ondelete="restrict", check_company=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", index="btree_not_null", ondelete="restrict", check_company=True)
    territory_id = fields.Many2one(
        "sales_os.territory", index="btree_not_null", ondelete="restrict", check_company=True, help="Counts with the territories below.")
    channel_id = fields.Many2one("sales_os.channel", index="btree_not_null", ondelete="restrict", check_company=True)
    category_id = fields.Many2one(
        "product.category", string="Product Category", index="btree_not_null", ondelete="restrict",
        help="Counts with the categories below.")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", ondelete="restrict", check_company=True,
        domain="[('parent_id', '=', False)]")
    responsible_id = fields.Many2one(
        "sales_os.rep", string="Answers For It", compute="_compute_responsible_id", store=True, precompute=True, index=True,
        help="The representative, the owner of the territory on the first day, or the leader of the team: they and those above see it.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    metric = fields.Selection(
        [("revenue", "Revenue"), ("margin", "Margin"), ("units", "Units"), ("orders", "Orders"), ("new_customers", "New Customers"),
         ("visits", "Visits")], string="Measured By", required=True, default="revenue",
        help="Revenue, margin and units: posted invoices less credit notes, credited as they pay commission, in the company's currency. "
             "Orders: confirmed ones. New customers: their first posted invoice. Visits: those done.")
    unit = fields.Char(compute="_compute_unit")
    period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")], required=True, default="month")
    date_start = fields.Date(
        string="From", required=True, index=True, default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Any day of the period; it is moved to the first one.")
    date_end = fields.Date(string="Until", compute="_compute_date_end", store=True, precompute=True)
    amount = fields.Float(
        string="Target", digits=(16, 2), compute="_compute_amount", store=True, readonly=False, recursive=True, tracking=True,
        help="With parts it is their sum.")
    parent_id = fields.Many2one("sales_os.target", string="Part Of", index=True, ondelete="restrict", check_company=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("sales_os.target", "parent_id", string="Parts")
    child_count = fields.Integer(string="Number of Parts", compute="_compute_child_count")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved")], required=True, default="draft", readonly=True,
        copy=False, tracking=True, index=True)
    note = fields.Text(string="Why So Much", help="The reasoning behind the number.")

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A target cannot be negative.")
    _one_scope = models.Constraint(
        "CHECK (num_nonnulls(rep_id, team_id, territory_id, channel_id, category_id, partner_id) = 1 AND"
        " CASE scope WHEN 'rep' THEN rep_id WHEN 'team' THEN team_id WHEN 'territory' THEN territory_id WHEN 'channel' THEN channel_id"
        " WHEN 'category' THEN category_id ELSE partner_id END IS NOT NULL)",
        "A target is for exactly one: choose the representative, team, territory, channel, category or customer that it is for.")
    _once = models.UniqueIndex(
        "(company_id, scope, COALESCE(rep_id, team_id, territory_id, channel_id, category_id, partner_id), metric, date_start, date_end)",
        "There is already a target of this measure and period: change that one.")

    @api.depends("scope", *SCOPE_FIELDS.values(), "metric", "period", "date_start")
    def _compute_name(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for target in self:
            target.name = " · ".join(filter(None, (
                metrics.get(target.metric), target._scope_record().display_name, target._period_label())))

    def _period_label(self):
        day = self.date_start and period_start(day=self.date_start, period=self.period)
        if not day:
            return ""
        if self.period == "month":
            return format_date(self.env, day, date_format="MMMM yyyy")
        return str(day.year) if self.period == "year" else f"Q{(day.month + 2) // 3} {day.year}"

    @api.depends("rep_id", "team_id.user_id", "territory_id.assignment_ids.rep_id", "territory_id.assignment_ids.date_start",
                 "territory_id.assignment_ids.date_end", "territory_id.assignment_ids.role", "date_start", "company_id")
    def _compute_responsible_id(self):
        for target in self:
            day = target.date_start
            owner = target.territory_id.assignment_ids.filtered(
                lambda row, day=day: row.role == "owner" and day and row.date_start <= day and (not row.date_end or row.date_end >= day))
            leader = target.team_id.user_id.sales_os_rep_ids.filtered(
                lambda rep, company=target.company_id: rep.company_id == company)
            target.responsible_id = target.rep_id or owner[:1].rep_id or leader[:1]

    @api.depends("metric", "currency_id")
    def _compute_unit(self):
        metrics = dict(self._fields["metric"]._description_selection(self.env))
        for target in self:
            target.unit = target.currency_id.name if target.metric in MONEY else metrics.get(target.metric)

    @api.depends("period", "date_start")
    def _compute_date_end(self):
        for target in self:
            target.date_end = target.date_start and period_end(day=target.date_start, period=target.period or "month")

    @api.depends("child_ids")
    def _compute_child_count(self):
        counts = dict(self._read_group([("parent_id", "in", self.ids)], ["parent_id"], ["__count"]))
        for target in self:
            target.child_count = counts.get(target, 0)

    def _scope_record(self):
        return self[SCOPE_FIELDS[self.scope or "rep"]]

    def _digits(self):
        """Decimals of the amount: cents, hundredths of a unit, whole orders, customers and visits."""
        return self.currency_id.decimal_places if self.metric in MONEY else 2 if self.metric == "units" else 0

    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get(["period", "date_start"])
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("date_start") or defaults.get("date_start"))
            vals["date_start"] = period_start(day=day, period=vals.get("period") or defaults["period"])
        targets = super().create(vals_list)
        targets._check_may_set()
        targets.parent_id._check_open()
        return targets

    def write(self, vals):
        changed = TERMS & set(vals)
        if not changed:
            return super().write(vals)
        self._check_open()
        self._check_sum(vals)
        old_parents = self.parent_id
        if {"date_start", "period"} & set(vals):
            for target in self:
                day = fields.Date.to_date(vals.get("date_start")) or target.date_start
                super(SalesOsTarget, target).write(
                    {**vals, "date_start": period_start(day=day, period=vals.get("period") or target.period)})
        else:
            super().write(vals)
        if changed - {"amount"}:
            self._check_may_set()
            (old_parents | self.parent_id)._check_open()
        return True

    def _check_sum(self, vals):
        """The invariant: the target of a parent is the sum of its parts."""
        if "amount" in vals:
            for target in self.filtered("child_ids"):
                if target._differs(vals["amount"]):
                    raise ValidationError(self.env._(
                        "%(name)s is the sum of its %(count)s parts: change those, or spread a new total over them.",
                        name=target.display_name, count=len(target.child_ids)))

    def _differs(self, amount):
        return round(abs((amount or 0.0) - self.amount), self._digits()) > 0

    def _check_open(self):
        # sudo: an approved whole above a part closes it, seen or not
        above = self.sudo().search([("id", "parent_of", self.ids), ("state", "!=", "draft")], limit=1) if self.ids else self
        if above:
            raise UserError(self.env._(
                "%(name)s is %(state)s: reopen it, with a reason, before it or a part of it is changed.",
                name=above.display_name, state=above._state_label(above.state)))

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()
        if self.child_ids - self:
            raise UserError(self.env._("%s has parts: delete those first.", self.filtered("child_ids")[0].display_name))
