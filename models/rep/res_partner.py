from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_rep_ids = fields.One2many("sales_os.rep", "partner_id", string="Is Representative")
