from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    sales_os_rep_ids = fields.One2many(
        "sales_os.rep", "user_id", string="Representatives", help="One per company. Record rules start here.")
