from odoo import api, fields, models


class SalesOsDiscountApprovalRequest(models.TransientModel):
    """Ask why the customer should get these terms."""

    _name = "sales_os.discount.approval.request"
    _description = "Request Approval"

    order_ids = fields.Many2many(
        "sale.order", "sales_os_discount_request_rel", "wizard_id", "order_id", string="Quotes", required=True,
        default=lambda self: self.env.context.get("active_ids"))
    reason = fields.Text(required=True)
    why = fields.Text(string="Why it is needed", compute="_compute_why")
    approvers = fields.Char(string="Who is asked", compute="_compute_why")

    @api.depends("order_ids")
    def _compute_why(self):
        for wizard in self:
            several = len(wizard.order_ids) > 1
            wizard.why = "\n".join(
                f"{order.name}: {order.sales_os_approval_reason or ''}" if several else order.sales_os_approval_reason or ""
                for order in wizard.order_ids)
            wizard.approvers = ", ".join(dict.fromkeys(order.sales_os_approvers for order in wizard.order_ids if order.sales_os_approvers))

    def action_apply(self):
        self.order_ids.action_request_approval(self.reason)
        return {"type": "ir.actions.act_window_close"}
