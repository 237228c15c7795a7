from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.draw import PeriodTerms, pay_periods
from odoo.addons.sales_os.algorithms.commission.period import period_end, periods_between
from odoo.addons.sales_os.algorithms.commission.simulate import retimed
from odoo.addons.sales_os.algorithms.commission.work_out import Matcher, work_out

ZERO = Decimal(0)
# handed down by context: an object of this process, which no caller from outside can make
SIMULATED = "sales_os_simulated_earnings"


class Earnings:
    """What a simulation has earned so far, as refunds look it up."""

    def __init__(self):
        self.by_line, self.by_move = defaultdict(list), defaultdict(list)

    def add(self, row, links):
        earned = (row.rep, row.rule, row.below, row.base, row.amount)
        self.by_line[links[3]].append(earned)
        if links[1]:
            self.by_move[links[1]].append(earned)


class SalesOsCommissionPlan(models.Model):
    """Replays months of history under the terms of this plan. Nothing is written."""

    _inherit = "sales_os.commission.plan"

    def _simulate(self, date_from, date_to, newest_only=True):
        """Return ``({(rep, first day of the period): amount}, revenue)``: what this plan would have paid, and for how much revenue.

        :param newest_only: the newest version, drafts included, for the whole time; otherwise the approved versions by their days
        """
        self.ensure_one()
        book = self._as_book(draft=newest_only)
        if newest_only:
            book = retimed(book=book, start=date_from)
        earnings, pay = Earnings(), defaultdict(Decimal)
        periods = periods_between(start=date_from, stop=date_to, period=self.period)
        carried = defaultdict(lambda: defaultdict(Decimal))
        by_order = {rule.key for _day, rules in book.versions for rule in rules if rule.scope == "order"}
        reps, revenue = frozenset(book.assignments), ZERO
        for start in periods:
            stop = period_end(day=start, period=self.period)
            found = self._find_sales(start, stop)
            owed, _unpaid = work_out(
                sales=found.sales, book=book, matcher=Matcher(book=book, facts=found.facts), reps=reps, carried=carried)
            revenue += sum((
                sale.sold.revenue * sale.sold.fx * (sale.sold.stop - sale.sold.start) for sale in found.sales
                if any(rep in reps for rep, _percent in sale.credits)), ZERO)
            for row in owed:
                pay[row.rep, start] += row.amount
                earnings.add(row, found.links[row.sale.sold.source])
                if row.kind == "earned" and row.rule in by_order:
                    carried[row.rep][row.rule, row.sale.sold.order] += row.base
            taken, _told, _outside = self.with_context(**{SIMULATED: earnings})._claw_back(start, stop)
            for (rep, _rule, _source, _kind), value in taken.items():
                pay[rep, start] += value.amount
        self._simulate_terms(pay, periods, book, newest_only)
        return {key: amount for key, amount in pay.items() if amount}, self._to_cents(revenue)

    def _simulate_terms(self, pay, periods, book, newest_only):
        """Caps, draws and guarantees of whole periods, in their order."""
        rows = {}
        for row in self.assignment_ids.sorted("date_start"):
            rows.setdefault(row.rep_id.id, []).append(row)
        for rep, assignments in rows.items():
            terms = []
            for start in periods:
                row = next((row for row in assignments if newest_only or (
                    row.date_start <= fields.Date.add(start, years=1) and (not row.date_end or row.date_end >= start))), None)
                terms.append(PeriodTerms() if row is None else PeriodTerms(
                    cap=self._term(row.cap_amount), draw=self._term(row.draw_amount), recoverable=row.draw_recoverable,
                    guarantee=self._term(row.guarantee_amount)))
            totals = [pay.get((rep, start), ZERO) for start in periods]
            for start, result in zip(periods, pay_periods(totals=totals, terms=terms), strict=True):
                pay[rep, start] += result.cap + result.draw + result.guarantee

    def _term(self, amount):
        return Decimal(repr(amount)) if amount else None

    def _earned_of_refunded(self, refunds):
        simulated = self.env.context.get(SIMULATED)
        if isinstance(simulated, Earnings):
            return simulated.by_line, simulated.by_move
        return super()._earned_of_refunded(refunds)

    def _paid_history(self, date_from, date_to, rep_ids):
        """``{(rep, first day of the period): amount}`` that the ledger holds for these days, in this plan's currency."""
        rows = self.env.execute_query(SQL(
            """SELECT rep_id, currency_id, date, SUM(amount)::text FROM sales_os_commission_entry
                WHERE company_id = %s AND state <> 'provisional' AND date BETWEEN %s AND %s AND rep_id = ANY(%s)
             GROUP BY rep_id, currency_id, date""", self.company_id.id, date_from, date_to, list(rep_ids)))
        rate_of = self._exchange_rates({row[1] for row in rows}) if rows else None
        result = defaultdict(Decimal)
        for rep_id, currency_id, day, amount in rows:
            start = periods_between(start=day, stop=day, period=self.period)[0]
            result[rep_id, start] += Decimal(amount) * (rate_of(currency_id, day) or 1)
        return {key: self._to_cents(amount) for key, amount in result.items()}

    def _to_cents(self, amount):
        return amount.quantize(Decimal(1).scaleb(-self.currency_id.decimal_places))
