from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_opening_ids = fields.One2many("sales_os.customer.opening", "partner_id", string="Visiting Hours")
