from odoo import fields, models


class SaleReport(models.Model):
    _inherit = "sale.report"

    sales_os_segment_id = fields.Many2one("sales_os.segment", string="Segment", readonly=True, help="The customer's segment today.")

    def _select_additional_fields(self):
        return {**super()._select_additional_fields(), "sales_os_segment_id": "partner.sales_os_segment_id"}

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, partner.sales_os_segment_id"
