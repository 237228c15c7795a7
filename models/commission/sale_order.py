from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.credit import credit_fault

TEAM = "sales_os.group_rep,sales_os.group_executive"
# what changes the worth of a line
WORTH = {"product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount", "tax_ids", "is_downpayment", "display_type"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_credit_ids = fields.One2many(
        "sales_os.credit", "order_id", string="Sales Credits", domain=[("line_id", "=", False)], groups=TEAM, copy=True,
        help="Whose sale it is. Empty: the salesperson's, or where there is none, the owner's of the territory.")

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._sales_os_credit_message()

    def _sales_os_credit_message(self):
        """Why the credits of this order are not complete, False if they are."""
        self.ensure_one()
        # sudo: whoever confirms, also a customer by signing, is told of a fault but sees no credits
        order = self.sudo()
        groups = [(self.env._("The credits of %s", order.name), order.sales_os_credit_ids)]
        groups += [(self.env._("The credits of a line of %s", order.name), credits)
                   for _line, credits in order.order_line.sales_os_credit_ids.grouped("line_id").items()]
        for name, credits in groups:
            fault = credit_fault(
                percents=[Decimal(str(credit.percent)) for credit in credits], over_allowed=credits._allow_over_credit())
            if fault:
                return self.env._(
                    "%(what)s sum to %(sum)s %%, not to 100 %%: change them before confirming.", what=name,
                    sum=f"{sum(credits.mapped('percent')):g}")
        return False

    def _action_confirm(self):
        result = super()._action_confirm()
        self._sales_os_freeze_sale()
        return result

    def _sales_os_freeze_sale(self):
        """Keep what the sale cost and whose it was, whatever happens to products and salespeople later."""
        if not self:
            return
        self.env["sale.order.line"].flush_model(["purchase_price", "order_id"])
        self.env["sale.order"].flush_model(["user_id", "company_id", "sales_os_territory_id"])
        self.env.cr.execute(SQL(
            "UPDATE sale_order_line SET sales_os_frozen_cost = purchase_price WHERE order_id = ANY(%s) AND display_type IS NULL", self.ids))
        # sudo: crediting is the system's work here, whoever confirms
        self.env["sales_os.credit"].sudo()._credit_salespeople(self.ids)
        self.env["sale.order.line"].invalidate_model(["sales_os_frozen_cost"], flush=False)

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "date_order" in vals or "user_id" in vals:
            self._sales_os_mark_commission()
        return result

    def _sales_os_mark_commission(self):
        """Let the next run look at these orders, and at their invoices."""
        Mark = self.env["sales_os.commission.mark"]
        watched = self.filtered(lambda order: order.state in ("sale", "cancel") and Mark._is_watched(order.company_id.id))
        if not watched:
            return
        Mark._add("sale_order", watched.ids)
        # sudo: marking reads no invoice
        Mark._add("account_move", watched.sudo().invoice_ids.ids)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    sales_os_credit_ids = fields.One2many(
        "sales_os.credit", "line_id", string="Line Credits", groups=TEAM, help="Only where this line is somebody else's sale.")
    sales_os_frozen_cost = fields.Float(
        string="Cost At Sale", digits=0, readonly=True, copy=False, groups="sales_os.group_manager,sales_os.group_executive",
        help="Cost a unit when the order was confirmed, in the order's currency and the line's unit.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        late = lines.filtered(lambda line: line.state == "sale")
        if late:
            late.order_id._sales_os_mark_commission()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if WORTH & set(vals):
            self.filtered(lambda line: line.state == "sale").order_id._sales_os_mark_commission()
        return result
