from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_gate_send = fields.Boolean(
        string="Sending", default=True, help="A quote that needs an approval cannot be sent, marked as sent or shared.")
    sales_os_gate_print = fields.Boolean(string="Printing", default=True, help="A quote that needs an approval cannot be printed.")
    sales_os_gate_sign = fields.Boolean(
        string="Signing and paying", default=True,
        help="The customer's page of a quote that needs an approval shows neither its prices nor buttons to sign or pay.")
    sales_os_gate_confirm = fields.Boolean(
        string="Confirming", default=True, help="A quote that needs an approval cannot become an order.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_gate_send = fields.Boolean(related="company_id.sales_os_gate_send", readonly=False)
    sales_os_gate_print = fields.Boolean(related="company_id.sales_os_gate_print", readonly=False)
    sales_os_gate_sign = fields.Boolean(related="company_id.sales_os_gate_sign", readonly=False)
    sales_os_gate_confirm = fields.Boolean(related="company_id.sales_os_gate_confirm", readonly=False)
