from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_geocoding = fields.Boolean(
        string="Locate Customers",
        help="Addresses that changed are looked up in the background. Off: they wait, and nothing is sent anywhere.")
