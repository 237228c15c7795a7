from odoo import models


class SaleOrder(models.Model):
    """Where a shop is installed: what a customer put together alone in the shop was sold at the shop's own prices."""

    _inherit = "sale.order"

    def _sales_os_is_self_service(self):
        """Whether only customers have made this order and its lines; as soon as a colleague touches a line the policies hold."""
        if "website_id" not in self._fields or not self.website_id:
            return False
        # sudo: who wrote a record is technical; only whether they are customers is taken
        hands = self.sudo().create_uid | self.sudo().order_line.create_uid | self.sudo().order_line.write_uid
        return bool(hands) and all(user.share for user in hands)
