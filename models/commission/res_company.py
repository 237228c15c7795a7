from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_statement_period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")], string="Commission Statements Each", default="month", required=True)
    sales_os_payout_days = fields.Integer(
        string="Commissions Payable After (days)", default=15, help="Days after the end of the period from which a statement is paid.")
    sales_os_dispute_hours = fields.Float(
        string="Disputes Answered Within (hours)", default=16.0,
        help="Working hours of the company until a dispute is overdue and goes to the next manager. 0: no limit.")
    sales_os_commission_product_id = fields.Many2one(
        "product.product", string="Commission Product", check_company=True,
        help="Gives the vendor bills of external agents their account and taxes. Empty: as the purchase journal says.")

    @api.constrains("sales_os_payout_days", "sales_os_dispute_hours")
    def _check_sales_os_commission(self):
        for company in self:
            if not 0 <= company.sales_os_payout_days <= 366:
                raise ValidationError(self.env._("Commissions of %s are payable 0 to 366 days after the period.", company.name))
            if not 0 <= company.sales_os_dispute_hours <= 1000:
                raise ValidationError(self.env._("Disputes of %s are answered within 0 to 1000 working hours.", company.name))


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_statement_period = fields.Selection(related="company_id.sales_os_statement_period", readonly=False)
    sales_os_payout_days = fields.Integer(related="company_id.sales_os_payout_days", readonly=False)
    sales_os_dispute_hours = fields.Float(related="company_id.sales_os_dispute_hours", readonly=False)
    sales_os_commission_product_id = fields.Many2one(related="company_id.sales_os_commission_product_id", readonly=False)
