from odoo import api, fields, models


class CrmLead(models.Model):
    """By which channel a lead came: its team's at first; kept once there is one."""

    _inherit = "crm.lead"

    sales_os_channel_id = fields.Many2one(
        "sales_os.channel", string="Channel", ondelete="restrict", index="btree_not_null", tracking=True, copy=True, check_company=True,
        compute="_compute_sales_os_channel_id", store=True, readonly=False, precompute=True,
        help="By which way this business came. The team's channel stands here at first.")

    @api.depends("team_id")
    def _compute_sales_os_channel_id(self):
        for lead in self:
            lead.sales_os_channel_id = lead.sales_os_channel_id or lead._sales_os_default_channel()

    def _sales_os_default_channel(self):
        channel = self.team_id.sales_os_channel_id
        return channel if channel.company_id in (self.env["res.company"], self.company_id) else self.env["sales_os.channel"]
