from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.difference import Sum, differences
from odoo.addons.sales_os.algorithms.commission.period import period_end
from odoo.addons.sales_os.algorithms.commission.work_out import Matcher, work_out

# so many sales are worked out at once; more are divided by representatives, so that memory does not grow with a period
BATCH = 20_000


class SalesOsCommissionPlan(models.Model):
    """Brings the ledger to what orders, invoices and payments say: what is missing is appended, nothing is changed."""

    _inherit = "sales_os.commission.plan"

    def _period_differences(self, book, start):
        """Yield ``(differences, links, told)`` of one period: the sales by portions, then refunds, then caps.

        What comes later builds on what came earlier: book each part before the next is asked for.
        """
        self.ensure_one()
        stop, book = period_end(day=start, period=self.period), self._with_quotas_of(book, start)
        for reps in self._rep_batches(book, start, stop):
            yield self._sales_differences(book, start, stop, reps)
        yield self._refund_differences(start, stop)
        yield self._cap_differences(start)

    def _sales_differences(self, book, start, stop, reps):
        currency_id = self.currency_id.id
        booked, links = self._booked(start, reps, ("earned", "override"))
        frozen, rates = defaultdict(set), {}
        for (_rep_id, rule_id, source, kind), told in links.items():
            if kind == "earned" and told["amount_known"]:
                frozen[source].add(rule_id)
                rates[source] = told["fx"]
        found = self._find_sales(start, stop, frozen_rates=rates, only=reps)
        matcher = Matcher(book=book, facts=found.facts, frozen=frozen)
        owed, _unpaid = work_out(
            sales=found.sales, book=book, matcher=matcher, reps=reps, carried=self._carried(book, start, found))
        wanted, by_key = {}, {}
        for row in owed:
            source = row.sale.sold.source if row.below is None else f"{row.sale.sold.source}<{row.below}"
            key = (row.rep, row.rule, source, row.kind)
            wanted[key], by_key[key] = Sum(row.base, row.amount), row
        return (differences(wanted=wanted, booked=booked), links,
                lambda key: self._told_of_owed(by_key.get(key), found, currency_id))

    def _rep_batches(self, book, start, stop):
        """The assigned representatives, all at once or, in a period with very many sales, in portions."""
        reps = sorted(book.assignments)
        if not reps:
            return []
        count = self._count_sales(start, stop)
        portions = min(len(reps), -(-count // BATCH)) or 1
        size = -(-len(reps) // portions)
        return [frozenset(reps[index:index + size]) for index in range(0, len(reps), size)]

    def _count_sales(self, start, stop):
        """About how many lines the period has: enough to decide about portions."""
        if self.trigger == "order":
            query = SQL(
                """SELECT COUNT(*) FROM sale_order_line line JOIN sale_order sale ON sale.id = line.order_id
                    WHERE sale.company_id = %s AND sale.state = 'sale' AND sale.date_order BETWEEN %s AND %s""",
                self.company_id.id, start, fields.Date.add(stop, days=1))
        else:
            parts = self._query_invoices(start, stop) if self.trigger == "invoice" else self._query_payments(start, stop)
            query = SQL(
                "SELECT COUNT(*) FROM (%s) part JOIN account_move_line line ON line.move_id = part.move_id", parts)
        self._flush_sources()
        return self.env.execute_query(query)[0][0]

    def _booked(self, start, reps, kinds):
        """``({key: Sum}, {key: what the entries link to})`` of one period."""
        rows = self.env.execute_query(SQL(
            """SELECT rep_id, rule_id, source_key, kind, SUM(base_amount)::text, SUM(amount)::text, COUNT(*), MIN(id), MIN(order_id),
                      MIN(move_id), MIN(source_model), MIN(source_id), MIN(partner_id), MIN(source_currency_id), MIN(from_rep_id),
                      MIN(currency_rate::text) FILTER (WHERE turn = 0), MIN(currency_date) FILTER (WHERE turn = 0)
                 FROM sales_os_commission_entry
                WHERE plan_id = %(plan)s AND period_start = %(start)s AND state <> 'provisional' AND kind = ANY(%(kinds)s)
                  AND (%(all)s OR COALESCE(from_rep_id, rep_id) = ANY(%(reps)s))
             GROUP BY rep_id, rule_id, source_key, kind""",
            plan=self.id, start=start, kinds=list(kinds), all=reps is None, reps=list(reps or ())))
        booked, links = {}, {}
        for (rep_id, rule_id, source, kind, base, amount, count, first_id, order_id, move_id, model, source_id, partner_id, currency_id,
             from_rep_id, fx, fx_day) in rows:
            key = (rep_id, rule_id, source, kind)
            booked[key] = Sum(Decimal(base), Decimal(amount), count)
            links[key] = {
                "first_id": first_id, "from_rep_id": from_rep_id, "fx": Decimal(fx) if fx else None, "was": amount,
                "amount_known": bool(booked[key].base or booked[key].amount),
                "links": (order_id, move_id, model, source_id, partner_id, currency_id, None, Decimal(fx) if fx else None, fx_day),
            }
        return booked, links

    def _carried(self, book, start, found):
        """``{rep: {(rule, order): base}}`` that earlier periods have counted, where a rule counts by order."""
        by_order = [rule.key for _day, rules in book.versions for rule in rules if rule.scope == "order"]
        orders = {sale.sold.order for sale in found.sales} if by_order else ()
        if not orders:
            return {}
        carried = defaultdict(dict)
        for rep_id, rule_id, order_id, base in self.env.execute_query(SQL(
            """SELECT rep_id, rule_id, COALESCE(order_id, move_id), SUM(base_amount)::text FROM sales_os_commission_entry
                WHERE plan_id = %s AND rule_id = ANY(%s) AND kind = 'earned' AND state <> 'provisional' AND period_start < %s
                  AND COALESCE(order_id, move_id) = ANY(%s)
             GROUP BY rep_id, rule_id, COALESCE(order_id, move_id)""", self.id, by_order, start, list(orders),
        )):
            carried[rep_id][rule_id, order_id] = Decimal(base)
        return carried

    @staticmethod
    def _told_of_owed(row, found, currency_id):
        """What a new entry links to and tells: ``(links, rate, steps, sale of)``; None for what has no source any more."""
        if row is None:
            return None
        sold, links = row.sale.sold, found.links[row.sale.sold.source]
        steps = [["sold", links[6], links[5]]]
        if row.rule in found.by_margin:
            steps.append(["cost", str(sold.cost)])
        if sold.start or sold.stop != 1:
            steps.append(["part", f"{sold.start:.6f}", f"{sold.stop:.6f}"])
        if links[5] != currency_id:
            steps.append(["exchange", str(links[7]), str(row.sale.day)])
        if row.percent != 100:
            steps.append(["credit", str(row.percent)])
        steps += [[code, *map(str, numbers)] for code, *numbers in row.steps]
        return links, row.rate, steps, row.below
