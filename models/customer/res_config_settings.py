from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_geocoding = fields.Boolean(related="company_id.sales_os_geocoding", readonly=False)
