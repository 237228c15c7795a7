from odoo import models

EVENTS = {"sent": "quote_sent", "sale": "order_confirmed"}


class SaleOrder(models.Model):
    """Sending a quote and confirming an order may move the opportunity on."""

    _inherit = "sale.order"

    def write(self, vals):
        event = EVENTS.get(vals.get("state"))
        moving = self.filtered(lambda order: order.opportunity_id and order.state != vals["state"]) if event else self.browse()
        result = super().write(vals)
        if moving:
            moving.opportunity_id._sales_os_progress(event, {order.opportunity_id.id: order.name for order in moving})
        return result
