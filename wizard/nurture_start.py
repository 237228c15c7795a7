from odoo import fields, models


class SalesOsNurtureStart(models.TransientModel):
    """Put chosen leads into a sequence."""

    _name = "sales_os.nurture.start"
    _description = "Start a Nurturing Sequence"

    nurture_id = fields.Many2one("sales_os.nurture", string="Sequence", required=True, ondelete="cascade")
    lead_ids = fields.Many2many("crm.lead", string="Leads", required=True, default=lambda self: self.env.context.get("active_ids"))

    def action_start(self):
        self.ensure_one()
        started = self.lead_ids.action_sales_os_nurture(self.nurture_id.id)["started"]
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.nurture_id.name, "message": self.env._("%s leads started.", started),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
