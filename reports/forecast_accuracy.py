from odoo import fields, models
from odoo.tools import SQL


class SalesOsForecastAccuracy(models.Model):
    """How far forecasts were from what came: one row a weekly figure of a whole period that is over.

    WAPE = Σ|came − forecast| ÷ Σ|came|, bias = Σ(forecast − came) ÷ Σ came (above zero: too much was promised), interval = share of
    outcomes inside their interval. Empty where nothing came.
    """

    _name = "sales_os.forecast.accuracy"
    _description = "Forecast Accuracy"
    _inherit = "sales_os.pipeline.ratio"
    _auto = False
    _order = "date_start desc, week desc, id"
    _rec_name = "forecast_id"
    _ratios = {
        "wape_percent": ("error_amount", "size_amount", 100), "bias_percent": ("off_amount", "actual_amount", 100),
        "coverage_percent": ("inside_count", "interval_count", 100),
    }

    forecast_id = fields.Many2one("sales_os.forecast", string="Figure", readonly=True)
    week = fields.Date(string="Forecast In Week", readonly=True)
    horizon = fields.Integer(string="Periods Ahead", readonly=True, aggregator=None, help="0: seen from within the period.")
    period_kind = fields.Selection([("month", "Month"), ("quarter", "Quarter")], string="Period", readonly=True)
    date_start = fields.Date(string="Period From", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    scope_kind = fields.Selection(
        [("rep", "Representative"), ("team", "Sales Team"), ("territory", "Territory"), ("category", "Product Category"),
         ("company", "Company")], string="Of", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    category_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    method = fields.Selection(
        [("weighted", "Weighted Pipeline"), ("trend", "Trend"), ("seasonal", "Seasonal"), ("combined", "Combined")], readonly=True)
    forecast_amount = fields.Monetary(string="Forecast", readonly=True)
    actual_amount = fields.Monetary(string="What Came", readonly=True)
    off_amount = fields.Monetary(string="Off By", readonly=True, help="Above zero: too much was promised.")
    error_amount = fields.Monetary(string="Error", readonly=True, help="Off by, without its sign.")
    size_amount = fields.Monetary(string="What Came, Without Sign", readonly=True)
    inside_count = fields.Integer(string="Inside the Interval", readonly=True)
    interval_count = fields.Integer(string="With an Interval", readonly=True)
    wape_percent = fields.Float(string="WAPE (%)", readonly=True, aggregator="avg", digits=(16, 1), help="Σ error ÷ Σ what came.")
    bias_percent = fields.Float(
        string="Bias (%)", readonly=True, aggregator="avg", digits=(16, 1), help="Above zero: too much was promised.")
    coverage_percent = fields.Float(
        string="Interval Holds (%)", readonly=True, aggregator="avg", digits=(16, 1), help="Should be about 80.")

    _depends = {
        "sales_os.forecast": ["actual_amount", "is_over"],
        "sales_os.forecast.snapshot.line": ["category", "effective_amount", "forecast_id", "has_interval", "high_amount", "low_amount"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT part.id, part.forecast_id, part.week, part.horizon, part.period_kind, part.date_start, part.company_id,
                      company.currency_id, part.scope_kind, part.rep_id, part.team_id, part.territory_id, part.category_id, part.method,
                      part.effective_amount AS forecast_amount, came.amount AS actual_amount,
                      part.effective_amount - came.amount AS off_amount, ABS(part.effective_amount - came.amount) AS error_amount,
                      ABS(came.amount) AS size_amount,
                      CASE WHEN part.has_interval AND came.amount BETWEEN part.low_amount AND part.high_amount
                           THEN 1 ELSE 0 END AS inside_count,
                      CASE WHEN part.has_interval THEN 1 ELSE 0 END AS interval_count,
                      100 * ABS(part.effective_amount - came.amount) / NULLIF(ABS(came.amount), 0) AS wape_percent,
                      100 * (part.effective_amount - came.amount) / NULLIF(came.amount, 0) AS bias_percent,
                      CASE WHEN part.has_interval THEN
                           CASE WHEN came.amount BETWEEN part.low_amount AND part.high_amount THEN 100.0 ELSE 0.0 END
                      END AS coverage_percent
                 FROM sales_os_forecast_snapshot_line part
                 JOIN sales_os_forecast known ON known.id = part.forecast_id AND known.is_over
                 JOIN res_company company ON company.id = part.company_id
           CROSS JOIN LATERAL (SELECT COALESCE(known.actual_amount, 0) AS amount) came
                WHERE part.category = 'total'""")
