from odoo import fields, models
from odoo.tools import SQL


class SalesOsCompetitorReport(models.Model):
    """Win and loss by competitor: one row for each competitor met at a deal."""

    _name = "sales_os.competitor.report"
    _description = "Win and Loss by Competitor"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "competitor_id"

    competitor_id = fields.Many2one("sales_os.competitor", readonly=True)
    lead_id = fields.Many2one("crm.lead", string="Deal", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    segment_id = fields.Many2one("sales_os.segment", readonly=True)
    date = fields.Date(string="Closed", readonly=True)
    outcome = fields.Selection(
        [("won", "We won"), ("lost_to", "Lost to them"), ("lost", "Lost to somebody else or nobody")], readonly=True)
    deal_count = fields.Integer(string="Deals", readonly=True)
    win_percent = fields.Float(string="Won (%)", readonly=True, aggregator="avg", digits=(16, 1))
    won_amount = fields.Monetary(string="Won", readonly=True)
    lost_amount = fields.Monetary(string="Lost to Them", readonly=True)
    gap_percent = fields.Float(string="We Were Dearer By (%)", readonly=True, aggregator="avg", digits=(16, 1),
                               help="Of deals where both prices are known.")

    _depends = {
        "sales_os.lead.competitor": ["competitor_id", "gap_percent", "lead_id", "outcome", "price"],
        "crm.lead": ["company_id", "date_closed", "expected_revenue", "partner_id", "sales_os_territory_id", "team_id", "user_id",
            "write_date"],
        "res.partner": ["sales_os_segment_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT met.id, met.competitor_id, met.lead_id, COALESCE(lead.company_id, %(company)s) AS company_id,
                   COALESCE(company.currency_id, %(currency)s) AS currency_id, lead.user_id, lead.team_id,
                   lead.sales_os_territory_id AS territory_id, customer.sales_os_segment_id AS segment_id,
                   COALESCE(lead.date_closed, lead.write_date)::date AS date, met.outcome, 1 AS deal_count,
                   CASE WHEN met.outcome = 'won' THEN 100 ELSE 0 END AS win_percent,
                   CASE WHEN met.outcome = 'won' THEN lead.expected_revenue ELSE 0 END AS won_amount,
                   CASE WHEN met.outcome = 'lost_to' THEN lead.expected_revenue ELSE 0 END AS lost_amount,
                   CASE WHEN met.price > 0 AND lead.expected_revenue > 0 THEN met.gap_percent END AS gap_percent
              FROM sales_os_lead_competitor met
              JOIN crm_lead lead ON lead.id = met.lead_id
         LEFT JOIN res_company company ON company.id = lead.company_id
         LEFT JOIN res_partner customer ON customer.id = lead.partner_id
             WHERE met.outcome <> 'open'
            """,
            company=self.env.company.id, currency=self.env.company.currency_id.id,
        )
