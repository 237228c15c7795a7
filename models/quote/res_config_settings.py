from odoo import fields, models


def _of_company(name):
    return fields.Selection(related=f"company_id.{name}", readonly=False, required=True)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_revision_withdraw = _of_company("sales_os_revision_withdraw")
    sales_os_expiry_reminder_days = fields.Integer(related="company_id.sales_os_expiry_reminder_days", readonly=False)
    sales_os_expiry_reminder_mail = fields.Boolean(related="company_id.sales_os_expiry_reminder_mail", readonly=False)
    sales_os_expiry_cancel = fields.Boolean(related="company_id.sales_os_expiry_cancel", readonly=False)
    sales_os_health_expired = _of_company("sales_os_health_expired")
    sales_os_health_no_lines = _of_company("sales_os_health_no_lines")
    sales_os_health_credit_limit = _of_company("sales_os_health_credit_limit")
    sales_os_health_below_cost = _of_company("sales_os_health_below_cost")
    sales_os_health_zero_price = _of_company("sales_os_health_zero_price")
    sales_os_health_archived_product = _of_company("sales_os_health_archived_product")
    sales_os_health_stock_short = _of_company("sales_os_health_stock_short")
    sales_os_health_no_payment_term = _of_company("sales_os_health_no_payment_term")
    sales_os_health_no_terms = _of_company("sales_os_health_no_terms")
    sales_os_health_no_address = _of_company("sales_os_health_no_address")
    sales_os_health_no_email = _of_company("sales_os_health_no_email")
