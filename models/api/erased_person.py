import json

from odoo import models


class ResPartner(models.Model):
    """What other programs were told of an erased person: the message stays as a number, what it said goes."""

    _inherit = "res.partner"

    def _sales_os_erase_traces(self):
        erased = super()._sales_os_erase_traces()
        found = self._sales_os_deliveries()
        for delivery in found.filtered("payload"):
            body = json.loads(delivery.payload)
            # one that still waits is sent: that something happened to the record is true, and who may know more asks for it
            delivery.payload = json.dumps({**body, "data": {}}, ensure_ascii=False, separators=(",", ":"))
        found.record_name = False
        return {**erased, "messages to other programs": len(found)}

    def _sales_os_deliveries(self):
        """The deliveries about documents of these persons."""
        everyone = (self | self._sales_os_addresses()).ids
        orders = self.env["sale.order"].search([
            "|", "|", ("partner_id", "in", everyone), ("partner_invoice_id", "in", everyone), ("partner_shipping_id", "in", everyone)])
        documents = {
            "sale.order": orders, "sales_os.visit": self.env["sales_os.visit"].search([("partner_id", "in", everyone)]),
            "sales_os.discount.approval": self.env["sales_os.discount.approval"].search([("order_id", "in", orders.ids)])}
        Delivery = self.env["sales_os.webhook.delivery"]
        return Delivery.union(*(
            Delivery.search([("res_model", "=", model), ("res_id", "in", records.ids)]) for model, records in documents.items()))
