from odoo import api, fields, models
from odoo.tools import SQL


class SalesOsTerritoryPerformance(models.Model):
    """Customers, revenue, visits and coverage by territory: one row a customer, confirmed order and visit."""

    _name = "sales_os.territory.performance"
    _description = "Territory Performance"
    _auto = False
    _order = "date desc, id"
    _rec_name = "territory_id"

    kind = fields.Selection([("customer", "Customer"), ("order", "Order"), ("visit", "Visit")], string="Row", readonly=True)
    date = fields.Date(readonly=True, help="Day of the order or visit. Customers have none: they are counted as they are today.")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    parent_territory_id = fields.Many2one("sales_os.territory", string="Part Of", readonly=True)
    top_territory_id = fields.Many2one("sales_os.territory", readonly=True)
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", readonly=True,
        help="Who made the visit; for orders and customers who owns the territory, on the day of the order or today.")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    covered_count = fields.Integer(string="Customers Visited Lately", readonly=True)
    coverage_percent = fields.Float(string="Coverage (%)", readonly=True, aggregator="avg", digits=(16, 1),
                                    help="Share of the customers visited within the days set in the settings.")
    order_count = fields.Integer(string="Orders", readonly=True)
    revenue_amount = fields.Monetary(string="Revenue", readonly=True, help="Confirmed orders without taxes, in the company's currency.")
    visit_count = fields.Integer(string="Visits", readonly=True, help="Visits done.")
    missed_count = fields.Integer(string="Missed Visits", readonly=True)
    visit_minutes = fields.Integer(string="Minutes on Site", readonly=True)

    _depends = {
        "res.company": ["sales_os_coverage_days"],
        "res.partner": [
            "active", "company_id", "parent_id", "partner_share", "sales_os_territory_id", "type"],
        "sale.order": ["amount_untaxed", "company_id", "currency_rate", "date_order", "partner_id", "sales_os_territory_id", "state"],
        "sales_os.rep": ["active"],
        "sales_os.territory": ["company_id", "parent_id", "parent_path"],
        "sales_os.territory.assignment": ["date_end", "date_start", "rep_id", "role", "territory_id"],
        "sales_os.visit": ["actual_minutes", "company_id", "date_local", "partner_id", "rep_id", "state", "territory_id"],
    }

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT event.id, event.kind, event.date, event.company_id, %(currency)s AS currency_id, event.partner_id,
                   territory.id AS territory_id, territory.parent_id AS parent_territory_id,
                   split_part(territory.parent_path, '/', 1)::int AS top_territory_id,
                   COALESCE(event.rep_id, owner.rep_id) AS rep_id,
                   event.customer_count, event.covered_count, event.coverage_percent, event.order_count, event.revenue_amount,
                   event.visit_count, event.missed_count, event.visit_minutes
              FROM (%(customers)s UNION ALL %(orders)s UNION ALL %(visits)s) AS event
              JOIN sales_os_territory territory ON territory.id = event.territory_id
         LEFT JOIN sales_os_territory_assignment owner
                ON owner.territory_id = territory.id AND owner.role = 'owner'
               AND COALESCE(event.date, %(today)s) >= owner.date_start
               AND (owner.date_end IS NULL OR COALESCE(event.date, %(today)s) <= owner.date_end)
            """,
            currency=self.env.company.currency_id.id, today=today, customers=self._customers_sql(today), orders=self._orders_sql(),
            visits=self._visits_sql(),
        )

    @api.model
    def _customers_sql(self, today):
        """One row a customer as it is today; contact persons go with their company."""
        return SQL(
            """SELECT partner.id * 3 AS id, 'customer' AS kind, NULL::date AS date, place.company_id, partner.id AS partner_id,
                      NULL::int AS rep_id, place.id AS territory_id, 1 AS customer_count,
                      CASE WHEN lately.partner_id IS NULL THEN 0 ELSE 1 END AS covered_count,
                      CASE WHEN lately.partner_id IS NULL THEN 0.0 ELSE 100.0 END AS coverage_percent,
                      NULL::int AS order_count, NULL::numeric AS revenue_amount, NULL::int AS visit_count, NULL::int AS missed_count,
                      NULL::int AS visit_minutes
                 FROM res_partner partner
                 JOIN sales_os_territory place ON place.id = partner.sales_os_territory_id
                 JOIN res_company company ON company.id = place.company_id
            LEFT JOIN (SELECT partner_id, MAX(date_local) AS last_day
                         FROM sales_os_visit WHERE state = 'done' GROUP BY partner_id) AS lately
                   ON lately.partner_id = partner.id AND lately.last_day > %(today)s - company.sales_os_coverage_days
                WHERE partner.active AND partner.partner_share AND (partner.parent_id IS NULL OR partner.type != 'contact')""",
            today=today,
        )

    @api.model
    def _orders_sql(self):
        rates = self.env["res.currency"]._get_simple_currency_table(self.env.companies)
        return SQL(
            """SELECT sale.id * 3 + 1, 'order', sale.date_order::date, sale.company_id, sale.partner_id, NULL, sale.sales_os_territory_id,
                      NULL, NULL, NULL, 1,
                      sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1) * account_currency_table.rate, NULL, NULL, NULL
                 FROM sale_order sale
                 JOIN %s ON account_currency_table.company_id = sale.company_id
                WHERE sale.state = 'sale'""", rates)

    @api.model
    def _visits_sql(self):
        return SQL(
            """SELECT visit.id * 3 + 2, 'visit', visit.date_local, visit.company_id, visit.partner_id, visit.rep_id, visit.territory_id,
                      NULL, NULL, NULL, NULL, NULL, CASE WHEN visit.state = 'done' THEN 1 END,
                      CASE WHEN visit.state = 'missed' THEN 1 END, CASE WHEN visit.state = 'done' THEN visit.actual_minutes END
                 FROM sales_os_visit visit
                WHERE visit.state IN ('done', 'missed')""")
