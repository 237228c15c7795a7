from math import isfinite

from odoo import api, models
from odoo.exceptions import ValidationError

# what makes the terms of a line
LINE_TERM_FIELDS = frozenset({
    "order_id", "product_id", "product_template_id", "product_uom_qty", "product_uom_id", "price_unit", "discount", "tax_ids",
    "display_type", "is_downpayment", "is_expense", "combo_item_id", "linked_line_id", "extra_tax_data", "purchase_price",
    "product_no_variant_attribute_value_ids",
})
NUMBERS = ("product_uom_qty", "price_unit", "discount", "technical_price_unit", "purchase_price")


class SaleOrderLine(models.Model):
    """A line is a door of its own: whatever is written here is a change of its order's terms."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sales_os_check_numbers(vals)
        order_ids = {vals.get("order_id") or self.env.context.get("default_order_id") for vals in vals_list} - {None, False}
        with self.env["sale.order"].browse(order_ids)._sales_os_watched():
            return super().create(vals_list)

    def write(self, vals):
        self._sales_os_check_numbers(vals)
        if LINE_TERM_FIELDS.isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id
        if vals.get("order_id"):
            orders |= orders.browse(vals["order_id"])
        with orders._sales_os_watched():
            self._sales_os_before_change(orders._sales_os_notes())
            return super().write(vals)

    def unlink(self):
        orders = self.order_id
        with orders._sales_os_watched():
            self._sales_os_before_change(orders._sales_os_notes())
            return super().unlink()

    def _sales_os_before_change(self, notes):
        """Note in the mapping ``notes`` what must be known of these lines once they are changed; extend by ``super()``."""

    @api.model
    def _sales_os_check_numbers(self, vals):
        for name in NUMBERS:
            value = vals.get(name)
            if isinstance(value, float) and not isfinite(value):
                raise ValidationError(self.env._(
                    "%(field)s of an order line must be a number, not %(value)s.",
                    field=self._fields[name]._description_string(self.env), value=value))

    @api.constrains("discount")
    def _check_sales_os_discount(self):
        for line in self:
            if line.discount > 100:
                raise ValidationError(self.env._(
                    "The discount of %(line)s is %(discount)s %%: at most 100 %% can be given.",
                    line=line.display_name, discount=round(line.discount, 2)))
