from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.clawback import Window, claw_back, effective_refund
from odoo.addons.sales_os.algorithms.commission.difference import Sum

ONE, ZERO = Decimal(1), Decimal(0)


class SalesOsCommissionPlan(models.Model):
    """What the refunds of a period take back from what was paid for the sales they refund."""

    _inherit = "sales_os.commission.plan"

    def _claw_back(self, start, stop):
        """Return ``({key: Sum}, {key: what its entry tells}, [(refund line, why nothing is taken back)])``."""
        wanted, told, outside = {}, {}, []
        refunds = self._has_refunds() and self.env.execute_query(self._query_refunds(start, stop))
        if not refunds:
            return wanted, told, outside
        window = Window(claws_back=self.claws_back, days=self.clawback_days)
        by_line, by_invoice = self._earned_of_refunded(refunds)
        for (line_id, move_id, day, origin_id, sold_day, value, before, whole, partner_id, currency_id, order_id, invoice_id, total, paid,
             refunded) in refunds:
            links = (order_id, move_id, "account.move.line", line_id, partner_id, currency_id, "-" + value, None, day)
            if not window.covers(sold=sold_day, refunded=day):
                outside.append((line_id, links, sold_day))
                continue
            effective = ONE if self.trigger != "payment" else effective_refund(
                total=Decimal(total), paid=Decimal(paid), refunded=Decimal(refunded))
            # what was never paid for takes nothing back: an invoice whose unpaid part is refunded
            for rep_id, rule_id, from_rep_id, base, amount in (by_line.get(origin_id, ()) if origin_id else by_invoice.get(invoice_id, ())):
                taken_base, taken = claw_back(
                    refund=Decimal(value), effective=effective, line=Decimal(whole), base=base, amount=amount,
                    before=Decimal(before) * effective, digits=self.currency_id.decimal_places)
                if not taken and not taken_base:
                    continue
                key = (rep_id, rule_id, f"rf:{line_id}" + (f"<{from_rep_id}" if from_rep_id else ""), "clawback")
                have = wanted.get(key, Sum(ZERO, ZERO))
                wanted[key] = Sum(have.base + taken_base, have.amount + taken)
                told[key] = (links, [["refund", value, whole, str(effective)], ["paid", str(base), str(amount)],
                                     ["taken", str(wanted[key].base), str(wanted[key].amount)]], from_rep_id)
        return wanted, told, outside

    def _has_refunds(self):
        """Whether anything was ever refunded: a look into an index, shorter than only to think about the query of the refunds."""
        return self.env.execute_query(SQL(
            """SELECT EXISTS (SELECT 1 FROM account_move WHERE company_id = %s AND reversed_entry_id IS NOT NULL AND state = 'posted'
                                 AND move_type = 'out_refund')""", self.company_id.id))[0][0]

    def _earned_of_refunded(self, refunds):
        """``({sold line: [(rep, rule, sale of, base, amount)]}, {invoice: [the same]})``: what the ledger holds, as it was paid.

        Where a cap cut a period, its sales were paid in that proportion.
        """
        model = "sale.order.line" if self.trigger == "order" else "account.move.line"
        rows = self.env.execute_query(SQL(
            """WITH origin AS (
                    SELECT entry.rep_id, entry.rule_id, entry.from_rep_id, entry.source_id, entry.move_id, entry.period_start,
                           SUM(entry.base_amount) AS base, SUM(entry.amount) AS amount
                      FROM sales_os_commission_entry entry
                     WHERE entry.plan_id = %(plan)s AND entry.kind IN ('earned', 'override') AND entry.state <> 'provisional'
                       AND (entry.move_id = ANY(%(moves)s) OR entry.order_id = ANY(%(orders)s))
                       AND (entry.source_model = %(model)s AND entry.source_id = ANY(%(lines)s) OR entry.move_id = ANY(%(whole)s))
                  GROUP BY entry.rep_id, entry.rule_id, entry.from_rep_id, entry.source_id, entry.move_id, entry.period_start
               ), cut AS (
                    SELECT rep_id, period_start, SUM(amount) FILTER (WHERE kind = 'cap') AS cap,
                           SUM(amount) FILTER (WHERE kind IN ('earned', 'override')) AS earned
                      FROM sales_os_commission_entry
                     WHERE plan_id = %(plan)s AND state <> 'provisional'
                       AND (rep_id, period_start) IN (SELECT rep_id, period_start FROM origin)
                  GROUP BY rep_id, period_start HAVING COUNT(*) FILTER (WHERE kind = 'cap') > 0
               )
               SELECT origin.rep_id, origin.rule_id, origin.from_rep_id, origin.source_id, origin.move_id, SUM(origin.base)::text,
                      SUM(origin.amount * CASE WHEN cut.earned > 0 THEN (cut.earned + cut.cap) / cut.earned ELSE 1 END)::text
                 FROM origin LEFT JOIN cut ON cut.rep_id = origin.rep_id AND cut.period_start = origin.period_start
             GROUP BY origin.rep_id, origin.rule_id, origin.from_rep_id, origin.source_id, origin.move_id""",
            plan=self.id, model=model, lines=[row[3] for row in refunds if row[3]],
            moves=[] if self.trigger == "order" else [row[11] for row in refunds],
            orders=[row[10] for row in refunds if row[10]] if self.trigger == "order" else [],
            whole=[] if self.trigger == "order" else [row[11] for row in refunds if not row[3]],
        ))
        by_line, by_invoice = defaultdict(list), defaultdict(list)
        for rep_id, rule_id, from_rep_id, source_id, move_id, base, amount in rows:
            earned = (rep_id, rule_id, from_rep_id, Decimal(base), Decimal(amount))
            by_line[source_id].append(earned)
            by_invoice[move_id].append(earned)
        return by_line, by_invoice
