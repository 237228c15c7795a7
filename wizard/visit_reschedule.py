from odoo import fields, models


class SalesOsVisitReschedule(models.TransientModel):
    """Ask when the visits shall take place instead."""

    _name = "sales_os.visit.reschedule"
    _description = "Reschedule Visits"

    visit_ids = fields.Many2many("sales_os.visit", required=True, default=lambda self: self.env.context.get("active_ids"))
    date_start = fields.Datetime(string="New Start", required=True)
    reason = fields.Char()

    def action_apply(self):
        self.visit_ids.action_reschedule(self.date_start, self.reason)
        return {"type": "ir.actions.act_window_close"}
