from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_coverage_days = fields.Integer(related="company_id.sales_os_coverage_days", readonly=False)
