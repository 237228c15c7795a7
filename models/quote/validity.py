from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.quote.expiry import OpenQuote, to_close, to_remind

BATCH = 50


class SaleOrder(models.Model):
    """How long a quotation is valid: who is reminded of its end, and what happens then."""

    _inherit = "sale.order"

    sales_os_reminded_for = fields.Date(
        string="Reminded of", readonly=True, copy=False, help="The expiration date of which salesperson and customer were reminded.")

    @api.model
    def _cron_sales_os_validity(self):
        """Remind of quotations about to expire, then close expired ones; goes on where it stopped."""
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].search([("active", "=", True)])
        work = [
            *((self._sales_os_to_remind(company, today), type(self)._sales_os_remind_of_expiry) for company in companies),
            *((self._sales_os_to_close(company, today), type(self)._sales_os_close_expired) for company in companies),
        ]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=sum(len(orders) for orders, _step in work))
        for orders, step in work:
            for first in range(0, len(orders), BATCH):
                # whoever is at one of them now is served the next night
                batch = orders[first:first + BATCH].try_lock_for_update(allow_referencing=True)
                step(batch)
                if not progress(len(orders[first:first + BATCH])):
                    return

    def _sales_os_to_remind(self, company, today):
        days = company.sales_os_expiry_reminder_days
        until = fields.Date.add(today, days=days)
        orders = self._sales_os_waiting(company, [("validity_date", ">=", today), ("validity_date", "<=", until)])
        return self.browse(to_remind(orders._sales_os_open_quotes(), today=today, days=days))

    def _sales_os_to_close(self, company, today):
        if not company.sales_os_expiry_cancel:
            return self
        orders = self._sales_os_waiting(company, [("validity_date", "<", today)])
        return self.browse(to_close(orders._sales_os_open_quotes(), today=today))

    def _sales_os_waiting(self, company, domain):
        return self.search(Domain("state", "=", "sent") & Domain("company_id", "=", company.id) & Domain(domain), order="validity_date, id")

    def _sales_os_open_quotes(self):
        # sudo: payments may be read by accountants only; no more than that one is on its way leaves them
        on_the_way = self.sudo().filtered(
            lambda order: any(payment.state in ("pending", "authorized", "done") for payment in order.transaction_ids))
        return [
            OpenQuote(
                key=order.id, validity=order.validity_date or None, reminded_for=order.sales_os_reminded_for or None,
                is_signed=bool(order.signed_on), is_being_paid=order.id in on_the_way.ids)
            for order in self
        ]

    def _sales_os_remind_of_expiry(self):
        """Leave a to-do for each salesperson and, where the company wants it, a mail for the customer."""
        template = self.env.ref("sales_os.mail_template_quote_expiry", raise_if_not_found=False)
        for (user, validity), orders in self.grouped(lambda order: (order.user_id, order.validity_date)).items():
            if user:
                # a to-do in the list, no mail about a mail
                orders.with_context(mail_activity_quick_update=True).activity_schedule(
                    "sales_os.mail_activity_quote_expiry", date_deadline=validity, user_id=user.id,
                    summary=self.env._("The quotation expires: ask for an answer"))
            orders._sales_os_write_kept({"sales_os_reminded_for": validity})
            for company, of_company in orders.grouped("company_id").items():
                if template and company.sales_os_expiry_reminder_mail:
                    # what may not be sent now, for instance because its approval is outdated, is not brought to mind either
                    refused = of_company._sales_os_refusals("send")
                    mailed = of_company.filtered(lambda order, refused=refused: order.partner_id.email and order.id not in refused)
                    template.send_mail_batch(mailed.ids)

    def _sales_os_close_expired(self):
        self.activity_unlink(["sales_os.mail_activity_quote_expiry"])
        self._sales_os_close("expired")
