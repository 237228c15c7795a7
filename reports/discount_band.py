from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.discount.band import BOUNDS, band_label


class SalesOsDiscountBand(models.Model):
    """How quotes fare by the discount they give: one row a quote that the customer could decide on."""

    _name = "sales_os.discount.band"
    _description = "Quotes by Discount Band"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"

    date = fields.Date(readonly=True, help="Day of the quote.")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    order_id = fields.Many2one("sale.order", string="Quote", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    channel_id = fields.Many2one("sales_os.channel", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    band = fields.Selection(
        selection=[(str(index), band_label(index)) for index in range(len(BOUNDS) + 1)], string="Discount Band", readonly=True)
    outcome = fields.Selection([("won", "Won"), ("lost", "Lost"), ("open", "Open")], readonly=True)
    quote_count = fields.Integer(string="Quotes", readonly=True)
    won_count = fields.Integer(string="Won", readonly=True)
    lost_count = fields.Integer(string="Lost", readonly=True, help="Cancelled, expired, or not chosen.")
    win_rate_percent = fields.Float(
        string="Win Rate (%)", readonly=True, digits=(16, 1), aggregator="avg", help="Won of those decided; open quotes do not count.")
    amount = fields.Monetary(string="Untaxed Amount", readonly=True)
    discount_percent = fields.Float(string="Effective Discount (%)", readonly=True, digits=(16, 2), aggregator="avg")

    _depends = {
        "sale.order": [
            "amount_untaxed", "company_id", "currency_rate", "date_order", "partner_id", "sales_os_channel_id", "sales_os_closed_as",
            "sales_os_effective_discount_percent", "sales_os_territory_id", "state", "team_id", "user_id", "validity_date"],
    }

    @property
    def _table_query(self):
        rates = self.env["res.currency"]._get_simple_currency_table(self.env.companies)
        bands = SQL(" + ").join(
            SQL("(sale.sales_os_effective_discount_percent > %s)::int", float(bound)) for bound in BOUNDS)
        return SQL(
            """
            SELECT quote.*, 1 AS quote_count, (outcome = 'won')::int AS won_count, (outcome = 'lost')::int AS lost_count,
                   CASE outcome WHEN 'won' THEN 100.0 WHEN 'lost' THEN 0.0 END AS win_rate_percent
              FROM (
                SELECT sale.id, sale.date_order::date AS date, sale.company_id, %(currency)s AS currency_id, sale.id AS order_id,
                       sale.user_id, sale.team_id, sale.sales_os_territory_id AS territory_id, sale.sales_os_channel_id AS channel_id,
                       sale.partner_id, (%(bands)s)::text AS band, sale.sales_os_effective_discount_percent AS discount_percent,
                       CASE WHEN sale.state = 'sale' THEN 'won'
                            WHEN sale.state = 'cancel' OR sale.validity_date < %(today)s THEN 'lost'
                            ELSE 'open' END AS outcome,
                       sale.amount_untaxed * account_currency_table.rate / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS amount
                  FROM sale_order sale
                  JOIN %(rates)s ON account_currency_table.company_id = sale.company_id
                 WHERE sale.state IN ('sent', 'sale', 'cancel')
                   -- another revision speaks for a superseded one
                   AND COALESCE(sale.sales_os_closed_as, '') != 'superseded'
              ) AS quote
            """,
            currency=self.env.company.currency_id.id, bands=bands, today=fields.Date.context_today(self), rates=rates,
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "win_rate_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        won, lost = (self._field_to_sql(self._table, name, query) for name in ("won_count", "lost_count"))
        return SQL("100.0 * SUM(%s) / NULLIF(SUM(%s) + SUM(%s), 0)", won, won, lost)
