from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_view_sales_os_price_changes(self):
        """Open what the audit trail keeps of prices and discounts of this order's lines, also of lines that are gone."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prices and Discounts of %s", self.name),
            "res_model": "sales_os.audit.entry",
            "views": [[self.env.ref("sales_os.audit_entry_view_list_price").id, "list"]],
            "domain": [
                ["model", "=", "sale.order.line"],
                ["event", "in", ["price", "line_removed"]],
                ["reason", "=like", f"%(sale.order {self.id})"],
            ],
        }
