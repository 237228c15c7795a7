from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_approval_link_days = fields.Integer(related="company_id.sales_os_approval_link_days", readonly=False)
