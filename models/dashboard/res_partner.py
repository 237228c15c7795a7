from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_open_sales_os_360(self):
        """Open everything about this customer on one page."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id("sales_os.customer_page_action")
        return {**action, "context": {"active_id": self.id}}
