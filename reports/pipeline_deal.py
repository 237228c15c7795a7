from odoo import fields, models
from odoo.tools import SQL

AGES = [
    ("a_30", "Up to 30 days"), ("b_60", "31 to 60 days"), ("c_90", "61 to 90 days"), ("d_180", "91 to 180 days"),
    ("e_more", "More than 180 days")]
SIZES = [
    ("a_none", "No amount"), ("b_1k", "Below 1 000"), ("c_5k", "1 000 to below 5 000"), ("d_10k", "5 000 to below 10 000"),
    ("e_50k", "10 000 to below 50 000"), ("f_100k", "50 000 to below 100 000"), ("g_more", "100 000 and more")]


class SalesOsPipelineDeal(models.Model):
    """Opportunities as a whole: won and lost and why, how fast, how old, how large. One row an opportunity."""

    _name = "sales_os.pipeline.deal"
    _description = "Pipeline Analysis"
    _inherit = "sales_os.pipeline.ratio"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "lead_id"
    _ratios = {
        "win_rate_percent": ("won_count", "closed_count", 100), "average_amount": ("won_amount", "won_count", 1),
        "cycle_days": ("won_days", "won_count", 1), "lost_cycle_days": ("lost_days", "lost_count", 1),
    }
    _medians = {"median_cycle_days": "median_cycle_days"}

    date = fields.Date(string="Created On", readonly=True)
    date_closed = fields.Date(string="Closed On", readonly=True)
    date_deadline = fields.Date(string="Expected Closing", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    lead_type = fields.Selection([("lead", "Lead"), ("opportunity", "Opportunity")], string="Type", readonly=True)
    outcome = fields.Selection([("pending", "Open"), ("won", "Won"), ("lost", "Lost")], readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    channel_id = fields.Many2one("sales_os.channel", readonly=True)
    forecast_category = fields.Selection(
        [("commit", "Commit"), ("best_case", "Best Case"), ("pipeline", "Pipeline"), ("omitted", "Left Out")], readonly=True)
    age = fields.Selection(AGES, readonly=True, help="Of open opportunities: days since their creation.")
    size = fields.Selection(SIZES, readonly=True)
    open_count = fields.Integer(string="Open", readonly=True)
    won_count = fields.Integer(string="Won", readonly=True)
    lost_count = fields.Integer(string="Lost", readonly=True)
    closed_count = fields.Integer(string="Won or Lost", readonly=True)
    amount = fields.Monetary(readonly=True)
    open_amount = fields.Monetary(string="Pipeline", readonly=True)
    weighted_amount = fields.Monetary(string="Weighted Pipeline", readonly=True)
    won_amount = fields.Monetary(readonly=True)
    lost_amount = fields.Monetary(readonly=True)
    age_days = fields.Float(string="Age (days)", readonly=True, aggregator="avg", digits=(16, 1))
    idle_days = fields.Float(string="Days Without a Move", readonly=True, aggregator="avg", digits=(16, 1))
    won_days = fields.Integer(string="Days to Won, Sum", readonly=True)
    lost_days = fields.Integer(string="Days to Lost, Sum", readonly=True)
    win_rate_percent = fields.Float(
        string="Win Rate (%)", readonly=True, aggregator="avg", digits=(16, 1), help="Won ÷ (won + lost).")
    average_amount = fields.Float(string="Average Deal", readonly=True, aggregator="avg", digits=(16, 2), help="Of those won.")
    cycle_days = fields.Float(string="Sales Cycle (days)", readonly=True, aggregator="avg", digits=(16, 1), help="Creation to won, mean.")
    median_cycle_days = fields.Float(string="Sales Cycle, Median", readonly=True, aggregator="avg", digits=(16, 1))
    lost_cycle_days = fields.Float(string="Days to Lost", readonly=True, aggregator="avg", digits=(16, 1), help="Creation to lost, mean.")
    velocity_amount = fields.Float(
        string="Velocity a Day", readonly=True, aggregator="sum", digits=(16, 2),
        help="Open opportunities × average deal × win rate ÷ sales cycle: what the pipeline brings a day at this pace.")

    _depends = {
        "crm.lead": [
            "active", "company_id", "date_closed", "date_deadline", "expected_revenue", "lost_reason_id", "partner_id",
            "sales_os_channel_id", "sales_os_forecast_category", "sales_os_probability_percent", "sales_os_territory_id", "stage_id",
            "team_id", "type", "user_id", "won_status"],
        "sales_os.stage.move": ["company_id", "kind", "lead_id", "moved_on", "number", "outcome"],
        "sales_os.rep": ["active", "company_id", "user_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT deal.*, company.currency_id,
                      CASE WHEN deal.open_count = 0 THEN NULL WHEN deal.age_days <= 30 THEN 'a_30' WHEN deal.age_days <= 60 THEN 'b_60'
                           WHEN deal.age_days <= 90 THEN 'c_90' WHEN deal.age_days <= 180 THEN 'd_180' ELSE 'e_more' END AS age,
                      CASE WHEN deal.amount <= 0 THEN 'a_none' WHEN deal.amount < 1000 THEN 'b_1k' WHEN deal.amount < 5000 THEN 'c_5k'
                           WHEN deal.amount < 10000 THEN 'd_10k' WHEN deal.amount < 50000 THEN 'e_50k'
                           WHEN deal.amount < 100000 THEN 'f_100k' ELSE 'g_more' END AS size,
                      deal.won_count + deal.lost_count AS closed_count,
                      deal.open_count * deal.amount AS open_amount, deal.won_count * deal.amount AS won_amount,
                      deal.lost_count * deal.amount AS lost_amount,
                      deal.open_count * deal.amount * deal.chance / 100 AS weighted_amount,
                      deal.won_count * (deal.date_closed - deal.date) AS won_days,
                      deal.lost_count * (deal.date_closed - deal.date) AS lost_days,
                      CASE WHEN deal.won_count + deal.lost_count > 0 THEN 100.0 * deal.won_count END AS win_rate_percent,
                      CASE WHEN deal.won_count > 0 THEN deal.amount END AS average_amount,
                      CASE WHEN deal.won_count > 0 THEN deal.date_closed - deal.date END AS cycle_days,
                      CASE WHEN deal.won_count > 0 THEN deal.date_closed - deal.date END AS median_cycle_days,
                      CASE WHEN deal.lost_count > 0 THEN deal.date_closed - deal.date END AS lost_cycle_days,
                      NULL::float AS velocity_amount
                 FROM (%s) deal JOIN res_company company ON company.id = deal.company_id""", self._deals_sql())

    def _deals_sql(self):
        zone = self.env.tz.zone
        return SQL(
            """SELECT lead.id, lead.id AS lead_id, lead.type AS lead_type, lead.won_status AS outcome, lead.stage_id, lead.lost_reason_id,
                      lead.partner_id, entry.company_id, lead.user_id, rep.id AS rep_id, lead.team_id, lead.date_deadline,
                      lead.sales_os_territory_id AS territory_id, lead.sales_os_channel_id AS channel_id,
                      lead.sales_os_forecast_category AS forecast_category, COALESCE(lead.expected_revenue, 0) AS amount,
                      COALESCE(lead.sales_os_probability_percent, 0) AS chance,
                      (entry.moved_on AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS date,
                      CASE WHEN lead.won_status <> 'pending' THEN
                           (COALESCE(closing.moved_on, lead.date_closed) AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date END AS date_closed,
                      CASE WHEN lead.active AND lead.won_status = 'pending' THEN 1 ELSE 0 END AS open_count,
                      CASE WHEN lead.won_status = 'won' THEN 1 ELSE 0 END AS won_count,
                      CASE WHEN lead.won_status = 'lost' THEN 1 ELSE 0 END AS lost_count,
                      CASE WHEN lead.active AND lead.won_status = 'pending' THEN
                           GREATEST(0, EXTRACT(EPOCH FROM %(now)s::timestamp - entry.moved_on) / 86400) END AS age_days,
                      CASE WHEN lead.active AND lead.won_status = 'pending' THEN
                           GREATEST(0, EXTRACT(EPOCH FROM %(now)s::timestamp - latest.moved_on) / 86400) END AS idle_days
                 FROM crm_lead lead
                 JOIN sales_os_stage_move entry ON entry.lead_id = lead.id AND entry.number = 1
           CROSS JOIN LATERAL (SELECT moved_on FROM sales_os_stage_move WHERE lead_id = lead.id ORDER BY number DESC LIMIT 1) latest
            LEFT JOIN LATERAL (SELECT moved_on FROM sales_os_stage_move
                                WHERE lead_id = lead.id AND outcome = lead.won_status AND kind IN ('won', 'lost', 'created')
                             ORDER BY number DESC LIMIT 1) closing ON lead.won_status <> 'pending'
            LEFT JOIN LATERAL (SELECT id FROM sales_os_rep WHERE user_id = lead.user_id AND company_id = entry.company_id
                             ORDER BY active DESC, id LIMIT 1) rep ON TRUE""", zone=zone, now=fields.Datetime.now())

    def _read_group_select(self, aggregate_spec, query):
        """Velocity is multiplied before it is divided, as the KPI is: open × amount won × won ÷ ((won + lost) × days to won)."""
        if not aggregate_spec.startswith("velocity_amount:"):
            return super()._read_group_select(aggregate_spec, query)
        total = {name: SQL("SUM(%s)", self._field_to_sql(self._table, name, query)) for name in (
            "open_count", "won_amount", "won_count", "closed_count", "won_days")}
        return SQL(
            "%(open_count)s * %(won_amount)s * %(won_count)s / NULLIF(%(closed_count)s * %(won_days)s, 0)::float", **total)
