from odoo import api, models
from odoo.tools import SQL

MOST = 12


class SalesOsKpi(models.Model):
    """What customers are worth by when they came, as the last valuation of customers says it."""

    _inherit = "sales_os.kpi"

    @api.model
    def _cohorts(self, place, last):
        """``[{"name", "customers", "ordered", "expected", "alive"}]``, means of a customer, by the quarter of the first order, newest last.

        The reader's own rules decide which customers count; ``expected`` is the value of the next 52 weeks.
        """
        Value = self.env["sales_os.customer.value"]
        if not Value.has_access("read"):
            return []
        domain = [("company_id", "=", place.company_id), ("date_first_order", "!=", False)]
        if place.kind != "company" or place.narrowed:
            # sudo: whose customers these are was decided with the scope
            ever = {"all": (last.replace(year=1990, month=1, day=1), last)}
            buyers = self.sudo().env.execute_query(SQL("SELECT DISTINCT partner_id FROM (%s) row", self._buyer_rows(place, ever)))
            domain.append(("partner_id", "in", [partner_id for (partner_id,) in buyers]))
        rows = Value._read_group(
            domain, ["date_first_order:quarter"], ["__count", "total_amount:sum", "clv_amount:sum", "alive_percent:avg"])
        return [{
            "name": self.env._("%(year)s, quarter %(quarter)s", year=quarter.year, quarter=(quarter.month + 2) // 3), "customers": count,
            "ordered": (ordered or 0.0) / count, "expected": (expected or 0.0) / count, "alive": round(alive or 0.0, 1),
        } for quarter, count, ordered, expected, alive in sorted(rows)[-MOST:]]
