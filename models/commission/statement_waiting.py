from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.statement import payable_on


class SalesOsRep(models.Model):
    """What is sold but not earned yet: how much it will be, why it waits and from when it is paid."""

    _inherit = "sales_os.rep"

    def _waiting_commissions(self, currency=None):
        """Return ``[{"document", "customer", "plan", "currency", "amount", "why", "due", "payable_on"}]``, the next first.

        Summed from the provisional entries, which every run of the engine makes anew; a constant number of queries.
        """
        self.ensure_one()
        self.env["sales_os.commission.entry"].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT plan_id, order_id, move_id, SUM(amount)::text FROM sales_os_commission_entry
                WHERE rep_id = %s AND state = 'provisional' AND (%s OR currency_id = %s)
             GROUP BY plan_id, order_id, move_id HAVING SUM(amount) <> 0""", self.id, currency is None, currency.id if currency else 0))
        # sudo: numbers, customers and due days of what this representative sold
        orders = self.env["sale.order"].sudo().browse([row[1] for row in rows if row[1]])
        moves = self.env["account.move"].sudo().browse([row[2] for row in rows if row[2]])  # sudo: as above
        plans = self.env["sales_os.commission.plan"].sudo().browse([row[0] for row in rows])  # sudo: as above
        by_id = [{record.id: record for record in records} for records in (plans, orders, moves)]
        result = [
            self._waiting_row(
                by_id[0][plan_id], by_id[1].get(order_id, orders.browse()), by_id[2].get(move_id, moves.browse()), Decimal(amount))
            for plan_id, order_id, move_id, amount in rows]
        return sorted(result, key=lambda row: (row["payable_on"], row["document"], row["plan"]))

    def _waiting_row(self, plan, order, move, amount):
        document = move or order
        day = (move.invoice_date_due or move.invoice_date) if move else (order.commitment_date or order.date_order)
        due = max(fields.Date.context_today(self), fields.Date.to_date(day))
        company = plan.company_id
        return {
            "document": document.name or "", "customer": document.partner_id.commercial_partner_id.name or "", "plan": plan.name,
            "currency": plan.currency_id.name, "amount": amount.quantize(Decimal(1).scaleb(-plan.currency_id.decimal_places)),
            "why": self._waiting_why(move),
            "due": due,
            "payable_on": payable_on(day=due, period=company.sales_os_statement_period, days=company.sales_os_payout_days),
        }

    def _waiting_why(self, move):
        if not move:
            return self.env._("not invoiced yet")
        if move.payment_state == "in_payment":
            # a payment without a journal entry, as accounting addons register them
            return self.env._("in payment: not on a bank statement yet")
        return self.env._("unpaid: %s", move.currency_id.format(move.amount_residual))


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
