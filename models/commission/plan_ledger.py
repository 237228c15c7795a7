from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.difference import Sum, differences
from odoo.addons.sales_os.algorithms.commission.draw import cap_reduction
from odoo.addons.sales_os.algorithms.commission.money import ZERO, exact
from odoo.addons.sales_os.algorithms.commission.period import period_end
from odoo.addons.sales_os.algorithms.commission.trace import encode_steps

# entries written at once
INSERT = 5_000
# an entry of a whole period links to no document
NOTHING = (None,) * 8


class SalesOsCommissionPlan(models.Model):
    """Writes differences into the ledger."""

    _inherit = "sales_os.commission.plan"

    def _earn_period(self, book, start, today, marks=None, settle=None):
        """Work out one period of this plan and book the differences.

        :param today: the day of corrections; of those documents in ``marks`` (``{(model, id): day}``) the day of their change
        :param settle: ``(run id, moment, boundary)`` when what is dated before ``boundary`` is settled at once
        :return: number of entries
        """
        return sum(self._book(*part, start, today, marks or {}, settle) for part in self._period_differences(book, start))

    def _book(self, found, links, told_of, start, today, marks, settle):
        """Append one entry per difference.

        :param links: ``{key: …}`` of :meth:`_booked`, for corrections
        :param told_of: function of a key: ``(links, rate, steps, sale of)``; None when the source is gone
        """
        if not found:
            return 0
        Entry = self.env["sales_os.commission.entry"]
        now = fields.Datetime.to_string(fields.Datetime.now())
        run_id, settled_on, boundary = settle or (None, None, None)
        plan_id, company_id, currency_id = self.id, self.company_id.id, self.currency_id.id
        first_day, rows, count = str(start), [], 0
        for row in found:
            rep_id, rule_id, source, kind = row.key
            told, before, reason = told_of(row.key), links.get(row.key), None
            if before:
                link, rate, steps, below = told or (before["links"], ZERO, [], before["from_rep_id"])
                day = marks.get(("sale.order", link[0])) or marks.get(("account.move", link[1])) or today
                day = max(day, start)
                steps = [*steps, ["correction", before["was"], str(row.amount)]]
                reason = "vanished" if row.vanished else "changed"
            else:
                link, rate, steps, below = told
                day = link[8]
            order_id, move_id, model, source_id, partner_id, source_currency_id, sold, fx, fx_day = link
            is_settled = boundary is not None and day < boundary
            rows.append((
                plan_id, rule_id, rep_id, company_id, currency_id, kind, "settled" if is_settled else "earned", day, first_day, source,
                row.turn, order_id, move_id, model, source_id, partner_id, row.base, rate, row.amount, source_currency_id,
                None if before else sold, fx, fx_day, before["first_id"] if before else None, run_id if is_settled else None,
                settled_on if is_settled else None, now, reason, encode_steps(steps), below,
            ))
            if len(rows) == INSERT:
                count += Entry._append_rows(rows)
                rows = []
        return count + Entry._append_rows(rows)

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
