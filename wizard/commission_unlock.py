from odoo import fields, models


class SalesOsCommissionUnlock(models.TransientModel):
    """Ask why statements are taken back to provisional."""

    _name = "sales_os.commission.unlock"
    _description = "Unlock Statements"

    statement_ids = fields.Many2many(
        "sales_os.commission.statement", required=True, default=lambda self: self.env.context.get("active_ids"))
    reason = fields.Char(required=True)

    def action_apply(self):
        self.statement_ids.action_unlock(self.reason)
        return {"type": "ir.actions.act_window_close"}
