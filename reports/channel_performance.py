from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.lead.channel_economy import ChannelSums, weigh_channels


class SalesOsChannelPerformance(models.Model):
    """What came by a channel and what it cost: one row a lead, closed deal, confirmed order and cost."""

    _name = "sales_os.channel.performance"
    _description = "Channel Performance"
    _inherit = "sales_os.pipeline.ratio"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "channel_id"
    _ratios = {
        "cost_per_lead": ("cost_amount", "lead_count", 1), "cost_per_sale": ("cost_amount", "order_count", 1),
        "acquisition_cost": ("cost_amount", "new_customer_count", 1),
    }

    kind = fields.Selection([("lead", "Lead"), ("won", "Won deal"), ("order", "Order"), ("cost", "Cost")], string="Row", readonly=True)
    date = fields.Date(readonly=True, help="When the lead came, the deal was won, the order was confirmed; the month of a cost.")
    channel_id = fields.Many2one("sales_os.channel", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    lead_count = fields.Integer(string="Leads", readonly=True)
    won_count = fields.Integer(string="Won", readonly=True)
    order_count = fields.Integer(string="Sales", readonly=True)
    new_customer_count = fields.Integer(string="New Customers", readonly=True, help="Customers whose first confirmed order this is.")
    revenue_amount = fields.Monetary(string="Revenue", readonly=True, help="Confirmed orders without taxes, in the company's currency.")
    cost_amount = fields.Monetary(string="Cost", readonly=True)
    cost_per_lead = fields.Float(readonly=True, aggregator="avg", digits=(16, 2))
    cost_per_sale = fields.Float(readonly=True, aggregator="avg", digits=(16, 2), help="Cost ÷ confirmed orders.")
    acquisition_cost = fields.Float(
        string="CAC", readonly=True, aggregator="avg", digits=(16, 2),
        help="Cost ÷ new customers. Costs know no salesperson, team or territory.")

    _depends = {
        "crm.lead": ["company_id", "create_date", "date_closed", "sales_os_channel_id", "sales_os_territory_id", "team_id", "user_id",
            "won_status"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "amount_untaxed", "company_id", "currency_rate", "date_order", "partner_id", "sales_os_channel_id", "sales_os_territory_id",
            "state",
            "team_id", "user_id"],
        "sales_os.channel.cost": ["channel_id", "company_amount", "company_id", "date"],
    }

    @property
    def _table_query(self):
        return SQL(
            """SELECT event.*, company.currency_id, NULL::float AS cost_per_lead, NULL::float AS cost_per_sale, NULL::float AS
            acquisition_cost
                 FROM (%s UNION ALL %s UNION ALL %s) event JOIN res_company company ON company.id = event.company_id""",
            self._leads_sql(), self._orders_sql(), self._costs_sql())

    @api.model
    def _leads_sql(self):
        """A lead counts on the day it came, a won deal on the day it was won."""
        return SQL(
            """SELECT lead.id * 4 + step.number AS id, step.kind, (step.moment AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS date,
                      lead.sales_os_channel_id AS channel_id, COALESCE(lead.company_id, %(company)s) AS company_id, lead.user_id,
                      lead.team_id,
                      lead.sales_os_territory_id AS territory_id, CASE WHEN step.number = 0 THEN 1 END AS lead_count,
                      CASE WHEN step.number = 1 THEN 1 END AS won_count, NULL::int AS order_count, NULL::int AS new_customer_count,
                      NULL::numeric AS revenue_amount, NULL::numeric AS cost_amount
                 FROM crm_lead lead
           CROSS JOIN LATERAL (VALUES (0, 'lead', lead.create_date), (1, 'won', lead.date_closed)) AS step(number, kind, moment)
                WHERE step.number = 0 OR lead.won_status = 'won'""", zone=self.env.tz.zone, company=self.env.company.id)

    @api.model
    def _orders_sql(self):
        return SQL(
            """SELECT sale.id * 4 + 2, 'order', (sale.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date, sale.sales_os_channel_id,
                      sale.company_id, sale.user_id, sale.team_id, sale.sales_os_territory_id, NULL, NULL, 1, CASE WHEN first.id IS NOT
                      NULL THEN 1 END,
                      sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1), NULL
                 FROM sale_order sale
            LEFT JOIN (SELECT DISTINCT ON (early.company_id, buyer.commercial_partner_id) early.id
                         FROM sale_order early JOIN res_partner buyer ON buyer.id = early.partner_id
                        WHERE early.state = 'sale'
                     ORDER BY early.company_id, buyer.commercial_partner_id, early.date_order, early.id) first ON first.id = sale.id
                WHERE sale.state = 'sale'""", zone=self.env.tz.zone)

    @api.model
    def _costs_sql(self):
        return SQL(
            """SELECT cost.id * 4 + 3, 'cost', cost.date, cost.channel_id, cost.company_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                      cost.company_amount
                 FROM sales_os_channel_cost cost""")

    @api.model
    def figures(self, date_from=False, date_to=False):
        """Return what the channels brought and cost between two days, both included, in the company one works in.

        :return: ``{"currency", "cost", "revenue", "cost_per_sale", "acquisition_cost", "coverage_percent", "channels": [{"channel_id",
        "name",
            "leads", "won", "orders", "new_customers", "revenue", "cost", "cost_per_lead", "cost_per_sale", "acquisition_cost",
            "share_percent",
            "target_share_percent", "share_gap_percent"}]}``; False where there is nothing to divide by
        """
        self.check_access("read")
        channels = self.env["sales_os.channel"].search([("company_id", "in", (False, self.env.company.id))])
        economy, sums = self._weighed(channels, self._day(date_from), self._day(date_to))
        return {
            "currency": self.env.company.currency_id.name, "cost": float(economy.cost), "revenue": float(economy.revenue),
            "cost_per_sale": self._plain(economy.cost_per_sale), "acquisition_cost": self._plain(economy.acquisition_cost),
            "coverage_percent": self._plain(economy.coverage),
            "channels": [{
                "channel_id": channel.id, "name": channel.name, "leads": row.leads, "won": row.won, "orders": row.orders,
                "new_customers": row.new_customers, "revenue": float(row.revenue), "cost": float(row.cost),
                "cost_per_lead": self._plain(found.cost_per_lead), "cost_per_sale": self._plain(found.cost_per_sale),
                "acquisition_cost": self._plain(found.acquisition_cost), "share_percent": self._plain(found.share),
                "target_share_percent": channel.target_share_percent or False, "share_gap_percent": self._plain(found.share_gap),
            } for channel in channels for row, found in [(sums[channel.id], economy.channels[channel.id])]],
        }

    @api.model
    def _weighed(self, channels, first, last):
        domain = [("company_id", "=", self.env.company.id), ("channel_id", "in", channels.ids)]
        domain += [("date", ">=", first)] if first else []
        domain += [("date", "<=", last)] if last else []
        rows = {channel.id: sums for channel, *sums in self._read_group(domain, ["channel_id"], [
            "lead_count:sum", "won_count:sum", "order_count:sum", "new_customer_count:sum", "revenue_amount:sum", "cost_amount:sum"])}
        sums = {channel.id: ChannelSums(channel.id, *counts, *(Decimal(repr(amount or 0.0)) for amount in amounts),
            aim) for channel in channels
                for row in [rows.get(channel.id, [0] * 6)] for counts, amounts in [([value or 0 for value in row[:4]], row[4:])]
                for aim in [Decimal(repr(channel.target_share_percent)) if channel.target_share_percent else None]}
        return weigh_channels(sums=sums.values()), sums

    @api.model
    def _day(self, value):
        try:
            return fields.Date.to_date(value) if value else False
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("“%s” is not a day: write it as 2026-11-26.", value)) from error

    @staticmethod
    def _plain(value):
        return False if value is None else float(value)
