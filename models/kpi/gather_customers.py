from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.quotient import percent, quotient
from odoo.addons.sales_os.algorithms.kpi.window import previous


class SalesOsKpi(models.Model):
    """Facts of customers: who stayed, what a year brought, who is visited."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_customers(self, scope, windows):
        """Who bought in the period before and again; and the last year beside the one before it."""
        asked = {}
        for key, (first, last) in windows.items():
            year = (fields.Date.add(last, years=-1, days=1), last)
            asked |= {
                f"{key}:now": (first, last), f"{key}:before": previous(date_from=first, date_to=last), f"{key}:year": year,
                f"{key}:last": (fields.Date.add(year[0], years=-1), fields.Date.subtract(year[0], days=1))}
        result = {key: self._customer_facts((0, 0, 0, 0, 0, 0, 0)) for key in windows}
        for key, *counted in self.env.execute_query(SQL(
            """WITH bought AS MATERIALIZED (
                    SELECT split_part(key, ':', 1) AS key, split_part(key, ':', 2) AS part, partner_id, COUNT(*) AS orders,
                           SUM(net) AS net, SUM(margin) AS margin FROM (%s) row GROUP BY 1, 2, 3)
               SELECT key, COUNT(*) FILTER (WHERE was AND is_now), COUNT(*) FILTER (WHERE was), COUNT(*) FILTER (WHERE last AND year),
                      COUNT(*) FILTER (WHERE last), SUM(year_orders)::int, SUM(year_net)::text, SUM(year_margin)::text,
                      COUNT(*) FILTER (WHERE year)
                 FROM (SELECT key, partner_id, BOOL_OR(part = 'now') AS is_now, BOOL_OR(part = 'before') AS was,
                              BOOL_OR(part = 'year') AS year, BOOL_OR(part = 'last') AS last,
                              SUM(orders) FILTER (WHERE part = 'year') AS year_orders, SUM(net) FILTER (WHERE part = 'year') AS year_net,
                              SUM(margin) FILTER (WHERE part = 'year') AS year_margin
                         FROM bought GROUP BY key, partner_id) customer
             GROUP BY key""", self._order_rows(scope, asked))):
            result[key] = self._customer_facts(counted[:7], counted[7])
        return result

    @staticmethod
    def _customer_facts(counted, customers=0):
        stayed, were, year_stayed, last_year, orders, net, margin = counted
        net, margin = Decimal(net or 0), Decimal(margin or 0)
        kept = percent(year_stayed, last_year)
        return {
            "stayed": stayed, "were": were, "year_average": quotient(net, orders or 0), "year_orders": quotient(orders or 0, customers),
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
