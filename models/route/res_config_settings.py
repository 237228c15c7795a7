from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_road_factor = fields.Float(related="company_id.sales_os_road_factor", readonly=False)
    sales_os_navigation_service = fields.Selection(related="company_id.sales_os_navigation_service", readonly=False, required=True)
    sales_os_hour_value_amount = fields.Monetary(
        related="company_id.sales_os_hour_value_amount", readonly=False, currency_field="sales_os_currency_id"
    )
    sales_os_lunch_slack_minutes = fields.Integer(related="company_id.sales_os_lunch_slack_minutes", readonly=False)
    sales_os_distance_url = fields.Char(related="company_id.sales_os_distance_url", readonly=False)
    sales_os_distance_timeout = fields.Integer(related="company_id.sales_os_distance_timeout", readonly=False)
