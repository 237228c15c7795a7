from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_visit_location_policy = fields.Selection(related="company_id.sales_os_visit_location_policy", readonly=False, required=True)
    sales_os_visit_radius_m = fields.Integer(related="company_id.sales_os_visit_radius_m", readonly=False)
    sales_os_visit_accuracy_m = fields.Integer(related="company_id.sales_os_visit_accuracy_m", readonly=False)
    sales_os_visit_retention_days = fields.Integer(related="company_id.sales_os_visit_retention_days", readonly=False)
    sales_os_visit_grace_hours = fields.Float(related="company_id.sales_os_visit_grace_hours", readonly=False)
    sales_os_visit_default_minutes = fields.Integer(related="company_id.sales_os_visit_default_minutes", readonly=False)
    sales_os_due_weight_cadence = fields.Integer(related="company_id.sales_os_due_weight_cadence", readonly=False)
    sales_os_due_weight_priority = fields.Integer(related="company_id.sales_os_due_weight_priority", readonly=False)
    sales_os_due_weight_quotes = fields.Integer(related="company_id.sales_os_due_weight_quotes", readonly=False)
    sales_os_due_weight_churn = fields.Integer(related="company_id.sales_os_due_weight_churn", readonly=False)
    sales_os_due_weight_value = fields.Integer(related="company_id.sales_os_due_weight_value", readonly=False)
    sales_os_due_half_value = fields.Monetary(
        related="company_id.sales_os_due_half_value", readonly=False, currency_field="sales_os_currency_id"
    )
    sales_os_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Amounts")
