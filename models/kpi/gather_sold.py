from datetime import timedelta
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


def as_decimal(value):
    return Decimal(value or 0)


class SalesOsKpi(models.Model):
    """Facts of invoices, orders and commissions. Each source is one statement, however many windows and records there are."""

    _inherit = "sales_os.kpi"

    @api.model
    def _by_rep(self, scope):
        return scope.kind in ("rep", "reports")

    @api.model
    def _sold_rows(self, scope, windows, credits=None):
        """Lines sold in the windows, with ``key`` and the ``share`` that belongs to the scope.

        :param credits: ``rows`` for a row for each who is credited; without, a row a line
        """
        first, last = min(first for first, _last in windows.values()), max(last for _first, last in windows.values())
        lines = self.env["sales_os.sold"]._known_lines_sql(
            [scope.company_id], first, last, credits=credits or ("of" if self._by_rep(scope) else "none"), reps=scope.rep_ids or ())
        where = self._narrowed(
            scope, SQL("sold.share > 0") if self._by_rep(scope) else self._where(
                scope, team=SQL("sold.team_id"), territory=SQL("sold.territory_id")),
            channel=SQL("sold.channel_id"), category=SQL("sold.category_id"), customer=SQL("sold.partner_id"),
            segment=SQL("sold.segment_id"))
        return SQL(
            "SELECT win.key, sold.* FROM %s JOIN (%s) sold ON sold.day BETWEEN win.day_from AND win.day_to WHERE %s",
            self._windows_sql(windows), lines, where)

    @api.model
    def _gather_sold(self, scope, windows):
        result = {key: {"invoiced": Decimal(), "credited": Decimal(), "revenue": Decimal()} for key in windows}
        for key, invoiced, credited in self.env.execute_query(SQL(
            """SELECT key, SUM(revenue * share) FILTER (WHERE NOT is_refund)::text,
                      (-SUM(revenue * share) FILTER (WHERE is_refund))::text FROM (%s) row GROUP BY key""",
            self._sold_rows(scope, windows))):
            invoiced, credited = as_decimal(invoiced), as_decimal(credited)
            result[key] = {"invoiced": invoiced, "credited": credited, "revenue": invoiced - credited}
        return result

    @api.model
    def _gather_spread(self, scope, windows):
        """Revenue by customer, category, territory and channel; what has none counts as one of its own."""
        names = ("by_customer", "by_category", "by_territory", "by_channel")
        result = {key: {name: [] for name in names} for key in windows}
        for key, grouping, amount in self.env.execute_query(SQL(
            """SELECT key, GROUPING(partner_id, category_id, territory_id, channel_id), SUM(revenue * share)::text FROM (%s) row
                GROUP BY GROUPING SETS ((key, partner_id), (key, category_id), (key, territory_id), (key, channel_id))""",
            self._sold_rows(scope, windows))):
            # the bits say which columns are summed over: 0111 leaves the customers
            result[key][names[(7, 11, 13, 14).index(grouping)]].append(Decimal(amount))
        return result

    @api.model
    def _order_rows(self, scope, windows):
        """A row a confirmed order: key, order_id, partner_id, and its amounts in the company's currency, as far as they are the scope's."""
        return SQL("%s GROUP BY win.key, sale.id, customer.commercial_partner_id", self._line_rows(scope, windows, SQL(
            """sale.id AS order_id, customer.commercial_partner_id AS partner_id,
               SUM(line.price_subtotal * worth.rate) AS net,
               SUM((line.price_subtotal - line.product_uom_qty * COALESCE(line.sales_os_frozen_cost, line.purchase_price, 0))
                   * worth.rate) AS margin,
               SUM(line.product_uom_qty * COALESCE(unit.factor / own.factor, 1) * worth.share) AS units,
               SUM(line.sales_os_list_amount * worth.rate) FILTER (WHERE line.sales_os_list_amount > 0) AS listed,
               SUM(line.price_subtotal * worth.rate) FILTER (WHERE line.sales_os_list_amount > 0) AS listed_net""")))

    @api.model
    def _line_rows(self, scope, windows, columns, where=None):
        """Lines of confirmed orders in the windows: ``key`` and what is asked of ``sale``, ``line``, ``customer`` and ``worth``.

        ``worth.share`` is how much of the line is the scope's, ``worth.rate`` the same in the company's currency.
        """
        share, joins = SQL("1::numeric"), SQL("")
        mine = self._where(scope, team=SQL("sale.team_id"), territory=SQL("sale.sales_os_territory_id"), rep=SQL("NULL::int"))
        if self._by_rep(scope):
            total = SQL("LEAST(100, COALESCE(SUM(percent) FILTER (WHERE rep_id = ANY(%s)), 0)) AS percent", list(scope.rep_ids))
            joins = SQL(
                """LEFT JOIN LATERAL (SELECT %s FROM sales_os_credit WHERE line_id = line.id GROUP BY line_id) own_credit ON TRUE
                   LEFT JOIN LATERAL (SELECT %s FROM sales_os_credit WHERE order_id = sale.id AND line_id IS NULL
                                       GROUP BY order_id) credit ON TRUE""", total, total)
            share = SQL(
                "COALESCE(own_credit.percent, credit.percent, CASE WHEN sale.user_id = ANY(%s) THEN 100 ELSE 0 END) / 100.0",
                list(scope.user_ids))
            # the second condition is the first one, seen from the few orders that can fulfil it
            mine = SQL(
                """%s > 0 AND (sale.user_id = ANY(%s)
                   OR sale.id IN (SELECT order_id FROM sales_os_credit WHERE rep_id = ANY(%s)))""",
                share, list(scope.user_ids), list(scope.rep_ids))
        mine = self._narrowed(
            scope, mine, channel=SQL("sale.sales_os_channel_id"), category=SQL("template.categ_id"),
            customer=SQL("customer.commercial_partner_id"), segment=SQL("customer.sales_os_segment_id"))
        return SQL(
            """SELECT win.key, %(columns)s
                 FROM %(windows)s
                 JOIN sale_order sale ON sale.date_order >= win.utc_from AND sale.date_order < win.utc_to
                 JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
                 JOIN res_partner customer ON customer.id = sale.partner_id
            LEFT JOIN product_product product ON product.id = line.product_id
            LEFT JOIN product_template template ON template.id = product.product_tmpl_id
            LEFT JOIN uom_uom own ON own.id = template.uom_id
            LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
                      %(joins)s
           CROSS JOIN LATERAL (SELECT %(share)s AS share, %(share)s / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS rate) worth
                WHERE sale.state = 'sale' AND sale.company_id = %(company)s AND %(within)s AND %(mine)s AND %(where)s""",
            columns=columns, windows=self._windows_sql(windows), joins=joins, share=share, company=scope.company_id, mine=mine,
            within=self._within_sql(windows), where=where or SQL("TRUE"))

    @api.model
    def _within_sql(self, windows):
        """From the first to the last day of all windows: says nothing new, and tells the database how few orders these are."""
        return SQL(
            "sale.date_order >= %s AND sale.date_order < %s", self._begins(min(first for first, _last in windows.values())),
            self._begins(max(last for _first, last in windows.values()) + timedelta(days=1)))

    @api.model
    def _gather_orders(self, scope, windows):
        names = ("order_count", "customers", "repeated", "order_amount", "margin", "units", "list_amount", "listed_net")
        result = {key: dict.fromkeys(names[:3], 0) | dict.fromkeys(names[3:], Decimal()) for key in windows}
        for key, orders, customers, repeated, *amounts in self.env.execute_query(SQL(
            """SELECT key, SUM(orders)::int, COUNT(*), COUNT(*) FILTER (WHERE orders > 1), SUM(net)::text, SUM(margin)::text,
                      SUM(units)::text, SUM(listed)::text, SUM(listed_net)::text
                 FROM (SELECT key, partner_id, COUNT(*) AS orders, SUM(net) AS net, SUM(margin) AS margin, SUM(units) AS units,
                              SUM(listed) AS listed, SUM(listed_net) AS listed_net FROM (%s) row GROUP BY key, partner_id) customer
             GROUP BY key""", self._order_rows(scope, windows))):
            result[key] = dict(zip(names, (orders, customers, repeated, *map(as_decimal, amounts)), strict=True))
        return result

    @api.model
    def _gather_commission(self, scope, windows):
        where = self._where(scope, rep=SQL("entry.rep_id"), team=SQL("(SELECT team_id FROM sales_os_rep WHERE id = entry.rep_id)"))
        if where is None:
            return None
        self.env["sales_os.commission.entry"].flush_model()
        result = {key: {"commission": Decimal()} for key in windows}
        for key, amount in self.env.execute_query(SQL(
            """SELECT win.key, SUM(entry.amount)::text FROM %s JOIN (%s) entry ON entry.date BETWEEN win.day_from AND win.day_to
                WHERE entry.company_id = %s AND entry.kind <> 'draw' AND %s GROUP BY win.key""",
            self._windows_sql(windows), self.env["sales_os.commission.report"]._entries_sql(), scope.company_id, where)):
            result[key] = {"commission": as_decimal(amount)}
        return result

    @api.model
    def _gather_channels(self, scope, windows):
        # sudo: how many channels there are is no secret
        count = self.env["sales_os.channel"].sudo().search_count([("company_id", "in", [scope.company_id, False])])
        return {key: {"channels": count} for key in windows}
