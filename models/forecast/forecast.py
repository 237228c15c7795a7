import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

SCOPES = [("rep", "Representative"), ("team", "Sales Team"), ("territory", "Territory"), ("category", "Product Category"),
          ("company", "Company")]
CATEGORIES = [("commit", "Commit"), ("best_case", "Best Case"), ("pipeline", "Pipeline"), ("total", "Whole Period")]
METHODS = [("weighted", "Weighted Pipeline"), ("trend", "Trend"), ("seasonal", "Seasonal"), ("combined", "Combined")]
# what a person may type into a draft
TYPED = {"submitted_amount", "note"}


class SalesOsForecast(models.Model):
    """One figure of one period: of whom, which category, by which method; what was submitted and what the manager makes of it."""

    _name = "sales_os.forecast"
    _description = "Forecast"
    _inherit = ["sales_os.state.mixin"]
    _order = "date_start desc, scope_kind, scope_key, category_order, method_order"
    _check_company_auto = True

    # rights are checked by the actions: who submits, who decides
    _state_transitions = {
        ("draft", "submitted"): None,
        ("submitted", "draft"): None,
        ("submitted", "adjusted"): "sales_os.group_manager",
        ("submitted", "approved"): "sales_os.group_manager",
        ("draft", "adjusted"): "sales_os.group_manager",
        ("adjusted", "adjusted"): "sales_os.group_manager",
        ("adjusted", "approved"): "sales_os.group_manager",
        ("adjusted", "draft"): "sales_os.group_manager",
        ("approved", "adjusted"): "sales_os.group_manager",
        ("approved", "draft"): "sales_os.group_manager",
    }

    period_kind = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], string="Period", required=True, readonly=True, default="month")
    date_start = fields.Date(string="From", required=True, readonly=True, index=True)
    date_end = fields.Date(string="To", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    currency_id = fields.Many2one("res.currency", related="company_id.currency_id")
    scope_kind = fields.Selection(SCOPES, string="Of", required=True, readonly=True, default="company")
    scope_key = fields.Char(
        required=True, readonly=True, help="Kind and number of what it is of; one figure a key, period, category and method.")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True, ondelete="restrict", index="btree_not_null",
                             help="With everybody who reports to this representative.")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="restrict")
    territory_id = fields.Many2one("sales_os.territory", readonly=True, ondelete="restrict", help="With the territories below.")
    category_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True, ondelete="restrict", help="With those below.")
    category = fields.Selection(CATEGORIES, required=True, readonly=True, default="total")
    method = fields.Selection(METHODS, required=True, readonly=True, default="weighted")
    category_order = fields.Integer(readonly=True, aggregator=None)
    method_order = fields.Integer(readonly=True, aggregator=None)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("adjusted", "Adjusted"), ("approved", "Approved")], required=True, readonly=True,
        default="draft", copy=False, index=True)

    amount = fields.Monetary(
        string="Calculated", readonly=True, aggregator=None,
        help="Weighted pipeline: amount × probability of the open deals that close in the period, with what counts of those below. "
             "Trend, seasonal, combined: from posted invoices of the past.")
    low_amount = fields.Monetary(
        string="Low", readonly=True, aggregator=None, help="In at least eight of ten cases the outcome lies between low and high.")
    high_amount = fields.Monetary(string="High", readonly=True, aggregator=None)
    has_interval = fields.Boolean(readonly=True, help="Without one the history is too short to know how far off it may be.")
    own_amount = fields.Monetary(string="Own Deals", readonly=True, aggregator=None, help="Without those of the people below.")
    own_won_amount = fields.Monetary(readonly=True, aggregator=None)
    won_amount = fields.Monetary(
        string="Won Already", readonly=True, aggregator=None, help="Won in this period so far; part of the whole period's figure.")
    open_amount = fields.Monetary(string="Open Deals", readonly=True, aggregator=None, help="Amounts of the deals, not weighted.")
    deal_count = fields.Integer(string="Deals", readonly=True, aggregator=None)
    undated_count = fields.Integer(string="Deals Without Closing Date", readonly=True, aggregator=None)
    cautious_amount = fields.Monetary(
        string="If It Goes Badly", readonly=True, aggregator=None, help="A fifth fewer deals are won, 5 % smaller, two weeks later.")
    hopeful_amount = fields.Monetary(
        string="If It Goes Well", readonly=True, aggregator=None, help="15 % more deals are won, 5 % larger.")

    submitted_amount = fields.Monetary(
        string="My Figure", aggregator=None, copy=False, help="What is promised. The calculated figure stands here until another is typed.")
    is_typed = fields.Boolean(readonly=True, copy=False)
    note = fields.Char(help="What the manager should know.", copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    adjusted_amount = fields.Monetary(string="Adjusted", readonly=True, aggregator=None, copy=False)
    is_adjusted = fields.Boolean(readonly=True, copy=False)
    adjust_note = fields.Char(string="Why Adjusted", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    effective_amount = fields.Monetary(
        string="Forecast", readonly=True, aggregator="sum", help="What counts: adjusted, else submitted, else calculated.")
    source = fields.Selection(
        [("calculated", "Calculated"), ("submitted", "Submitted"), ("adjusted", "Adjusted")], string="Counts as", readonly=True,
        default="calculated")
    used_method = fields.Char(readonly=True)
    reason_code = fields.Char(readonly=True)
    history_count = fields.Integer(string="Finished Periods Known", readonly=True, aggregator=None)
    seasonality = fields.Char(readonly=True)
    history_notes = fields.Json(readonly=True)
    recommendation = fields.Json(readonly=True)
    is_recommended = fields.Boolean(string="Recommended", readonly=True, help="Of this scope's methods the one to trust.")
    computed_on = fields.Datetime(string="Worked Out On", readonly=True)
    actual_amount = fields.Monetary(string="What Came", readonly=True, aggregator=None, help="Posted invoices less refunds, without taxes.")
    is_over = fields.Boolean(string="Period Over", readonly=True)
    scope_name = fields.Char(string="Of Whom or What", compute="_compute_scope_name")
    can_decide = fields.Boolean(compute="_compute_can")
    can_submit = fields.Boolean(compute="_compute_can")

    _figure_uniq = models.UniqueIndex(
        "(company_id, period_kind, date_start, scope_key, category, method)", "This figure is there already.")
    _dates = models.Constraint("CHECK (date_end >= date_start)", "A period ends on or after the day it starts.")

    @api.depends("period_kind", "date_start", "rep_id", "team_id", "territory_id", "category_id", "company_id", "category", "method")
    def _compute_display_name(self):
        categories, methods = (dict(self._fields[name]._description_selection(self.env)) for name in ("category", "method"))
        for forecast in self:
            parts = [forecast._period_name(), forecast._scope_name(), categories.get(forecast.category, "")]
            if forecast.category == "total":
                parts.append(methods.get(forecast.method, ""))
            forecast.display_name = " · ".join(filter(None, parts))

    @api.depends("rep_id", "team_id", "territory_id", "category_id", "company_id")
    def _compute_scope_name(self):
        for forecast in self:
            forecast.scope_name = forecast._scope_name()

    def _period_name(self):
        if not self.date_start:
            return ""
        if self.period_kind == "quarter":
            return self.env._("Q%(number)s %(year)s", number=(self.date_start.month + 2) // 3, year=self.date_start.year)
        return f"{self.date_start:%Y-%m}"

    def _scope_name(self):
        # sudo: whoever may see the figure may see of whom it is
        known = self.sudo()
        return (known.rep_id or known.team_id or known.territory_id or known.category_id or known.company_id).display_name

    @api.depends_context("uid")
    @api.depends("rep_id", "category", "method", "state")
    def _compute_can(self):
        for forecast in self:
            forecast.can_decide = not forecast._why_not_decide()
            forecast.can_submit = not forecast._why_not_submit()

    def _read_group_select(self, aggregate_spec, query):
        """Figures are added up only where the sum means something.

        A manager's figure contains those of the people below, a whole period its categories, and two methods tell of the same money: of
        several scopes, period lengths or methods there is no sum; of parts and whole it is the whole.
        """
        if aggregate_spec != "effective_amount:sum":
            return super()._read_group_select(aggregate_spec, query)
        column = {name: self._field_to_sql(self._table, name, query) for name in (
            "category", "effective_amount", "method", "period_kind", "scope_key")}
        return SQL(
            """CASE WHEN COUNT(DISTINCT %(scope_key)s) > 1 OR COUNT(DISTINCT %(period_kind)s) > 1 THEN NULL
                    WHEN bool_or(%(category)s <> 'total') AND bool_or(%(category)s = 'total' AND %(method)s = 'weighted')
                    THEN SUM(%(effective_amount)s) FILTER (WHERE %(category)s = 'total' AND %(method)s = 'weighted')
                    WHEN COUNT(DISTINCT %(method)s) > 1 THEN NULL ELSE SUM(%(effective_amount)s) END""", **column)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Forecasts are worked out from deals and invoices, never typed: use Prepare Forecasts."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            strange = set(vals) - TYPED
            if strange:
                raise UserError(self.env._("A forecast changes by its buttons only; you type your figure and a note."))
            closed = self.filtered(lambda forecast: forecast.state != "draft")
            if closed:
                raise UserError(self.env._("%s is submitted: take it back before you change it.", closed[0].display_name))
            for forecast in self:
                forecast._check_may_submit()
            if "submitted_amount" in vals:
                self._check_figure(vals["submitted_amount"])
                vals = {**vals, "is_typed": True}
        return super().write(vals)

    def copy(self, default=None):
        raise UserError(self.env._("A forecast cannot be duplicated: there is one of each."))

    def unlink(self):
        if not self.env.su or self.filtered(lambda forecast: forecast.state != "draft"):
            raise UserError(self.env._("Forecasts stay for the record: accuracy is measured by them."))
        return super().unlink()

    def _check_figure(self, amount):
        if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not math.isfinite(amount) or amount < 0:
            raise ValidationError(self.env._("Type an amount of zero or more; %s is none.", amount))
