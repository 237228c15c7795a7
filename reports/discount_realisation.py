from odoo import api, fields, models
from odoo.tools import SQL


class SalesOsDiscountRealisation(models.Model):
    """What was sold against its list price: one row a line of a confirmed order, in the company's currency."""

    _name = "sales_os.discount.realisation"
    _description = "Price Realisation"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"

    date = fields.Date(readonly=True, help="Day of the order.")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    channel_id = fields.Many2one("sales_os.channel", readonly=True)
    segment_id = fields.Many2one("sales_os.segment", readonly=True, help="Segment of the customer as it is today.")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    list_amount = fields.Monetary(string="At List Price", readonly=True)
    net_amount = fields.Monetary(string="Sold For", readonly=True)
    leakage_amount = fields.Monetary(
        string="Given Away", readonly=True,
        help="List amount less what was asked, where that is positive: a price above the list pays for no discount elsewhere.")
    realisation_percent = fields.Float(
        string="Realisation (%)", readonly=True, digits=(16, 1), aggregator="avg",
        help="What is kept of the list amount once everything given away is taken off. Groups are weighted by their list amounts.")

    _depends = {
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.partner": ["commercial_partner_id", "sales_os_segment_id"],
        "sale.order": [
            "company_id", "currency_rate", "date_order", "partner_id", "sales_os_channel_id", "sales_os_territory_id", "state",
            "team_id", "user_id"],
        "sale.order.line": ["display_type", "is_downpayment", "order_id", "price_subtotal", "product_id", "sales_os_list_amount"],
    }

    @property
    def _table_query(self):
        rates = self.env["res.currency"]._get_simple_currency_table(self.env.companies)
        return SQL(
            """
            SELECT line.id, sale.date_order::date AS date, sale.company_id, %(currency)s AS currency_id, sale.id AS order_id,
                   sale.user_id, sale.team_id, sale.sales_os_territory_id AS territory_id, sale.sales_os_channel_id AS channel_id,
                   customer.sales_os_segment_id AS segment_id, sale.partner_id, line.product_id, template.categ_id,
                   line.sales_os_list_amount * price.rate AS list_amount,
                   line.price_subtotal * price.rate AS net_amount,
                   GREATEST(line.sales_os_list_amount - line.price_subtotal, 0) * price.rate AS leakage_amount,
                   CASE WHEN line.sales_os_list_amount > 0 THEN
                        100 * (1 - GREATEST(line.sales_os_list_amount - line.price_subtotal, 0) / line.sales_os_list_amount)
                   END AS realisation_percent
              FROM sale_order_line line
              JOIN sale_order sale ON sale.id = line.order_id
              JOIN res_partner partner ON partner.id = sale.partner_id
         LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN %(rates)s ON account_currency_table.company_id = sale.company_id
        CROSS JOIN LATERAL (SELECT account_currency_table.rate / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS rate) AS price
             WHERE sale.state = 'sale' AND line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)
            """,
            currency=self.env.company.currency_id.id, rates=rates,
        )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "realisation_percent:avg":
            return super()._read_group_select(aggregate_spec, query)
        # a group realises what its amounts realise, not the mean of its lines
        given, listed = (self._field_to_sql(self._table, name, query) for name in ("leakage_amount", "list_amount"))
        return SQL("100 * (1 - SUM(%s) / NULLIF(SUM(%s), 0))", given, listed)
