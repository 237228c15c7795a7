from odoo import fields, models


class SalesOsDiscountApprovalDecide(models.TransientModel):
    """Ask for the comment that goes with a decision."""

    _name = "sales_os.discount.approval.decide"
    _description = "Decide on an Approval"

    approval_ids = fields.Many2many(
        "sales_os.discount.approval", "sales_os_discount_decide_rel", "wizard_id", "approval_id", string="Approvals", required=True,
        default=lambda self: self.env.context.get("active_ids"))
    decision = fields.Selection([("approve", "Approve"), ("refuse", "Refuse")], required=True, default="approve")
    comment = fields.Text(help="Required when you refuse: whoever asked must know what to change.")

    def action_apply(self):
        if self.decision == "refuse":
            self.approval_ids.action_refuse(self.comment)
        else:
            self.approval_ids.action_approve(self.comment)
        return {"type": "ir.actions.act_window_close"}
