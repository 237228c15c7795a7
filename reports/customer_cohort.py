from odoo import api, fields, models
from odoo.tools import SQL

MOST_MONTHS = 24


class SalesOsCustomerCohort(models.Model):
    """Who comes back: one row for a customer and each month since its first order that is over."""

    _name = "sales_os.customer.cohort"
    _description = "Customer Retention"
    _auto = False
    _order = "cohort, month_number, id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    segment_id = fields.Many2one("sales_os.segment", readonly=True)
    cohort = fields.Date(string="First Order In", readonly=True, help="Month of the first confirmed order.")
    month = fields.Date(readonly=True)
    month_number = fields.Integer(string="Months Later", readonly=True, aggregator=None, help="0: the month of the first order.")
    retention_percent = fields.Float(
        string="Came Back (%)", readonly=True, digits=(16, 1), aggregator="avg", help="Share of the customers who ordered in the month.")
    active_count = fields.Integer(string="Customers Who Ordered", readonly=True)
    amount = fields.Monetary(string="Ordered", readonly=True, help="Confirmed orders without taxes, in the company's currency.")

    _depends = {
        "res.company": ["currency_id"],
        "res.partner": ["active", "commercial_partner_id", "partner_share", "sales_os_segment_id", "sales_os_territory_id"],
        "sale.order": ["amount_untaxed", "company_id", "currency_rate", "date_order", "partner_id", "state"],
    }

    @property
    def _table_query(self):
        this_month = fields.Date.context_today(self).replace(day=1)
        return SQL(
            """
            WITH bought AS (
                SELECT sale.company_id, partner.commercial_partner_id AS partner_id, date_trunc('month', sale.date_order)::date AS month,
                       SUM(ROUND(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1), 6)) AS amount
                  FROM sale_order sale
                  JOIN res_partner partner ON partner.id = sale.partner_id
                 WHERE sale.state = 'sale' AND sale.date_order < %(this_month)s
              GROUP BY 1, 2, 3
            ), first AS (
                SELECT company_id, partner_id, MIN(month) AS cohort FROM bought GROUP BY 1, 2
            )
            SELECT ROW_NUMBER() OVER (ORDER BY first.company_id, first.partner_id, later.number)::int AS id,
                   first.company_id, company.currency_id, first.partner_id, customer.sales_os_territory_id AS territory_id,
                   customer.sales_os_segment_id AS segment_id, first.cohort, month.day AS month, later.number AS month_number,
                   CASE WHEN bought.partner_id IS NULL THEN 0 ELSE 100 END AS retention_percent,
                   CASE WHEN bought.partner_id IS NULL THEN 0 ELSE 1 END AS active_count, COALESCE(bought.amount, 0) AS amount
              FROM first
              JOIN res_company company ON company.id = first.company_id
              JOIN res_partner customer ON customer.id = first.partner_id AND customer.partner_share
        CROSS JOIN generate_series(0, %(most)s) AS later(number)
        CROSS JOIN LATERAL (SELECT (first.cohort + make_interval(months => later.number))::date AS day) AS month
         LEFT JOIN bought ON bought.company_id = first.company_id AND bought.partner_id = first.partner_id AND bought.month = month.day
             WHERE month.day < %(this_month)s
            """,
            this_month=this_month, most=MOST_MONTHS,
        )

    @api.depends("partner_id", "month_number")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(customer)s, %(months)s months later", customer=row.partner_id.display_name, months=row.month_number)
