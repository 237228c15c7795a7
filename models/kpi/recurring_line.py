from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    sales_os_recurring_months = fields.Integer(
        string="Comes Again Every (Months)", help="The price is for so many months and comes again until the contract ends. 0: sold once.")

    _sales_os_recurring_months_range = models.Constraint(
        "CHECK (sales_os_recurring_months IS NULL OR sales_os_recurring_months BETWEEN 0 AND 120)",
        "A product comes again every 1 to 120 months, or 0: never.")


class SaleOrderLine(models.Model):
    """What recurs on an order: contracted revenue, not invoices; those are made as ever."""

    _inherit = "sale.order.line"

    sales_os_recurring_months = fields.Integer(
        string="Every (Months)", compute="_compute_sales_os_recurring_months", store=True, readonly=False, precompute=True,
        help="The subtotal is for so many months and comes again. 0: sold once.")
    sales_os_recurring_until = fields.Date(
        string="Runs Until", copy=False, help="The last day of the contract, from the day of the order on. Empty: until it is cancelled.")

    _sales_os_recurring_months_range = models.Constraint(
        "CHECK (sales_os_recurring_months IS NULL OR sales_os_recurring_months BETWEEN 0 AND 120)",
        "A line comes again every 1 to 120 months, or 0: never.")

    @api.depends("product_id")
    def _compute_sales_os_recurring_months(self):
        for line in self:
            line.sales_os_recurring_months = line.product_id.sales_os_recurring_months

    @api.constrains("sales_os_recurring_until", "sales_os_recurring_months")
    def _check_sales_os_recurring_until(self):
        for line in self:
            if line.sales_os_recurring_until and line.order_id.date_order and (
                    line.sales_os_recurring_until < line.order_id.date_order.date()):
                raise ValidationError(self.env._(
                    "%(product)s on %(order)s would end on %(day)s, before the order: choose a later day.",
                    product=line.product_id.display_name or line.name, order=line.order_id.name, day=line.sales_os_recurring_until))
