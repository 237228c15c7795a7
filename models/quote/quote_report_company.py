from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_quote_document = fields.Boolean(
        string="Sales OS Quote as the Quotation Document", default=True,
        help="What customers get by e-mail, on the portal and in print is the Sales OS quote. Off: it is Odoo's own, and the Sales OS "
             "quote is one more entry of the print menu.")
    sales_os_quote_show_tiers = fields.Boolean(
        string="Print Price Breaks", default=True, help="The next quantities at which the pricelist makes a product cheaper.")
    sales_os_quote_show_changes = fields.Boolean(
        string="Print Changes since the Last Version", default=True)
    sales_os_quote_show_photo = fields.Boolean(
        string="Print the Representative's Photo", default=True)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_quote_document = fields.Boolean(related="company_id.sales_os_quote_document", readonly=False)
    sales_os_quote_show_tiers = fields.Boolean(related="company_id.sales_os_quote_show_tiers", readonly=False)
    sales_os_quote_show_changes = fields.Boolean(related="company_id.sales_os_quote_show_changes", readonly=False)
    sales_os_quote_show_photo = fields.Boolean(related="company_id.sales_os_quote_show_photo", readonly=False)
