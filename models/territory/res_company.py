from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_coverage_days = fields.Integer(
        string="Coverage Days", default=90, required=True, help="A customer visited within so many days counts as covered.")

    _sales_os_coverage_days_positive = models.Constraint(
        "CHECK (sales_os_coverage_days > 0)", "A customer is covered by a visit within at least one day.")
