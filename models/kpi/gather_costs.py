from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class SalesOsKpi(models.Model):
    """What it costs to win customers, who was recommended, and what share of the revenue a channel has."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_costs(self, scope, windows):
        """Costs of channels by the month they are of; they know no representative, team or territory."""
        if scope.kind != "company":
            return None
        self.env["sales_os.channel.cost"].flush_model()
        # without a recorded cost nothing is known: winning customers was not free
        result = {key: {"channel_cost": None} for key in windows}
        for key, amount in self.env.execute_query(SQL(
            """SELECT win.key, SUM(cost.company_amount)::text FROM %s
                 JOIN sales_os_channel_cost cost ON cost.date BETWEEN win.day_from AND win.day_to
                WHERE cost.company_id = %s AND %s GROUP BY win.key""",
            self._windows_sql(windows), scope.company_id, self._narrowed(scope, SQL("TRUE"), channel=SQL("cost.channel_id")))):
            result[key] = {"channel_cost": Decimal(amount)}
        return result

    @api.model
    def _gather_newcomers(self, scope, windows):
        """Customers whose first confirmed order lies in the window, and those of them who were recommended.

        Recommended: that order or its opportunity came by a channel of the kind *referral*, or the opportunity says by whom.
        """
        result = {key: {"newcomers": 0, "referred": 0} for key in windows}
        share = SQL(
            """(sale.user_id = ANY(%s) OR sale.id IN (SELECT order_id FROM sales_os_credit WHERE rep_id = ANY(%s)))""",
            list(scope.user_ids), list(scope.rep_ids)) if self._by_rep(scope) else self._where(
                scope, team=SQL("sale.team_id"), territory=SQL("sale.sales_os_territory_id"))
        where = self._narrowed(scope, share, channel=SQL("sale.sales_os_channel_id"), customer=SQL("sale.buyer_id"),
            segment=SQL("(SELECT sales_os_segment_id FROM res_partner WHERE id = sale.buyer_id)"))
        for key, count, referred in self.env.execute_query(SQL(
            """SELECT win.key, COUNT(*), COUNT(*) FILTER (WHERE by_order.kind = 'referral' OR by_lead.kind = 'referral'
                      OR COALESCE(TRIM(lead.referred), '') <> '')
                 FROM %s JOIN (
                      SELECT DISTINCT ON (buyer.commercial_partner_id) buyer.commercial_partner_id AS buyer_id, early.*
                        FROM sale_order early JOIN res_partner buyer ON buyer.id = early.partner_id
                       WHERE early.state = 'sale' AND early.company_id = %s
                    ORDER BY buyer.commercial_partner_id, early.date_order, early.id) sale
                   ON sale.date_order >= win.utc_from AND sale.date_order < win.utc_to
            LEFT JOIN crm_lead lead ON lead.id = sale.opportunity_id
            LEFT JOIN sales_os_channel by_order ON by_order.id = sale.sales_os_channel_id
            LEFT JOIN sales_os_channel by_lead ON by_lead.id = lead.sales_os_channel_id
                WHERE %s GROUP BY win.key""", self._windows_sql(windows), scope.company_id, where)):
            result[key] = {"newcomers": count, "referred": referred}
        return result

    @api.model
    def _gather_channel_share(self, scope, windows):
        """Revenue of the channel that was chosen, that of all, and the share it is to have."""
        if not scope.channel_ids:
            return None
        # sudo: the aim of a channel that the caller was found to see
        channel = self.env["sales_os.channel"].sudo().browse(scope.channel_ids[0])
        aim = Decimal(str(channel.target_share_percent)) if channel.target_share_percent else None
        result = {key: {"of_channel": Decimal(), "of_all": Decimal(), "aim_percent": aim} for key in windows}
        for key, own, whole in self.env.execute_query(SQL(
            """SELECT key, COALESCE(SUM(revenue * share) FILTER (WHERE channel_id = %s), 0)::text, SUM(revenue * share)::text
                 FROM (%s) row GROUP BY key""", channel.id, self._sold_rows(scope.without("channel"), windows))):
            result[key] |= {"of_channel": Decimal(own), "of_all": Decimal(whole)}
        return result
