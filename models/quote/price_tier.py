from odoo import models

from odoo.addons.sales_os.algorithms.quote.commercial_content import exact
from odoo.addons.sales_os.algorithms.quote.tier import PriceBreak, next_breaks


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _sales_os_price_tiers(self):
        """The next price breaks of each line's pricelist, in a constant number of queries.

        :return: ``{line id: (PriceBreak, …)}`` in the line's unit of measure and its kind of price (taxes in or out); lines without one
            are left out
        """
        tiers = {}
        for order in self.filtered("pricelist_id"):
            lines = order.order_line.filtered(lambda line: line._sales_os_has_list_price())
            if not lines:
                continue
            with self.env["product.pricelist"]._sales_os_rules_kept(lines.product_id):
                items = order.pricelist_id._get_applicable_rules(lines.product_id, order.date_order)
                if not any(rule.min_quantity for rule in items):
                    continue
                for line in lines:
                    found = line._sales_os_next_breaks(order.pricelist_id._get_applicable_rules(line.product_id, order.date_order))
                    if found:
                        tiers[line.id] = found
        return tiers


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _sales_os_has_list_price(self):
        """Whether a quantity decides this line's price: no combos, down payments, discounts or texts."""
        return bool(
            self.product_id and not self.display_type and not self.is_downpayment and not self.combo_item_id
            and self.product_type != "combo" and not self._is_global_discount())

    def _sales_os_next_breaks(self, items):
        product, unit = self.product_id, self.product_uom_id
        in_product_unit = product.uom_id
        breaks = {}
        for item in items:
            if not item.min_quantity or not item._is_applicable_for(product, item.min_quantity):
                continue
            quantity = item.min_quantity
            if unit != in_product_unit:
                quantity = in_product_unit._compute_quantity(quantity, unit)
            if quantity > self.product_uom_qty and quantity not in breaks:
                price = self._sales_os_price_at(items, item.min_quantity, quantity)
                breaks[quantity] = PriceBreak(quantity=exact(quantity), price=exact(price))
        net_price = self.price_unit * (1 - (self.discount or 0.0) / 100)
        return next_breaks(quantity=exact(self.product_uom_qty), price=exact(net_price), breaks=list(breaks.values()))

    def _sales_os_price_at(self, items, product_quantity, quantity):
        """What one unit would cost at that quantity, as Odoo would compute it: the first rule that applies."""
        product = self.product_id.with_context(**self._get_product_price_context())
        rule = next((item for item in items if item._is_applicable_for(product, product_quantity)), items.browse())
        price = rule._compute_price(product, quantity, self.product_uom_id, self._get_order_date(), currency=self.currency_id)
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        return product._get_tax_included_unit_price_from_price(
            price, product_taxes=taxes, fiscal_position=self.order_id.fiscal_position_id)
