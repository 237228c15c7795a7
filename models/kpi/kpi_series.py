from odoo import api, models
from odoo.exceptions import UserError

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
    def series(self, code, scope=False, scope_id=False, date_to=False, months=12):
        """Return a figure month by month; as many queries as for one month.

        :return: ``{"code", "name", "unit", "points": [{"date_from", "date_to", "value" or False, "text"}], "trend"}``; ``trend`` is
            ``rising``, ``falling``, ``steady`` or ``too_short``: whether the movement is more than chance
        """
        self.check_access("read")
        code = self._codes([code])[0]
        if code not in GATHERED or code in OF_TODAY or (code in CONFIDENTIAL and not self._is_manager()):
            raise UserError(self.env._("%s is not known month by month.", self._name_of(code)))
        if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= MOST_MONTHS:
            raise UserError(self.env._("A series has 1 to %s months.", MOST_MONTHS))
        spans = months_until(day=self._span_of(False, date_to)[1], count=months)
        # sudo: see figures
        values, _facts = self.sudo()._values([code], self._scope(scope, scope_id), {f"m{n}": span for n, span in enumerate(spans)})
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
    def breakdown(self, group_by, scope=False, scope_id=False, date_from=False, date_to=False, limit=10):
        """Return revenue by what it consists of, the largest first; what the caller may see of it.

        :param group_by: ``owner``, ``team`` (``branch``), ``territory``, ``channel``, ``category``, ``segment``, ``customer``, ``product``
        :return: list of ``{"id", "name", "value", "text", "share_percent" or False}``; the last one is the rest, when there is more
        """
        self.check_access("read")
        if not isinstance(group_by, str) or group_by not in GROUPS:
            raise UserError(self.env._("Revenue is divided by %s.", ", ".join(GROUPS)))
        if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST_ROWS:
            raise UserError(self.env._("A breakdown has 1 to %s rows.", MOST_ROWS))
        place, span = self._scope(scope, scope_id), self._span_of(date_from, date_to)
        model, domain, _context = self._records_sold("revenue", place, *self._bounds(span))
        # sudo: who may see the scope may see what its revenue consists of; names alone are shown
        rows = self.env[model].sudo()._read_group(
            [*domain, ["company_id", "=", place.company_id]], [GROUPS[group_by]], ["revenue_amount:sum"])
        rows = sorted(((record, amount or 0.0) for record, amount in rows), key=lambda row: (-row[1], row[0].id or 0))
        whole = sum(amount for _record, amount in rows)
        shown = [(record.id or 0, record.display_name or self.env._("None"), amount) for record, amount in rows[:limit]]
        if rest := rows[limit:]:
            shown.append((0, self.env._("%s others", len(rest)), sum(amount for _record, amount in rest)))
        return [{
            "id": record_id, "name": name, "value": amount, "text": self._value_text("money", amount),
            "share_percent": round(100 * amount / whole, 1) if whole > 0 else False} for record_id, name, amount in shown]
