from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from odoo.addons.sales_os.algorithms.commission.difference import Sum, differences
from odoo.addons.sales_os.algorithms.commission.draw import cap_reduction
from odoo.addons.sales_os.algorithms.commission.money import ZERO, exact
from odoo.addons.sales_os.algorithms.commission.period import period_end
from odoo.addons.sales_os.algorithms.commission.trace import encode_steps

# what comes in bulk gets its statement as it is booked; the rest, of which people are told, when statements are prepared
BULK = ("earned", "override")
# an entry of a whole period links to no document
NOTHING = (None,) * 8


class SalesOsCommissionPlan(models.Model):
    """Writes differences into the ledger."""

    _inherit = "sales_os.commission.plan"

    def _earn_period(self, book, start, today, marks=None, settle=None):
        """Work out one period of this plan and book the differences.

        :param today: the day of corrections; of those documents in ``marks`` (``{(model, id): day}``) the day of their change
        :param settle: ``(run, moment, boundary)`` when what is dated before ``boundary`` is settled at once
        :return: number of entries
        """
        # thousands of small records that never refer back to each other: the garbage collector would only count them, again and again
        with disabling_gc():
            return sum(self._book(*part, start, today, marks or {}, settle) for part in self._period_differences(book, start))

    def _book(self, found, links, told_of, start, today, marks, settle):
        """Append one entry per difference.

        :param links: ``{key: …}`` of :meth:`_booked`, for corrections
        :param told_of: function of a key: ``(links, rate, steps, sale of)``; None when the source is gone
        """
        if not found:
            return 0
        told = [self._told_of_difference(row, links.get(row.key), told_of(row.key), start, today, marks) for row in found]
        run, moment, boundary = settle or (None, None, None)
        places = {} if run is None else run._places(self.currency_id.id, {
            (row.key[0], day) for row, (day, *_told) in zip(found, told, strict=True) if row.key[3] in BULK and day < boundary})
        return self.env["sales_os.commission.entry"]._append_rows(
            self._entry_rows(found, told, start, places, run and run.id, moment, boundary))

    def _told_of_difference(self, row, before, told, start, today, marks):
        """``(day, links, rate, sale of, first entry, reason, trace)`` of the entry that books a difference."""
        if not before:
            link, rate, steps, below = told
            return link[8], link, rate, below, None, None, encode_steps(steps)
        link, rate, steps, below = told or (before["links"], ZERO, [], before["from_rep_id"])
        day = marks.get(("sale.order", link[0])) or marks.get(("account.move", link[1])) or today
        steps = [*steps, ["correction", before["was"], str(row.amount)]]
        # what was sold is told once
        link = (*link[:6], None, *link[7:])
        return (max(day, start), link, rate, below, before["first_id"], "vanished" if row.vanished else "changed", encode_steps(steps))

    def _entry_rows(self, found, told, start, places, run_id, moment, boundary):
        """Yield the values of each entry in the order in which they are appended."""
        now = fields.Datetime.to_string(fields.Datetime.now())
        plan_id, company_id, currency_id, first_day = self.id, self.company_id.id, self.currency_id.id, str(start)
        for row, (day, link, rate, below, first_id, reason, trace) in zip(found, told, strict=True):
            rep_id, rule_id, source, kind = row.key
            order_id, move_id, model, source_id, partner_id, source_currency_id, sold, fx, fx_day = link
            settled = boundary is not None and day < boundary
            yield (
                plan_id, rule_id, rep_id, company_id, currency_id, kind, "settled" if settled else "earned", day, first_day, source,
                row.turn, order_id, move_id, model, source_id, partner_id, row.base, rate, row.amount,
                source_currency_id if source_currency_id != currency_id else None,
                sold, fx, fx_day, first_id, run_id if settled else None, moment if settled else None, now, reason, trace, below,
                places.get((rep_id, day)) if settled and kind in BULK else None,
            )

    def _refund_differences(self, start, stop):
        """What refunds take back; after the sales of the period, so that a refund in the same period finds them."""
        booked, links = self._booked(start, None, ("clawback",))
        wanted, told, _outside = self._claw_back(start, stop)
        return (differences(wanted=wanted, booked=booked), links,
                lambda key: (told[key][0], ZERO, told[key][1], told[key][2]) if key in told else None)

    def _cap_differences(self, start):
        """What a cap cuts off the period."""
        stop = period_end(day=start, period=self.period)
        caps = {row.rep_id.id: exact(row.cap_amount) for row in self.assignment_ids.sorted("date_start") if row.cap_amount
                and row.date_start <= stop and (not row.date_end or row.date_end >= start)}
        booked, links = self._booked(start, None, ("cap",))
        wanted, steps = {}, {}
        totals = self._period_totals(start, start) if caps else {}
        for rep_id, cap in caps.items():
            total = totals.get((rep_id, start), ZERO)
            cut = cap_reduction(total=total, cap=cap)
            if cut:
                key = (rep_id, None, f"cap:{start}", "cap")
                wanted[key], steps[key] = Sum(ZERO, cut), [["cap", str(total), str(cap)]]
        return (differences(wanted=wanted, booked=booked), links,
                lambda key: ((*NOTHING, stop), ZERO, steps[key], None) if key in steps else None)

    def _period_totals(self, first, last, kinds=("earned", "override", "clawback")):
        """``{(rep, first day of the period): amount}`` of what sales earned, from one period to another."""
        return {(rep_id, start): Decimal(total) for rep_id, start, total in self.env.execute_query(SQL(
            """SELECT rep_id, period_start, SUM(amount)::text FROM sales_os_commission_entry
                WHERE plan_id = %s AND period_start BETWEEN %s AND %s AND state <> 'provisional' AND kind = ANY(%s)
             GROUP BY rep_id, period_start""", self.id, first, last, list(kinds)))}
