from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.sales_os.algorithms.discount.combo_share import combo_share
from odoo.addons.sales_os.algorithms.discount.effective import (
    LineTerms,
    line_list_amount,
    line_percent,
    margin_percent,
)
from odoo.addons.sales_os.algorithms.discount.exact import exact

COMPUTED = frozenset({
    "sales_os_list_price_unit", "sales_os_cost_unit", "sales_os_list_amount", "sales_os_effective_discount_percent",
    "sales_os_limit_percent"})
# what of an order follows its lines
FOLLOWING = (
    "sales_os_approval_state", "sales_os_approval_reason", "sales_os_list_amount", "sales_os_effective_discount_percent",
    "sales_os_margin_percent",
)


class SaleOrderLine(models.Model):
    """What the line would cost by the price list of the day, and how far below it is sold."""

    _inherit = "sale.order.line"

    sales_os_list_price_unit = fields.Float(
        string="List Price", compute="_compute_sales_os_list_price_unit", store=True, precompute=True, min_display_digits="Product Price",
        help="Sales price of the product on the day it was put on the order, in the line's unit and the order's currency, before any "
             "pricelist. Later changes of the product change it only when Odoo prices the line anew.",
    )
    sales_os_cost_unit = fields.Float(
        string="Frozen Cost", compute="_compute_sales_os_list_price_unit", store=True, precompute=True,
        min_display_digits="Product Price", groups="base.group_user",
        help="Cost of the product on the day it was put on the order, in the line's unit and the order's currency. A higher cost "
             "typed on the line counts instead.",
    )
    sales_os_list_amount = fields.Monetary(
        string="List Amount", compute="_compute_sales_os_list_amount", store=True, precompute=True,
        help="Quantity at list price, without tax: comparable with the subtotal.",
    )
    sales_os_effective_discount_percent = fields.Float(
        string="Effective Discount (%)", compute="_compute_sales_os_list_amount", store=True, precompute=True, digits=(16, 2),
        aggregator="avg", help="List amount against the subtotal, by discount, typed price or pricelist. Negative: sold above.",
    )

    @api.depends(
        "product_id", "product_uom_id", "currency_id", "company_id", "order_id.fiscal_position_id", "combo_item_id", "linked_line_id",
        "product_no_variant_attribute_value_ids", "display_type", "is_expense", "technical_price_unit")
    def _compute_sales_os_list_price_unit(self):
        known = {}
        for line in self:
            if not line.product_id or line.display_type or not line.product_uom_id:
                line.sales_os_list_price_unit = line.sales_os_cost_unit = 0.0
                continue
            key = line._sales_os_list_key()
            if key is None or key not in known:
                own = line if line.company_id == line.env.company else line.with_company(line.company_id)
                known[key] = own._sales_os_list_price(), own._sales_os_cost_of_day()
            line.sales_os_list_price_unit, line.sales_os_cost_unit = known[key]

    def _sales_os_list_key(self):
        """Lines with the same key have the same list price and cost; None: this line is like no other."""
        if self.combo_item_id or self.product_no_variant_attribute_value_ids:
            return None
        order, moment = self.order_id, self._get_order_date()
        return (
            self.product_id, self.product_uom_id, self.currency_id, self.company_id, order.fiscal_position_id, self.is_expense,
            moment and moment.date())

    def _sales_os_cost_of_day(self):
        # sudo: the cost is kept for the floor of the margin; who may see it is the field's matter
        product = self.product_id.sudo()
        cost = product.uom_id._compute_price(product.standard_price, self.product_uom_id)
        return self._convert_to_sol_currency(cost, product.cost_currency_id)

    def _sales_os_list_price(self):
        """Unit price without any pricelist; 0 where the product has none or is priced otherwise."""
        if self.is_expense and self.product_id.expense_policy == "cost":
            return 0.0
        if self.combo_item_id:
            price = self._sales_os_combo_list_price()
        elif self.product_id.type == "combo":
            # its parts carry the price
            return 0.0
        else:
            price = self._sales_os_plain_list_price()
        order = self.order_id
        if not price or not order.fiscal_position_id:
            return price
        return self.product_id._get_tax_included_unit_price_from_price(
            price, product_taxes=self.product_id.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=order.fiscal_position_id)

    def _sales_os_plain_list_price(self):
        extra = self._get_product_price_context()
        # an empty rule is how Odoo itself prices what no pricelist knows
        return self.env["product.pricelist.item"]._compute_price(
            product=self.product_id.with_context(**extra) if extra else self.product_id, quantity=1.0, uom=self.product_uom_id,
            date=self._get_order_date() or fields.Datetime.now(), currency=self.currency_id or self.company_id.currency_id)

    def _sales_os_combo_list_price(self):
        combo_line = self._get_linked_line()
        # sudo: what a combo is made of is not shown, only divided by
        combos = combo_line.product_template_id.sudo().combo_ids
        chosen = self.combo_item_id.sudo().combo_id
        if not combo_line or chosen not in combos:
            return 0.0
        share = combo_share(
            combo_price=exact(combo_line._sales_os_plain_list_price()), chosen=chosen.id,
            base_prices={combo.id: exact(combo.currency_id._convert(
                combo.base_price, self.currency_id, self.company_id, self._get_order_date() or fields.Datetime.now(), round=False))
                for combo in combos})
        extra = self.product_id._get_no_variant_attributes_price_extra(self.product_no_variant_attribute_value_ids)
        return float(share) + self.combo_item_id.sudo().extra_price + extra  # sudo: as above

    @api.depends(
        "sales_os_list_price_unit", "product_uom_qty", "price_subtotal", "price_unit", "discount", "tax_ids", "currency_id",
        "display_type", "is_downpayment")
    def _compute_sales_os_list_amount(self):
        inclusive = {}
        for line in self:
            net, list_unit = exact(line.price_subtotal), exact(line.sales_os_list_price_unit)
            if line.product_uom_qty:
                gross = exact(line._sales_os_gross_amount(inclusive))
                amount = line_list_amount(gross_amount=gross, net_amount=net, has_list_price=list_unit > 0)
                line.sales_os_list_amount = float(amount)
                line.sales_os_effective_discount_percent = float(line_percent(list_amount=amount, net_amount=net))
            else:
                # nothing is sold yet, but it can be chosen or delivered at this price
                asked = exact(line.price_unit) * (1 - exact(line.discount) / 100)
                line.sales_os_list_amount = 0.0
                line.sales_os_effective_discount_percent = float(line_percent(list_amount=list_unit, net_amount=asked)) \
                    if list_unit > 0 and not line.display_type and not line.is_downpayment else 0.0

    def _sales_os_gross_amount(self, inclusive):
        """Quantity at list price without tax, rounded as Odoo rounds the subtotal.

        :param inclusive: memory of this computation: taxes -> whether a price includes one of them
        """
        list_unit = self.sales_os_list_price_unit
        taxes = self.tax_ids
        if taxes and list_unit:
            key = taxes._ids
            if key not in inclusive:
                inclusive[key] = any(tax.price_include for tax in taxes.flatten_taxes_hierarchy())
            if inclusive[key]:
                base_line = self._prepare_base_line_for_taxes_computation(price_unit=list_unit, discount=0.0)
                company = self.company_id or self.env.company
                self.env["account.tax"]._add_tax_details_in_base_line(base_line, company)
                self.env["account.tax"]._round_base_lines_tax_details([base_line], company)
                return base_line["tax_details"]["total_excluded_currency"]
        amount = list_unit * self.product_uom_qty
        currency = self.currency_id or self.company_id.currency_id
        return currency.round(amount) if currency else amount

    def _sales_os_cost_unit_tested(self):
        """The cost of the day, or a higher one typed on the line."""
        return max(exact(self.sales_os_cost_unit), exact(self.purchase_price))

    def _sales_os_line_terms(self, cost_unit=None):
        """The line as :class:`LineTerms`, at ``cost_unit`` where another decision has frozen it."""
        cost_unit = self._sales_os_cost_unit_tested() if cost_unit is None else cost_unit
        quantity, net = exact(self.product_uom_qty), exact(self.price_subtotal)
        standing = not quantity and not self.display_type and not self.is_downpayment and self.sales_os_list_price_unit > 0
        unit_net = exact(self._sales_os_standing_unit_net()) if standing else net
        unit_cost = cost_unit if standing else cost_unit * quantity
        return LineTerms(
            key=self._sales_os_key(), list_amount=exact(self.sales_os_list_amount), net_amount=net, cost_amount=cost_unit * quantity,
            percent=exact(self.sales_os_effective_discount_percent), standing=standing,
            margin_percent=margin_percent(net_amount=unit_net, cost_amount=unit_cost))

    def _sales_os_key(self):
        """The stored line's number also while it is being edited; a line not yet stored has a text of its own."""
        return self._origin.id or f"new {self.id.ref or id(self.id)}"

    def _sales_os_standing_unit_net(self):
        """What one unit would cost without tax."""
        unit = self.price_unit * (1 - self.discount / 100)
        if any(tax.price_include for tax in self.tax_ids.flatten_taxes_hierarchy()):
            return self.tax_ids.compute_all(unit, currency=self.currency_id, product=self.product_id)["total_excluded"]
        return unit

    @api.model
    def default_get(self, fields):
        # neither a context of the client nor a default that somebody keeps fills what is worked out
        return {name: value for name, value in super().default_get(fields).items() if name not in COMPUTED}

    def _add_precomputed_values(self, vals_list):
        # the virtual order of each virtual line is judged by nobody: else each created line of a long transaction would
        # leave one that every later flush looks at
        orders = self.env["sale.order"]
        before = {name: orders.env.records_to_compute(orders._fields[name]) for name in FOLLOWING}
        result = super()._add_precomputed_values(vals_list)
        for name, records in before.items():
            field = orders._fields[name]
            self.env.remove_to_compute(field, (self.env.records_to_compute(field) - records).filtered(lambda order: not order.id))
        return result

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._sales_os_refuse_computed(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._sales_os_refuse_computed(vals)
        return super().write(vals)

    def _sales_os_refuse_computed(self, vals):
        if not COMPUTED.isdisjoint(vals):
            names = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(COMPUTED & vals.keys()))
            raise AccessError(self.env._("%s of an order line is worked out, nobody can type it.", names))
