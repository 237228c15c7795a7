from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.discount.effective import margin_percent, order_discount


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

    sales_os_margin_percent = fields.Float(
        string="Margin at Frozen Cost (%)", compute="_compute_sales_os_effective_discount_percent", store=True, digits=(16, 2),
        aggregator="avg", groups="base.group_user", help="At the cost of the day on which each product was put on the order.",
    )

    @api.depends(
        "order_line.sales_os_list_amount", "order_line.sales_os_effective_discount_percent", "order_line.price_subtotal",
        "order_line.product_uom_qty", "order_line.sales_os_cost_unit", "order_line.purchase_price")
    def _compute_sales_os_effective_discount_percent(self):
        for order in self:
            # sudo: only who may see the cost sees the margin, the field's groups say who
            lines = [line._sales_os_line_terms() for line in order.order_line.sudo()]
            result = order_discount(lines)
            order.sales_os_list_amount = float(result.list_amount)
            order.sales_os_effective_discount_percent = float(result.percent)
            order.sales_os_margin_percent = float(margin_percent(
                net_amount=result.net_amount, cost_amount=sum(line.cost_amount for line in lines)) or 0)
