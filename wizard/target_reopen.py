from odoo import fields, models


class SalesOsTargetReopen(models.TransientModel):
    """Ask why targets go back to draft."""

    _name = "sales_os.target.reopen"
    _description = "Reopen Targets"

    target_ids = fields.Many2many("sales_os.target", required=True, default=lambda self: self.env.context.get("active_ids"))
    reason = fields.Char(required=True)

    def action_apply(self):
        self.target_ids.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
