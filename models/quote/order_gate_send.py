from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_quotation_send(self):
        self._sales_os_open()._sales_os_check_gate("send")
        return super().action_quotation_send()

    def _sales_os_open(self):
        return self.filtered(lambda order: order.state in ("draft", "sent"))

    def _send_order_notification_mail(self, mail_template, allow_deferred_sending=True):
        """The notice of a payment carries the quote: where that must wait, the customer gets a plain word instead."""
        if self.state in ("draft", "sent") and (self._sales_os_refusals("send") or self._sales_os_refusals("print")):
            self.message_post(
                body=self.env._("Thank you, we have received your payment. We confirm your order as soon as it has been checked."),
                partner_ids=self.partner_id.ids, subtype_xmlid="mail.mt_comment", message_type="comment")
            return None
        return super()._send_order_notification_mail(mail_template, allow_deferred_sending=allow_deferred_sending)


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        self._sales_os_check_quotes()
        return super()._action_send_mail(auto_commit=auto_commit)

    def action_schedule_message(self, *args, **kwargs):
        self._sales_os_check_quotes()
        return super().action_schedule_message(*args, **kwargs)

    def _sales_os_check_quotes(self):
        """A message from a template, or one that marks the quote as sent, sends the quote; a word to a colleague does not."""
        orders = self.env["sale.order"]
        for wizard in self:
            if wizard.model == "sale.order" and (wizard.template_id or self.env.context.get("mark_so_as_sent")):
                ids = orders.search(wizard._evaluate_res_domain()).ids if wizard.res_domain else wizard._evaluate_res_ids()
                orders |= orders.browse(ids)
        orders._sales_os_open()._sales_os_check_gate("send")


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def send_mail_batch(self, res_ids, *args, **kwargs):
        if self.model == "sale.order":
            self._send_check_access(res_ids)
            self.env["sale.order"].browse(res_ids)._sales_os_open()._sales_os_check_gate("send")
        return super().send_mail_batch(res_ids, *args, **kwargs)


class PortalShare(models.TransientModel):
    _inherit = "portal.share"

    def action_send_mail(self):
        orders = self.env["sale.order"].browse([wizard.res_id for wizard in self if wizard.res_model == "sale.order"])
        orders._sales_os_open()._sales_os_check_gate("send")
        return super().action_send_mail()
