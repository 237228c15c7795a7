from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.difference import Sum, differences
from odoo.addons.sales_os.algorithms.commission.draw import cap_reduction

INSERT = 5_000
ZERO = Decimal(0)


class SalesOsCommissionPlan(models.Model):
    """Writes differences into the ledger."""

    _inherit = "sales_os.commission.plan"

    def _book(self, found, start, as_of, marks, settle, links, told_of):
        """Append one entry per difference.

        :param links: ``{key: …}`` of :meth:`_booked`, for corrections
        :param told_of: function of a key: ``(links, rate, steps, sale of)`` or None
        """
        if not found:
            return 0
        Entry = self.env["sales_os.commission.entry"]
        now = fields.Datetime.to_string(fields.Datetime.now())
        run_id, settled_on = settle if settle else (None, None)
        state = "settled" if settle else "earned"
        plan_id, company_id, currency_id = self.id, self.company_id.id, self.currency_id.id
        first_day, rows, count = str(start), [], 0
        for row in found:
            rep_id, rule_id, source, kind = row.key
            told, before, reason = told_of(row.key), links.get(row.key), None
            if before:
                link, rate, steps, below = told or (before["links"], ZERO, [], before["from_rep_id"])
                day = marks.get(("sale.order", link[0])) or marks.get(("account.move", link[1])) or as_of
                day = max(day, start)
                steps = [*steps, ["correction", before["was"], str(row.amount)]]
                reason = "vanished" if row.vanished else "changed"
            else:
                link, rate, steps, below = told
                day = link[8]
            order_id, move_id, model, source_id, partner_id, source_currency_id, sold, fx, fx_day = link
            rows.append([
                plan_id, rule_id, rep_id, company_id, currency_id, kind, state, str(day), first_day, source, row.turn, order_id, move_id,
                model, source_id, partner_id, str(row.base), str(rate), str(row.amount), source_currency_id, sold if not before else None,
                None if fx is None else str(fx), None if fx_day is None else str(fx_day), before["first_id"] if before else None, run_id,
                settled_on, now, reason, {"steps": steps}, below,
            ])
            if len(rows) == INSERT:
                count += Entry._append_rows(rows)
                rows = []
        return count + Entry._append_rows(rows)

    def _book_refunds(self, start, stop, as_of, marks, settle):
        """Book what refunds take back; after the sales of the period, so that a refund in the same period finds them."""
        booked, links = self._booked(start, None, ("clawback",))
        wanted, told, _outside = self._claw_back(start, stop)
        return self._book(
            differences(wanted=wanted, booked=booked), start, as_of, marks, settle, links,
            lambda key: (told[key][0], ZERO, told[key][1], told[key][2]) if key in told else None)

    def _book_caps(self, start, as_of, settle):
        """Book what a cap cuts off the period."""
        caps = {row.rep_id.id: Decimal(repr(row.cap_amount)) for row in self.assignment_ids if row.cap_amount
                and row.date_start <= fields.Date.add(start, years=1) and (not row.date_end or row.date_end >= start)}
        booked, links = self._booked(start, None, ("cap",))
        if not caps and not booked:
            return 0
        totals = {rep_id: Decimal(total) for rep_id, total in self.env.execute_query(SQL(
            """SELECT rep_id, SUM(amount)::text FROM sales_os_commission_entry
                WHERE plan_id = %s AND period_start = %s AND state <> 'provisional' AND kind IN ('earned', 'override', 'clawback')
             GROUP BY rep_id""", self.id, start))}
        wanted, steps = {}, {}
        for rep_id, cap in caps.items():
            cut = cap_reduction(total=totals.get(rep_id, ZERO), cap=cap)
            if cut:
                key = (rep_id, None, f"cap:{start}", "cap")
                wanted[key], steps[key] = Sum(ZERO, cut), [["cap", str(totals[rep_id]), str(cap)]]
        empty = (None,) * 8
        return self._book(
            differences(wanted=wanted, booked=booked), start, as_of, {}, settle, links,
            lambda key: ((*empty, max(start, as_of)), ZERO, steps[key], None) if key in steps else None)
