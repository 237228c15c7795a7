from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.period import period_start
from odoo.addons.sales_os.algorithms.commission.trace import encode_steps
from odoo.addons.sales_os.algorithms.commission.work_out import Matcher, work_out


class SalesOsCommissionPlan(models.Model):
    """What will be earned once it is paid, or invoiced: provisional entries, made anew each time and never settled."""

    _inherit = "sales_os.commission.plan"

    def _refresh_provisional(self, book):
        """Replace the provisional entries of this plan."""
        self.ensure_one()
        self.env.cr.execute(SQL("DELETE FROM sales_os_commission_entry WHERE plan_id = %s AND state = 'provisional'", self.id))
        if self.trigger == "order" or self.state != "approved":
            # an order earns when it is confirmed: there is nothing in between
            return
        found = self._find_sales(None, None, waiting=True)
        owed, _unpaid = work_out(sales=found.sales, book=book, matcher=Matcher(book=book, facts=found.facts))
        own_currency_id = self.currency_id.id
        now, rows = fields.Datetime.to_string(fields.Datetime.now()), []
        for row in owed:
            links, rate, steps, below = self._told_of_owed(row, found, own_currency_id)
            trace = encode_steps(steps)
            order_id, move_id, model, source_id, partner_id, currency_id, sold, fx, day = links
            source = row.sale.sold.source if below is None else f"{row.sale.sold.source}<{below}"
            rows.append((
                self.id, row.rule, row.rep, self.company_id.id, self.currency_id.id, row.kind, "provisional", day,
                period_start(day=day, period=self.period), source, 0, order_id, move_id, model, source_id, partner_id, row.base, rate,
                row.amount, currency_id if currency_id != own_currency_id else None, sold, fx, day, None, None, None, now,
                "unpaid" if self.trigger == "payment" else "not invoiced", trace, below, None,
            ))
        self.env["sales_os.commission.entry"]._append_rows(rows)
