from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_tile_url = fields.Char(related="company_id.sales_os_tile_url", readonly=False)
    sales_os_tile_attribution = fields.Char(related="company_id.sales_os_tile_attribution", readonly=False)
