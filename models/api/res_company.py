from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_webhook_inside = fields.Boolean(
        string="Webhooks inside the own network",
        help="Lets webhooks go to private addresses and to this server itself, and without encryption. Link-local addresses, and those "
        "where cloud providers hand out secrets, stay closed.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_webhook_inside = fields.Boolean(related="company_id.sales_os_webhook_inside", readonly=False)
