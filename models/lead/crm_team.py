from odoo import fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    sales_os_channel_id = fields.Many2one(
        "sales_os.channel", string="Channel", ondelete="set null", check_company=True, index="btree_not_null",
        help="New leads and orders of this team come by this channel, unless one says otherwise.")
