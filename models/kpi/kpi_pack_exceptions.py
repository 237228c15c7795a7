from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.outlier import concentration, outliers
from odoo.addons.sales_os.algorithms.kpi.window import year_before

MOST = 10


class SalesOsKpi(models.Model):
    """What stands out in a pack: orders, customers, representatives and months far from what is usual, and where they gather."""

    _inherit = "sales_os.kpi"

    @api.model
    def _exceptions(self, place, span, series):
        """``{"rows": [{"kind", "name", "value_text", "usual_text", "value", "usual", "score"}], "gather": [{"name", "count", "share"}]}``.

        Far is a robust z beyond 3.5 (`algorithms/kpi/outlier`); among fewer than five nothing is usual yet.
        """
        # sudo: who may see the scope may see which of its orders and customers stand out; names and sums alone are shown
        trusted = self.sudo()
        discounts, sellers = trusted._discounts_of_orders(place, span)
        found = outliers(values=discounts)
        rows = [
            *self._standing_out(self.env._("Discount of an order"), found, "sale.order", "percent"),
            *self._standing_out(self.env._("Customer against last year"), outliers(
                values=trusted._changes_by_customer(place, span)), "res.partner", "money"),
            *self._standing_out(self.env._("Revenue of a representative"), outliers(
                values=trusted._revenue_by_rep(place, span)), "sales_os.rep", "money"),
            *self._standing_out(self.env._("Revenue of a month"), outliers(
                values={point["date_from"][:7]: point["value"] or 0.0 for point in series["points"]}), False, "money"),
        ]
        names = self._names_of("res.users", {sellers[one.key] for one in found if sellers[one.key]})
        return {"rows": rows, "gather": [{
            "name": names.get(group.group) or self.env._("Nobody"), "count": group.count, "share": float(group.share_percent),
        } for group in concentration(groups=[sellers[one.key] for one in found])]}

    @api.model
    def _standing_out(self, kind, found, model, unit):
        found = found[:MOST]
        names = self._names_of(model, [one.key for one in found]) if model else {}
        return [{
            "kind": kind, "name": names.get(one.key) or str(one.key or self.env._("None")), "value": one.value, "usual": one.usual,
            "value_text": self._value_text(unit, one.value), "usual_text": self._value_text(unit, one.usual), "unit": unit,
            "score": round(one.robust_z, 1)} for one in found]

    @api.model
    def _names_of(self, model, ids):
        # sudo: see _exceptions
        return {record.id: record.display_name for record in self.env[model].sudo().browse([key for key in ids if key])}

    @api.model
    def _discounts_of_orders(self, place, span):
        """``({order: discount in percent}, {order: salesperson})`` of the orders of the days."""
        discounts, sellers = {}, {}
        for order_id, user_id, given in self.env.execute_query(SQL(
            """SELECT row.order_id, sale.user_id, 100 * (1 - row.listed_net / row.listed)
                 FROM (%s) row JOIN sale_order sale ON sale.id = row.order_id WHERE row.listed > 0""",
            self._order_rows(place, {"now": span}))):
            discounts[order_id], sellers[order_id] = float(given), user_id
        return discounts, sellers

    @api.model
    def _changes_by_customer(self, place, span):
        """``{customer: revenue now less that of the same days last year}``."""
        windows = {"now": span, "then": year_before(date_from=span[0], date_to=span[1])}
        return {partner_id: float(change or 0) for partner_id, change in self.env.execute_query(SQL(
            """SELECT partner_id, SUM(CASE key WHEN 'now' THEN 1 ELSE -1 END * revenue * share)
                 FROM (%s) row WHERE partner_id IS NOT NULL GROUP BY partner_id""", self._sold_rows(place, windows)))}

    @api.model
    def _revenue_by_rep(self, place, span):
        return {rep_id: float(amount or 0) for rep_id, amount in self.env.execute_query(
            self._parts_sql(place, "rep_id", span)) if rep_id}
