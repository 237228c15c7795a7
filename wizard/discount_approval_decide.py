from odoo import api, fields, models


class SalesOsDiscountApprovalDecide(models.TransientModel):
    """Ask for the comment that goes with a decision on one or many, and tell what could not be decided."""

    _name = "sales_os.discount.approval.decide"
    _description = "Decide on an Approval"

    approval_ids = fields.Many2many(
        "sales_os.discount.approval",
        "sales_os_discount_decide_rel",
        "wizard_id",
        "approval_id",
        string="Approvals",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    approval_id = fields.Many2one("sales_os.discount.approval", compute="_compute_approval_id", help="The one that is decided, of one.")
    count = fields.Integer(compute="_compute_approval_id")
    because = fields.Text(related="approval_id.because")
    reason = fields.Text(related="approval_id.reason", string="Asked because")
    decision = fields.Selection([("approve", "Approve"), ("refuse", "Refuse")], required=True, default="approve")
    comment = fields.Text(help="Required when you refuse: whoever asked must know what to change.")
    decided_count = fields.Integer(readonly=True)
    problems = fields.Text(string="Not decided", readonly=True)

    @api.depends("approval_ids")
    def _compute_approval_id(self):
        for wizard in self:
            wizard.count = len(wizard.approval_ids)
            wizard.approval_id = wizard.approval_ids if wizard.count == 1 else False

    def action_apply(self):
        """Decide; of many, each that cannot be decided is told with its reason and the others are decided."""
        self.ensure_one()
        if len(self.approval_ids) == 1:
            if self.decision == "refuse":
                self.approval_ids.action_refuse(self.comment)
            else:
                self.approval_ids.action_approve(self.comment)
            return {"type": "ir.actions.act_window_close"}
        result = self.approval_ids.action_decide_each(self.decision, self.comment or "")
        if not result["problems"]:
            return self._told(len(result["decided"]))
        self.decided_count = len(result["decided"])
        self.problems = "\n".join(f"{problem['name']}: {problem['problem']}" for problem in result["problems"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not All Could Be Decided"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _told(self, count):
        message = self.env._("%s approved.", count) if self.decision == "approve" else self.env._("%s refused.", count)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }
