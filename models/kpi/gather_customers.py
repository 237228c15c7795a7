from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.quotient import percent, quotient
from odoo.addons.sales_os.algorithms.kpi.window import previous


class SalesOsKpi(models.Model):
    """Facts of customers: who stayed, what a year brought, who is visited."""

    _inherit = "sales_os.kpi"

    @api.model
    def _buyer_rows(self, scope, windows):
        """A row a confirmed order: key and partner_id, without its amounts."""
        if self._by_rep(scope) or "category" in scope.narrowed:
            return self._order_rows(scope, windows)
        return SQL(
            """SELECT win.key, customer.commercial_partner_id AS partner_id
                 FROM %s JOIN sale_order sale ON sale.date_order >= win.utc_from AND sale.date_order < win.utc_to
                 JOIN res_partner customer ON customer.id = sale.partner_id
                WHERE sale.state = 'sale' AND sale.company_id = %s AND %s AND %s AND (sale.amount_untaxed <> 0 OR EXISTS (
                      SELECT FROM sale_order_line line
                       WHERE line.order_id = sale.id AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE))""",
            self._windows_sql(windows), scope.company_id, self._within_sql(windows), self._narrowed(
                scope, self._where(scope, team=SQL("sale.team_id"), territory=SQL("sale.sales_os_territory_id")),
                channel=SQL("sale.sales_os_channel_id"), customer=SQL("customer.commercial_partner_id"),
                segment=SQL("customer.sales_os_segment_id")))

    @api.model
    def _gather_returning(self, scope, windows):
        """Who bought in the period before, and again."""
        asked = {}
        for key, (first, last) in windows.items():
            asked |= {f"{key}:now": (first, last), f"{key}:before": previous(date_from=first, date_to=last)}
        result = {key: {"stayed": 0, "were": 0} for key in windows}
        for key, stayed, were in self.env.execute_query(SQL(
            """SELECT key, COUNT(*) FILTER (WHERE was AND is_now), COUNT(*) FILTER (WHERE was)
                 FROM (SELECT split_part(key, ':', 1) AS key, BOOL_OR(split_part(key, ':', 2) = 'now') AS is_now,
                              BOOL_OR(split_part(key, ':', 2) = 'before') AS was
                         FROM (%s) row GROUP BY split_part(key, ':', 1), partner_id) customer
             GROUP BY key""", self._buyer_rows(scope, asked))):
            result[key] = {"stayed": stayed, "were": were}
        return result

    @api.model
    def _gather_customers(self, scope, windows):
        """What the last year brought, beside who had bought in the one before it."""
        asked = {}
        for key, (_first, last) in windows.items():
            year = (fields.Date.add(last, years=-1, days=1), last)
            asked |= {
                f"{key}:year": year, f"{key}:last": (fields.Date.add(year[0], years=-1), fields.Date.subtract(year[0], days=1))}
        result = {key: self._customer_facts((0, 0, 0, 0, 0)) for key in windows}
        for key, *counted in self.env.execute_query(SQL(
            """WITH bought AS MATERIALIZED (
                    SELECT split_part(key, ':', 1) AS key, split_part(key, ':', 2) AS part, partner_id, COUNT(*) AS orders,
                           SUM(net) AS net, SUM(margin) AS margin FROM (%s) row GROUP BY 1, 2, 3)
               SELECT key, COUNT(*) FILTER (WHERE last AND year), COUNT(*) FILTER (WHERE last), SUM(year_orders)::int,
                      SUM(year_net)::text, SUM(year_margin)::text, COUNT(*) FILTER (WHERE year)
                 FROM (SELECT key, partner_id, BOOL_OR(part = 'year') AS year, BOOL_OR(part = 'last') AS last,
                              SUM(orders) FILTER (WHERE part = 'year') AS year_orders, SUM(net) FILTER (WHERE part = 'year') AS year_net,
                              SUM(margin) FILTER (WHERE part = 'year') AS year_margin
                         FROM bought GROUP BY key, partner_id) customer
             GROUP BY key""", self._order_rows(scope, asked))):
            result[key] = self._customer_facts(counted[:5], counted[5])
        return result

    @staticmethod
    def _customer_facts(counted, customers=0):
        year_stayed, last_year, orders, net, margin = counted
        net, margin = Decimal(net or 0), Decimal(margin or 0)
        kept = percent(year_stayed, last_year)
        return {
            "year_average": quotient(net, orders or 0), "year_orders": quotient(orders or 0, customers),
            "year_margin": percent(margin, net), "year_churn": None if kept is None else 100 - kept,
        }

    @api.model
    def _gather_coverage(self, scope, windows):
        """Customers of the territories of the scope, and which of them were visited."""
        today = fields.Date.context_today(self)
        if scope.kind == "territory":
            places = SQL("partner.sales_os_territory_id = ANY(%s)", list(scope.territory_ids))
        elif scope.kind == "company":
            places = SQL("partner.sales_os_territory_id IN (SELECT id FROM sales_os_territory WHERE company_id = %s)", scope.company_id)
        else:
            places = SQL(
                """partner.sales_os_territory_id IN (
                    SELECT territory_id FROM sales_os_territory_assignment WHERE role = 'owner' AND rep_id = ANY(%s)
                       AND date_start <= %s AND (date_end IS NULL OR date_end >= %s))""",
                list(scope.members), today, today)
        places = self._narrowed(scope, places, segment=SQL("partner.sales_os_segment_id"))
        result = {}
        for key, customers, visited in self.env.execute_query(SQL(
            """SELECT win.key, COUNT(partner.id), COUNT(seen.partner_id) FROM %(windows)s
            LEFT JOIN res_partner partner ON partner.active AND partner.partner_share
                      AND (partner.parent_id IS NULL OR partner.type <> 'contact') AND %(places)s
            LEFT JOIN (SELECT DISTINCT win.key, visit.partner_id FROM %(windows)s JOIN sales_os_visit visit
                           ON visit.state = 'done' AND visit.date_local BETWEEN win.day_from AND win.day_to) seen
                   ON seen.key = win.key AND seen.partner_id = partner.id
             GROUP BY win.key""", windows=self._windows_sql(windows), places=places)):
            result[key] = {"covered": customers, "visited": visited}
        return result
