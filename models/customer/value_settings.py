from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_value_margin_percent = fields.Float(
        string="Share of a Sale That Counts", default=100.0,
        help="How much of a sale counts as the customer's value: 100 for revenue, your usual margin for earnings.")
    sales_os_value_discount_percent = fields.Float(
        string="Discount Rate of Customer Value", default=10.0, help="Percent a year by which later orders count for less.")

    _sales_os_value_shares = models.Constraint(
        "CHECK (sales_os_value_margin_percent > 0 AND sales_os_value_margin_percent <= 100 "
        "AND sales_os_value_discount_percent >= 0 AND sales_os_value_discount_percent <= 100)",
        "The share of a sale that counts lies above 0 and up to 100 percent, the discount rate between 0 and 100 percent.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_value_margin_percent = fields.Float(related="company_id.sales_os_value_margin_percent", readonly=False)
    sales_os_value_discount_percent = fields.Float(related="company_id.sales_os_value_discount_percent", readonly=False)
