from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

MOST = 5
SOON_DAYS = 7
OWED = ("not_paid", "partial", "in_payment")


class SalesOsCustomerPage(models.AbstractModel):
    """Deals, quotes, orders and invoices of a customer."""

    _inherit = "sales_os.customer.page"

    @api.model
    def _quotes(self, partner):
        """Open quotes, those that expire first at the top; ``days``: until they expire, below 0: since."""
        Order = self.env["sale.order"]
        if not Order.has_access("read"):
            return {}
        domain, today = [*self._of_customer(partner), ("state", "in", ("draft", "sent"))], fields.Date.context_today(self)
        [(count, total)] = Order._read_group(domain, [], ["__count", "amount_untaxed:sum_currency"])
        states = dict(Order._fields["state"]._description_selection(self.env))
        approvals = dict(Order._fields["sales_os_approval_state"]._description_selection(self.env))
        quotes = Order.search(domain, order="validity_date, id desc", limit=MOST)
        return {"count": count, "total": self._money(total), "rows": [{
            "id": quote.id, "name": quote.name, "amount": self._money(quote.amount_untaxed, quote.currency_id),
            "weight": quote.amount_untaxed / (quote.currency_rate or 1), "state": states[quote.state], "is_sent": quote.state == "sent",
            "approval": "" if quote.sales_os_approval_state in (False, "not_needed") else approvals[quote.sales_os_approval_state],
            "validity": self._day(quote.validity_date), "has_validity": bool(quote.validity_date),
            "days": (quote.validity_date - today).days if quote.validity_date else 0,
            "is_expired": bool(quote.validity_date) and quote.validity_date < today, "who": quote.user_id.name or "",
        } for quote in quotes]}

    @api.model
    def _orders(self, partner):
        Order = self.env["sale.order"]
        if not Order.has_access("read"):
            return {}
        domain = [*self._of_customer(partner), ("state", "=", "sale")]
        since = fields.Datetime.now() - relativedelta(years=1)
        [(count, total)] = Order._read_group([*domain, ("date_order", ">=", since)], [], ["__count", "amount_untaxed:sum_currency"])
        return {"count": count, "total": self._money(total), "rows": [{
            "id": order.id, "name": order.name, "amount": self._money(order.amount_untaxed, order.currency_id),
            "day": self._day(order.date_order),
            "who": order.user_id.name or "",
        } for order in Order.search(domain, order="date_order desc, id desc", limit=MOST)]}

    @api.model
    def _invoices(self, partner):
        """Unpaid invoices of those that the reader may see: a representative sees the own ones; credit notes reduce the sum."""
        Move = self.env["account.move"]
        if not Move.has_access("read"):
            return {}
        today = fields.Date.context_today(self)
        domain = [
            ("commercial_partner_id", "=", partner.commercial_partner_id.id), ("company_id", "=", self.env.company.id), ("state", "=",
                "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")), ("payment_state", "in", OWED)]
        [(count, due)] = Move._read_group(domain, [], ["__count", "amount_residual_signed:sum"])
        late = [*domain, ("move_type", "=", "out_invoice"), ("invoice_date_due", "<", today)]
        [(late_count, overdue, oldest)] = Move._read_group(late, [], ["__count", "amount_residual_signed:sum", "invoice_date_due:min"])
        invoices = Move.search(domain, order="invoice_date_due, id", limit=MOST)
        return {
            "count": count, "due": self._money(due), "overdue_count": late_count, "overdue": self._money(overdue) if late_count else "",
            "overdue_amount": overdue or 0.0, "overdue_days": (today - oldest).days if oldest else 0, "rows": [{
                "id": invoice.id, "name": invoice.name or "", "amount": self._money(invoice.amount_residual_signed),
                "due": self._day(invoice.invoice_date_due),
                "is_overdue": bool(invoice.invoice_date_due) and invoice.invoice_date_due < today,
            } for invoice in invoices]}

    @api.model
    def _deals(self, partner):
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return {}
        domain = [
            ("partner_id.commercial_partner_id", "=", partner.commercial_partner_id.id), ("company_id", "in", (False, self.env.company.id)),
            ("type", "=", "opportunity"), ("won_status", "=", "pending")]
        [(count, total)] = Lead._read_group(domain, [], ["__count", "expected_revenue:sum"])
        return {"count": count, "total": self._money(total), "rows": [{
            "id": lead.id, "name": lead.name, "stage": lead.stage_id.name or "", "amount": self._money(lead.expected_revenue),
            "weight": lead.expected_revenue or 0.0, "chance": round(lead.probability), "deadline": self._day(lead.date_deadline),
            "next_step": lead.activity_summary or lead.activity_type_id.name or "", "has_step": bool(lead.activity_date_deadline),
            "who": lead.user_id.name or "",
        } for lead in Lead.search(domain, order="expected_revenue desc, id", limit=MOST)]}
