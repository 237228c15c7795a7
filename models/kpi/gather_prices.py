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
        """Lines sold below their limit, by limit: the policies are those of today, for orders do not keep the limit of their day."""
        result = {key: {"beyond_limit": ()} for key in windows}
        rows = self.env["sales_os.discount.policy"]._policy_rows(scope.company_id)
        used = [name for name in CRITERIA if any(row.match.criteria.get(name) for row in rows)]
        kinds = self.env.execute_query(SQL(
            "SELECT DISTINCT %s FROM (%s) line", self._criteria_columns(used), self._priced_lines(scope, windows, used))) if rows else []
        limits = self._limits(rows, used, kinds)
        if not limits:
            return result
        for key, limit, list_amount, net_amount in self.env.execute_query(SQL(
            """SELECT line.key, allowed.percent::text, SUM(line.list_amount)::text, SUM(line.net_amount)::text
                 FROM (%s) line JOIN (VALUES %s) AS allowed(%s, percent) ON %s
                WHERE line.net_amount < line.list_amount * (100 - allowed.percent) / 100 GROUP BY 1, 2""",
            self._priced_lines(scope, windows, used),
            SQL(", ").join(SQL("(%s, %s::numeric)", SQL(", ").join(SQL("%s::int", part) for part in kind), limit)
                           for kind, limit in limits.items()),
            self._criteria_columns(used),
            SQL(" AND ").join(
                SQL("line.%s IS NOT DISTINCT FROM allowed.%s", SQL.identifier(name), SQL.identifier(name)) for name in used or ["one"]))):
            result[key]["beyond_limit"] += (PricedLine(Decimal(list_amount), Decimal(net_amount), Decimal(limit)),)
        return result

    @api.model
    def _criteria_columns(self, used):
        return SQL(", ").join(SQL.identifier(name) for name in used or ["one"])

    @api.model
    def _priced_lines(self, scope, windows, used):
        """Confirmed lines with a list price, in the company's currency, with what policies match."""
        columns = SQL(", ").join([SQL("%s AS %s", CRITERIA[name], SQL.identifier(name)) for name in used] or [SQL("1 AS one")])
        return self._line_rows(scope, windows, SQL(
            "%s, line.sales_os_list_amount * worth.rate AS list_amount, line.price_subtotal * worth.rate AS net_amount", columns),
            SQL("line.sales_os_list_amount > 0 AND line.price_subtotal < line.sales_os_list_amount"))

    @api.model
    def _limits(self, rows, used, kinds):
        """``{kind of line: percent that its policy allows without approval}``; a line under no policy has none."""
        above = {name: self._with_those_above(name, {kind[place] for kind in kinds}) for place, name in enumerate(used)}
        allowed_by = {row.key: max((level.max_discount_percent for level in row.levels if level.approver == "none"), default=Decimal())
                  for row in rows}
        found = {}
        for kind in kinds:
            facts = {name: above[name].get(number, frozenset()) for name, number in zip(used, kind, strict=False)}
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
