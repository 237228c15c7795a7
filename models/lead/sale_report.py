from odoo import fields, models


class SaleReport(models.Model):
    _inherit = "sale.report"

    sales_os_channel_id = fields.Many2one("sales_os.channel", string="Channel", readonly=True)

    def _select_additional_fields(self):
        return {**super()._select_additional_fields(), "sales_os_channel_id": "s.sales_os_channel_id"}

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, s.sales_os_channel_id"
