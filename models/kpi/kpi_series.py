from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.gathered import CONFIDENTIAL, GATHERED, OF_TODAY
from odoo.addons.sales_os.algorithms.kpi.registry import find
from odoo.addons.sales_os.algorithms.kpi.trend import trend
from odoo.addons.sales_os.algorithms.kpi.window import months_until

MOST_MONTHS = 36
MOST_ROWS = 200
# how revenue may be divided: field of a sold line
GROUPS = {
    "owner": "rep_id", "team": "team_id", "branch": "team_id", "territory": "territory_id", "channel": "channel_id",
    "category": "category_id", "segment": "segment_id", "customer": "partner_id", "product": "product_id",
}


class SalesOsKpi(models.Model):
    """A figure over time, and revenue by what it consists of."""

    _inherit = "sales_os.kpi"

    @api.model
    @api.readonly
    def series(self, code, scope=False, scope_id=False, date_to=False, months=12, filters=False):
        """Return a figure month by month; as many queries as for one month; ``filters`` as of `figures`.

        :return: ``{"code", "name", "unit", "points": [{"date_from", "date_to", "value" or False, "text"}], "trend"}``; ``trend`` is
            ``rising``, ``falling``, ``steady`` or ``too_short``: whether the movement is more than chance
        """
        self.check_access("read")
        return self._series(self._narrow(self._scope(scope, scope_id), filters), code, self._span_of(False, date_to)[1], months)

    @api.model
    def _series(self, place, code, last, months):
        """What `series` answers, of a scope that was found."""
        code = self._codes([code])[0]
        if code not in GATHERED or code in OF_TODAY or (code in CONFIDENTIAL and not self._is_manager()):
            raise UserError(self.env._("%s is not known month by month.", self._name_of(code)))
        if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= MOST_MONTHS:
            raise UserError(self.env._("A series has 1 to %s months.", MOST_MONTHS))
        spans = months_until(day=last, count=months)
        # sudo: see figures
        values, _facts = self.sudo()._values([code], place, {f"m{n}": span for n, span in enumerate(spans)})
        found = [values[f"m{number}"].get(code) for number in range(months)]
        known = [float(value) for value in found if value is not None]
        return {
            "code": code, "name": self._name_of(code), "unit": find(code).unit, "trend": trend(values=known).direction,
            "points": [{
                "date_from": str(first), "date_to": str(last), "value": False if value is None else float(value),
                "text": self.env._("n/a") if value is None else self._value_text(find(code).unit, value),
            } for (first, last), value in zip(spans, found, strict=True)],
        }

    @api.model
    @api.readonly
    def breakdown(self, group_by, scope=False, scope_id=False, date_from=False, date_to=False, limit=10, filters=False):
        """Return revenue by what it consists of, the largest first; what the caller may see of it; ``filters`` as of `figures`.

        :param group_by: ``owner``, ``team`` (``branch``), ``territory``, ``channel``, ``category``, ``segment``, ``customer``, ``product``
        :return: list of ``{"id", "name", "value", "text", "share_percent" or False}``; the last one is the rest, when there is more
        """
        self.check_access("read")
        return self._breakdown(
            self._narrow(self._scope(scope, scope_id), filters), group_by, self._span_of(date_from, date_to), limit)

    @api.model
    def _breakdown(self, place, group_by, span, limit):
        """What `breakdown` answers, of a scope that was found."""
        if not isinstance(group_by, str) or group_by not in GROUPS:
            raise UserError(self.env._("Revenue is divided by %s.", ", ".join(GROUPS)))
        if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_ROWS:
            raise UserError(self.env._("A breakdown has 1 to %s rows.", MOST_ROWS))
        self.env["sales_os.sold"]._flush_sold()
        rows = sorted(
            ((key or 0, float(amount or 0)) for key, amount in self.env.execute_query(self._parts_sql(place, GROUPS[group_by], span))),
            key=lambda row: (-row[1], row[0]))
        whole = sum(amount for _key, amount in rows)
        # sudo: who may see the scope may see what its revenue consists of; names alone are shown
        Part = self.env[self.env["sales_os.sold.line"]._fields[GROUPS[group_by]].comodel_name].sudo()
        names = {record.id: record.display_name for record in Part.browse([key for key, _amount in rows[:limit] if key])}
        shown = [(key, names.get(key) or self.env._("None"), amount) for key, amount in rows[:limit]]
        if rest := rows[limit:]:
            shown.append((0, self.env._("%s others", len(rest)), sum(amount for _key, amount in rest)))
        return [{
            "id": key, "name": name, "value": amount, "text": self._value_text("money", amount),
            "share_percent": round(100 * amount / whole, 1) if whole > 0 else False} for key, name, amount in shown]

    @api.model
    def _parts_sql(self, place, column, span):
        """Revenue of a scope by a column of its lines; by representative, each with what is credited."""
        by_owner, by_rep = column == "rep_id", self._by_rep(place)
        return SQL(
            "SELECT %s, SUM(revenue * %s) FROM (%s) row WHERE %s GROUP BY 1", SQL.identifier("row", column),
            SQL("part") if by_owner and not by_rep else SQL("share"),
            self._sold_rows(place, {"now": span}, credits="rows" if by_owner else None),
            SQL("rep_id = ANY(%s)", list(place.rep_ids)) if by_owner and by_rep else SQL("TRUE"))
