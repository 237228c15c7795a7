from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.discount.effective import order_discount


class SaleOrder(models.Model):
    """What the order would cost by the price list of the day, and how far below it is sold."""

    _inherit = "sale.order"

    sales_os_list_amount = fields.Monetary(
        string="List Amount", compute="_compute_sales_os_effective_discount_percent", store=True,
        help="All lines at the list price of the day, without tax: comparable with the untaxed amount.",
    )
    sales_os_effective_discount_percent = fields.Float(
        string="Effective Discount (%)", compute="_compute_sales_os_effective_discount_percent", store=True, digits=(16, 2),
        aggregator="avg",
        help="What is given away, as a share of the list amount: discounts, typed prices, pricelists, discount lines and rewards. A price "
             "above the list does not pay for a discount elsewhere.",
    )

    @api.depends(
        "order_line.sales_os_list_amount", "order_line.sales_os_effective_discount_percent", "order_line.price_subtotal",
        "order_line.product_uom_qty")
    def _compute_sales_os_effective_discount_percent(self):
        for order in self:
            # sudo: the line's cost is read along, and thrown away
            result = order_discount(line._sales_os_line_terms() for line in order.order_line.sudo())
            order.sales_os_list_amount = float(result.list_amount)
            order.sales_os_effective_discount_percent = float(result.percent)
