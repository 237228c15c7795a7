from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.core.match_row import decide
from odoo.addons.sales_os.algorithms.kpi.sales import PricedLine

# criterion of a policy: what of a sold line meets it
CRITERIA = {
    "team": SQL("sale.team_id"), "territory": SQL("sale.sales_os_territory_id"), "pricelist": SQL("sale.pricelist_id"),
    "segment": SQL("(SELECT sales_os_segment_id FROM res_partner WHERE id = customer.commercial_partner_id)"),
    "customer": SQL("sale.partner_id"), "category": SQL("template.categ_id"),
}
TREES = {"territory": "sales_os.territory", "category": "product.category"}


class SalesOsKpi(models.Model):
    """What was given away beyond what the discount policies allow without approval."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_leakage(self, scope, windows):
        """Lines sold below their limit, by limit: that of their day, which a confirmation keeps; of older ones that of today's policies."""
        result = {key: {"beyond_limit": ()} for key in windows}
        rows = self.env["sales_os.discount.policy"]._policy_rows(scope.company_id)
        used = [name for name in CRITERIA if any(row.match.criteria.get(name) for row in rows)]
        kinds = self.env.execute_query(SQL(
            "SELECT DISTINCT kept, %s FROM (%s) line", self._criteria_columns(used), self._priced_lines(scope, windows, used)))
        limits = self._limits(rows, used, kinds)
        if not limits:
            return result
        for key, limit, list_amount, net_amount in self.env.execute_query(SQL(
            """SELECT line.key, allowed.percent::text, SUM(line.list_amount)::text, SUM(line.net_amount)::text
                 FROM (%s) line JOIN (VALUES %s) AS allowed(kept, %s, percent) ON %s
                WHERE line.net_amount < line.list_amount * (100 - allowed.percent) / 100 GROUP BY 1, 2""",
            self._priced_lines(scope, windows, used),
            SQL(", ").join(SQL("(%s::numeric, %s, %s::numeric)", kept, SQL(", ").join(SQL("%s::int", part) for part in kind), limit)
                           for (kept, *kind), limit in limits.items()),
            self._criteria_columns(used),
            SQL(" AND ").join(SQL("line.%s IS NOT DISTINCT FROM allowed.%s", SQL.identifier(name), SQL.identifier(name))
                              for name in ["kept", *(used or ["one"])]))):
            result[key]["beyond_limit"] += (PricedLine(Decimal(list_amount), Decimal(net_amount), Decimal(limit)),)
        return result

    @api.model
    def _criteria_columns(self, used):
        return SQL(", ").join(SQL.identifier(name) for name in used or ["one"])

    @api.model
    def _priced_lines(self, scope, windows, used):
        """Confirmed lines sold below list, in the company's currency, with the kept limit, or else what policies match."""
        columns = SQL(", ").join([
            SQL("CASE WHEN line.sales_os_limit_percent IS NULL THEN %s END AS %s", CRITERIA[name], SQL.identifier(name))
            for name in used] or [SQL("1 AS one")])
        return self._line_rows(scope, windows, SQL(
            """line.sales_os_limit_percent AS kept, %s, line.sales_os_list_amount * worth.rate AS list_amount,
               line.price_subtotal * worth.rate AS net_amount""", columns),
            SQL("line.sales_os_list_amount > 0 AND line.price_subtotal < line.sales_os_list_amount"))

    @api.model
    def _limits(self, rows, used, kinds):
        """``{kind of line: percent that is free}``: the kept one, else that of its policy; a line under no policy has none."""
        above = {name: self._with_those_above(name, {kind[place] for kind in kinds}) for place, name in enumerate(used, 1)}
        allowed_by = {row.key: row.free_percent for row in rows}
        found = {kind: kind[0] for kind in kinds if kind[0] is not None}
        for kind in kinds:
            if kind in found:
                continue
            facts = {name: above[name].get(number, frozenset()) for name, number in zip(used, kind[1:], strict=False)}
            winner = decide(rows=[row.match for row in rows], facts=facts).winner
            if winner is not None:
                found[kind] = allowed_by[winner]
        return found

    @api.model
    def _with_those_above(self, name, ids):
        """``{record: it and whatever else of a policy it meets}``: those above a territory or category, the company of a contact."""
        numbers = [number for number in ids if number]
        if name == "customer":
            # sudo: which company a contact belongs to
            return {contact.id: frozenset((contact | contact.commercial_partner_id).ids)
                    for contact in self.env["res.partner"].sudo().browse(numbers)}
        if name not in TREES:
            return {number: frozenset([number]) for number in numbers}
        # sudo: a policy holds for what is below its territory or category, whoever asks
        records = self.env[TREES[name]].sudo().browse(numbers)
        return {record.id: frozenset(int(part) for part in (record.parent_path or "").split("/") if part) for record in records}
