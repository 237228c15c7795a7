from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SalesOsForecastSnapshotPart(models.AbstractModel):
    """What is kept of a week: written once by the system, changed and deleted by nobody."""

    _name = "sales_os.forecast.snapshot.part"
    _description = "Immutable Part of a Snapshot"
    _inherit = ["sales_os.append.only.mixin"]
    _kept_message = "snapshots of forecasts are immutable"

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("Snapshots are taken by the system once a week, never by hand."))

    def write(self, vals):
        raise UserError(self.env._("Snapshots do not change: they show what was forecast then."))

    def unlink(self):
        raise UserError(self.env._("Snapshots stay for the record: they cannot be deleted."))

    def copy(self, default=None):
        raise UserError(self.env._("A snapshot cannot be duplicated."))


class SalesOsForecastSnapshot(models.Model):
    """The forecasts and deals of one week, as they stood then."""

    _name = "sales_os.forecast.snapshot"
    _description = "Forecast Snapshot"
    _inherit = ["sales_os.forecast.snapshot.part"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _log_access = False

    date = fields.Date(string="Week Of", required=True, readonly=True, help="Its Monday.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    taken_on = fields.Datetime(required=True, readonly=True)
    line_count = fields.Integer(string="Figures", readonly=True, aggregator=None)
    deal_count = fields.Integer(string="Deals", readonly=True, aggregator=None)
    line_ids = fields.One2many("sales_os.forecast.snapshot.line", "snapshot_id", string="Figures Then", readonly=True)
    deal_ids = fields.One2many("sales_os.forecast.snapshot.deal", "snapshot_id", string="Deals Then", readonly=True)

    _week_uniq = models.UniqueIndex("(company_id, date)", "This week's snapshot is taken already.")

    @api.depends("date")
    def _compute_display_name(self):
        for snapshot in self:
            snapshot.display_name = self.env._("Week of %s", snapshot.date or "")

    def action_compare_with_now(self):
        """What became of the deals since then."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Waterfall"), "res_model": "sales_os.forecast.waterfall",
            "views": [[False, "form"]], "target": "current", "context": {"default_before_id": self.id},
        }


class SalesOsForecastSnapshotLine(models.Model):
    """A figure as it stood that week."""

    _name = "sales_os.forecast.snapshot.line"
    _description = "Figure of a Snapshot"
    _inherit = ["sales_os.forecast.snapshot.part"]
    _order = "snapshot_id desc, id"
    _rec_name = "forecast_id"
    _log_access = False
    _kept_loose = ("rep_id", "team_id", "territory_id", "category_id")

    snapshot_id = fields.Many2one("sales_os.forecast.snapshot", required=True, readonly=True, ondelete="restrict", index=True)
    forecast_id = fields.Many2one("sales_os.forecast", string="Figure", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", related="company_id.currency_id")
    week = fields.Date(readonly=True, required=True)
    horizon = fields.Integer(string="Periods Ahead", readonly=True, aggregator=None, help="0: seen from within the period.")
    period_kind = fields.Selection([("month", "Month"), ("quarter", "Quarter")], string="Period", readonly=True)
    date_start = fields.Date(string="From", readonly=True)
    scope_kind = fields.Selection(
        [("rep", "Representative"), ("team", "Sales Team"), ("territory", "Territory"), ("category", "Product Category"),
         ("company", "Company")], string="Of", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True, ondelete="set null", index="btree_not_null")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    territory_id = fields.Many2one("sales_os.territory", readonly=True, ondelete="set null")
    category_id = fields.Many2one("product.category", string="Product Category", readonly=True, ondelete="set null")
    category = fields.Selection(
        [("commit", "Commit"), ("best_case", "Best Case"), ("pipeline", "Pipeline"), ("total", "Whole Period")], readonly=True)
    method = fields.Selection(
        [("weighted", "Weighted Pipeline"), ("trend", "Trend"), ("seasonal", "Seasonal"), ("combined", "Combined")], readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("adjusted", "Adjusted"), ("approved", "Approved")], readonly=True)
    amount = fields.Monetary(string="Calculated", readonly=True, aggregator=None)
    effective_amount = fields.Monetary(string="Forecast", readonly=True)
    low_amount = fields.Monetary(string="Low", readonly=True, aggregator=None)
    high_amount = fields.Monetary(string="High", readonly=True, aggregator=None)
    has_interval = fields.Boolean(readonly=True)

    _figure_uniq = models.UniqueIndex("(snapshot_id, forecast_id)", "This figure is in the snapshot already.")


class SalesOsForecastSnapshotDeal(models.Model):
    """A deal as it stood that week: the open ones, and those that were closed since the week before."""

    _name = "sales_os.forecast.snapshot.deal"
    _description = "Deal of a Snapshot"
    _inherit = ["sales_os.forecast.snapshot.part"]
    _order = "snapshot_id desc, amount desc, id"
    _rec_name = "name"
    _log_access = False
    _kept_loose = ("lead_id", "rep_id", "team_id", "territory_id", "stage_id")

    snapshot_id = fields.Many2one("sales_os.forecast.snapshot", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", related="company_id.currency_id")
    name = fields.Char(required=True, readonly=True)
    lead_number = fields.Integer(required=True, readonly=True, aggregator=None, help="Its number in the database, also when it is deleted.")
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True, ondelete="set null", index="btree_not_null")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True, ondelete="set null", index="btree_not_null")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True, ondelete="set null")
    territory_id = fields.Many2one("sales_os.territory", readonly=True, ondelete="set null")
    stage_id = fields.Many2one("crm.stage", readonly=True, ondelete="set null")
    state = fields.Selection([("open", "Open"), ("won", "Won"), ("lost", "Lost")], required=True, readonly=True)
    category = fields.Selection(
        [("commit", "Commit"), ("best_case", "Best Case"), ("pipeline", "Pipeline"), ("omitted", "Left Out")], readonly=True)
    amount = fields.Monetary(readonly=True)
    probability_percent = fields.Float(string="Probability (%)", readonly=True, aggregator="avg", digits=(16, 1))
    date_close = fields.Date(string="Closing", readonly=True, help="Expected, or the day of won or lost.")

    _deal_uniq = models.UniqueIndex("(snapshot_id, lead_number)", "This deal is in the snapshot already.")

    def _kept_open(self):
        return ("name",)

    def _kept_may_change(self):
        # a name that must be forgotten gives way to the number, and to nothing else
        return SQL("(NEW.name IS NOT DISTINCT FROM OLD.name OR NEW.name = '#' || OLD.lead_number)")

    def _forget_names(self):
        """Put the number in the place of the name: a title may name a person, and persons may be erased. The figures stay."""
        if self:
            self.env.execute_query(SQL(
                "UPDATE sales_os_forecast_snapshot_deal SET name = '#' || lead_number WHERE id IN %s RETURNING id", tuple(self.ids)))
            self.invalidate_recordset(["name"], flush=False)
