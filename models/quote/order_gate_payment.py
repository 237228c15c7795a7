from odoo import models


class PaymentTransaction(models.Model):
    """Money that has arrived is never turned away: an order that may not be confirmed yet stays open, and its representative is told."""

    _inherit = "payment.transaction"

    def _post_process(self):
        orders = self.env["sale.order"]
        return super(PaymentTransaction, self.with_context(sales_os_gate=orders._BY_PAYMENT))._post_process()

    def _check_amount_and_confirm_order(self):
        held = self.browse()
        for transaction in self:
            quotes = transaction.sale_order_ids.filtered(lambda order: order.state in ("draft", "sent"))
            if len(transaction.sale_order_ids) == 1 and quotes and quotes._is_confirmation_amount_reached() \
                    and quotes._sales_os_hold("confirm"):
                held += transaction
        return super(PaymentTransaction, self - held)._check_amount_and_confirm_order()
