from odoo import models

from odoo.addons.sales_os.algorithms.commission.difference import Sum, differences
from odoo.addons.sales_os.algorithms.commission.draw import PeriodTerms, pay_periods
from odoo.addons.sales_os.algorithms.commission.money import ZERO, exact
from odoo.addons.sales_os.algorithms.commission.period import period_end, periods_between

# an entry of a whole period links to no document
NOTHING = (None,) * 8


class SalesOsCommissionPlan(models.Model):
    """Draws and guarantees: what finished periods pay beside what was sold. Booked when they are settled."""

    _inherit = "sales_os.commission.plan"

    def _draw_differences(self, boundary):
        """Yield ``(first day, differences, links, told)`` of each period that ended before ``boundary``."""
        self.ensure_one()
        rows = self.assignment_ids.filtered(lambda row: row.draw_amount or row.guarantee_amount)
        kinds = ("draw",)
        if not rows:
            return
        first = min(rows.mapped("date_start"))
        starts = [start for start in periods_between(start=first, stop=boundary, period=self.period) if start < boundary]
        totals = self._period_totals(starts[0], boundary, ("earned", "override", "clawback", "cap")) if starts else {}
        wanted, steps = {}, {}
        for rep, own in rows.grouped("rep_id").items():
            terms = [(start, own._terms_in(start, period_end(day=start, period=self.period))) for start in starts]
            terms = [(start, term) for start, term in terms if term]
            pays = pay_periods(totals=[totals.get((rep.id, start), ZERO) for start, _term in terms], terms=[term for _start, term in terms])
            for (start, term), pay in zip(terms, pays, strict=True):
                total = str(totals.get((rep.id, start), ZERO))
                for name, amount, told in (
                    ("draw", pay.draw, ["draw", total, str(term.draw), str(pay.draw), str(pay.balance)]),
                    ("guarantee", pay.guarantee, ["guarantee", total, str(term.guarantee), str(pay.guarantee)]),
                ):
                    if amount:
                        key = (rep.id, None, f"{name}:{start}", "draw")
                        wanted.setdefault(start, {})[key] = Sum(ZERO, amount)
                        steps[key] = [told]
        for start in starts:
            booked, links = self._booked(start, None, kinds)
            stop = period_end(day=start, period=self.period)
            yield start, differences(wanted=wanted.get(start, {}), booked=booked), links, (
                lambda key, stop=stop: ((*NOTHING, stop), ZERO, steps[key], None) if key in steps else None)


class SalesOsCommissionAssignment(models.Model):
    _inherit = "sales_os.commission.assignment"

    def _terms_in(self, start, stop):
        """The terms of one representative in a period, None when none of these rows covers a day of it."""
        row = self.filtered(lambda row: row.date_start <= stop and (not row.date_end or row.date_end >= start)).sorted("date_start")[-1:]
        return row and PeriodTerms(
            draw=exact(row.draw_amount) if row.draw_amount else None, recoverable=row.draw_recoverable,
            guarantee=exact(row.guarantee_amount) if row.guarantee_amount else None)
