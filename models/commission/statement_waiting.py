from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.commission.statement import payable_on
from odoo.addons.sales_os.algorithms.commission.work_out import Matcher, work_out

ZERO = Decimal(0)


class SalesOsRep(models.Model):
    """What is sold but not earned yet: how much it will be, why it waits and from when it is paid."""

    _inherit = "sales_os.rep"

    def _waiting_commissions(self, currency=None):
        """Return ``[{"document", "customer", "plan", "currency", "amount", "why", "due", "payable_on"}]``, the next first.

        Worked out live by the rules in force; nothing is written.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        # sudo: the plans that pay this representative, whoever asks with the right to see that
        plans = self.sudo().commission_assignment_ids.filtered(
            lambda row: row.plan_id.state == "approved" and row.date_start <= today and (not row.date_end or row.date_end >= today)).plan_id
        rows = []
        for plan in plans:
            if plan.trigger != "order" and (currency is None or plan.currency_id == currency):
                rows += self._waiting_of_plan(plan)
        return sorted(rows, key=lambda row: (row["payable_on"], row["document"]))

    def _waiting_of_plan(self, plan):
        found = plan._find_sales(None, None, only={self.id}, waiting=True)
        book = plan._as_book()
        owed, _unpaid = work_out(
            sales=found.sales, book=book, matcher=Matcher(book=book, facts=found.facts), reps=frozenset({self.id}))
        sums = {}
        for row in owed:
            if row.rep == self.id:
                order_id, move_id = found.links[row.sale.sold.source][:2]
                sums[order_id, move_id] = sums.get((order_id, move_id), ZERO) + row.amount
        missing = {found.links[sale.sold.source][:2] for sale in found.no_rate if any(rep == self.id for rep, _percent in sale.credits)}
        moves = self.env["account.move"].sudo().browse([key[1] for key in (*sums, *missing) if key[1]])  # sudo: numbers and due days
        orders = self.env["sale.order"].sudo().browse([key[0] for key in (*sums, *missing) if key[0]])  # sudo: as above
        by_move, by_order = {move.id: move for move in moves}, {order.id: order for order in orders}
        return [
            self._waiting_row(plan, by_order.get(key[0], orders.browse()), by_move.get(key[1], moves.browse()), sums.get(key))
            for key in {**sums, **dict.fromkeys(missing)} if sums.get(key) or key in missing]

    def _waiting_row(self, plan, order, move, amount):
        today = fields.Date.context_today(self)
        due = max(today, (move.invoice_date_due or move.invoice_date) if move else (order.commitment_date or order.date_order).date())
        if amount is None:
            why = self.env._("no exchange rate of that day: enter one")
        elif move:
            why = self.env._("unpaid: %s", move.currency_id.format(move.amount_residual))
        else:
            why = self.env._("not invoiced yet")
        company = plan.company_id
        return {
            "document": (move or order).name or "", "customer": (move or order).commercial_partner_id.name or "" if move
            else order.partner_id.commercial_partner_id.name or "", "plan": plan.name, "currency": plan.currency_id.name,
            "amount": amount or ZERO, "why": why, "due": due,
            "payable_on": payable_on(day=due, period=company.sales_os_statement_period, days=company.sales_os_payout_days),
        }


class SalesOsCommissionStatement(models.Model):
    _inherit = "sales_os.commission.statement"

    waiting_html = fields.Html(
        string="Not Earned Yet", compute="_compute_waiting_html", sanitize=False,
        help="What is sold in this currency and waits for an invoice or a payment, as it is today.")

    @api.depends("rep_id", "state")
    def _compute_waiting_html(self):
        for statement in self:
            rows = statement._waiting()
            statement.waiting_html = rows and self.env["ir.qweb"]._render(
                "sales_os.commission_waiting_table", {"rows": rows, "statement": statement})

    def _waiting(self):
        """Only a provisional statement says what may still come."""
        self.ensure_one()
        if self.state != "draft" or not self.rep_id:
            return []
        # sudo: whoever may read the statement sees what it waits for
        return self.sudo().rep_id._waiting_commissions(self.currency_id)

    def _plain_waiting(self):
        return [
            {**row, "amount": f"{row['amount']:f}", "due": fields.Date.to_string(row["due"]),
             "payable_on": fields.Date.to_string(row["payable_on"])}
            for row in self._waiting()]
