from odoo import fields, models


class SalesOsVisitCancel(models.TransientModel):
    """Ask why the visits are called off."""

    _name = "sales_os.visit.cancel"
    _description = "Cancel Visits"

    visit_ids = fields.Many2many("sales_os.visit", required=True, default=lambda self: self.env.context.get("active_ids"))
    reason = fields.Char(required=True)

    def action_apply(self):
        self.visit_ids.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
