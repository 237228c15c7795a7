from odoo import models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.period import period_end
from odoo.addons.sales_os.algorithms.commission.work_out import Matcher, work_out

# periods looked at; what lies further back was explained by earlier previews
EXPLAINED_PERIODS = 12


class SalesOsCommissionPlan(models.Model):
    """Why a sale is not paid: a reason for each, so that nothing is left out in silence."""

    _inherit = "sales_os.commission.plan"

    def _why_not_paid(self, date_to):
        """Return one dict a sale that is not settled: ``date, move, order, partner, rep, amount, reason, payable_from``."""
        self.ensure_one()
        boundary, result = self._boundary(date_to), []
        result += self._why_waiting(boundary)
        book = self._as_book()
        for start in self._periods(self._until(date_to))[-EXPLAINED_PERIODS:]:
            stop = period_end(day=start, period=self.period)
            found = self._find_sales(start, stop)
            _owed, unpaid = work_out(sales=found.sales, book=book, matcher=Matcher(book=book, facts=found.facts))
            result += [self._not_paid(found.links[row.sale.sold.source], row.code, row.rep) for row in unpaid]
            result += [self._not_paid(found.links[sale.sold.source], "no_rate") for sale in found.no_rate]
            result += [self._not_paid(links, "window") for _line_id, links, _sold_day in self._claw_back(start, stop)[2]]
        result += self._why_drafts(date_to)
        return result

    def _not_paid(self, links, code, rep_id=None, payable_from=None, amount=None):
        order_id, move_id, _model, _line_id, partner_id, currency_id, sold, _fx, day = links
        return {
            "plan": self.id, "date": day, "move": move_id, "order": order_id, "partner": partner_id, "rep": rep_id, "currency": currency_id,
            "amount": float(amount if amount is not None else sold or 0), "reason": code, "payable_from": payable_from,
        }

    def _why_waiting(self, boundary):
        """What is earned in a period that is not over, and what is expected."""
        rows = self.env.execute_query(SQL(
            """SELECT date, move_id, order_id, partner_id, rep_id, amount, state, reason FROM sales_os_commission_entry
                WHERE plan_id = %s AND ((state = 'earned' AND date >= %s) OR state = 'provisional')
             ORDER BY date, id""", self.id, boundary))
        return [
            self._not_paid((order_id, move_id, None, None, partner_id, self.currency_id.id, None, None, day),
                           "later" if state == "earned" else reason, rep_id, self._payable_from(day) if state == "earned" else None, amount)
            for day, move_id, order_id, partner_id, rep_id, amount, state, reason in rows
        ]

    def _why_drafts(self, date_to):
        """Invoices of the plan's representatives that are not posted yet."""
        if self.trigger == "order":
            return []
        users = self.assignment_ids.rep_id.user_id.ids
        rows = self.env.execute_query(SQL(
            """SELECT COALESCE(invoice_date, date), id, commercial_partner_id, currency_id, amount_untaxed, invoice_user_id
                 FROM account_move
                WHERE company_id = %s AND state = 'draft' AND move_type = 'out_invoice' AND invoice_user_id = ANY(%s)
                  AND COALESCE(invoice_date, date) <= %s ORDER BY 1, id""", self.company_id.id, users, date_to))
        by_user = self._reps_by_user()
        return [
            self._not_paid((None, move_id, None, None, partner_id, currency_id, amount, None, day), "draft", by_user.get(user_id))
            for day, move_id, partner_id, currency_id, amount, user_id in rows
        ]

    def _reason_words(self):
        """The reasons in words, by their codes."""
        return {
            "later": self.env._("The period is not over"),
            "unpaid": self.env._("The customer has not paid yet"),
            "not invoiced": self.env._("Not invoiced yet"),
            "draft": self.env._("The invoice is a draft: post it"),
            "no_credit": self.env._("Nobody is credited: the order has no salesperson with a representative, and its territory no owner"),
            "no_plan": self.env._("The representative is not in this plan on that day"),
            "no_rule": self.env._("No rule of the plan matches"),
            "closed": self.env._("The plan was closed before that day"),
            "early": self.env._("The plan starts after that day"),
            "no_rate": self.env._("No exchange rate is known for that day: enter one"),
            "window": self.env._("The refund came after the clawback window, or refunds of this plan take nothing back"),
        }
