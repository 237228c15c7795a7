import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.credit import credit_fault

TEAM = "sales_os.group_rep,sales_os.group_executive"
# what changes the worth of a line
WORTH = {"product_id", "product_uom_qty", "product_uom_id", "price_unit", "discount", "tax_ids", "is_downpayment", "display_type"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_credit_ids = fields.One2many(
        "sales_os.credit", "order_id", string="Sales Credits", domain=[("line_id", "=", False)], groups=TEAM, copy=False,
        help="Whose sale it is. Empty: the salesperson's, or where there is none, the owner's of the territory.")

    def copy(self, default=None):
        """The split goes along, also where a seller copies who may not see it."""
        copies = super().copy(default)
        # sudo: the copy is the copier's own draft, and nobody is paid by a draft
        for order, copied in zip(self.sudo(), copies, strict=True):
            order.sales_os_credit_ids.copy({"order_id": copied.id})
        return copies

    def _sales_os_gate_refusals(self, gate):
        refusals = super()._sales_os_gate_refusals(gate)
        if gate == "confirm":
            for order_id, reason in self._sales_os_credit_faults().items():
                refusals[order_id] = [*refusals.get(order_id, []), reason]
        return refusals

    def _sales_os_credit_faults(self):
        """``{order id: why its credits are not complete}``, in a constant number of queries."""
        faults = {}
        # sudo: whoever confirms, also a customer by signing, is told of a fault but sees no credits
        credits = self.env["sales_os.credit"].sudo().search([("order_id", "in", self.ids)], order="id")
        over_allowed = credits._over_credit_allowed()
        for (order, line), group in credits.grouped(lambda credit: (credit.order_id, credit.line_id)).items():
            fault = credit_fault(
                percents=[Decimal(str(credit.percent)) for credit in group],
                over_allowed=all(rep_id in over_allowed for rep_id in group.rep_id.ids))
            if fault:
                what = line.sudo().name if line else order.name  # sudo: see above
                faults[order.id] = self.env._(
                    "The sales credits of %(what)s sum to %(sum)s %%, not to 100 %%: change them before confirming.",
                    what=what, sum=f"{sum(group.mapped('percent')):g}")
        return faults

    def _sales_os_freeze_sale(self):
        """Keep what the sale cost, which discount was free and whose it was, whatever happens to products, policies and people later."""
        self.env["sale.order.line"].flush_model(["purchase_price", "order_id"])
        self.env.cr.execute(SQL(
            """UPDATE sale_order_line
                  SET sales_os_frozen_cost = purchase_price, sales_os_limit_percent = (%s::jsonb ->> id::text)::numeric
                WHERE order_id = ANY(%s) AND display_type IS NULL""", json.dumps(self._sales_os_take_limits()), self.ids))
        # sudo: crediting is the system's work here, whoever confirms
        self.env["sales_os.credit"].sudo()._credit_salespeople(self)
        self.env["sale.order.line"].invalidate_model(["sales_os_frozen_cost", "sales_os_limit_percent"], flush=False)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._sales_os_sold()
        return orders

    def write(self, vals):
        sold = self.filtered(lambda order: order.state != "sale") if vals.get("state") == "sale" else self.browse()
        result = super().write(vals)
        sold._sales_os_sold()
        if "state" in vals or "date_order" in vals or "user_id" in vals:
            self._sales_os_mark_commission()
        return result

    def _sales_os_sold(self):
        """These orders were confirmed, by whatever door: the credits must be complete, and facts of the sale are kept."""
        if not self:
            return
        # sudo: a customer who signs may not read settings; where the gate is on it has asked already
        ungated = self.filtered(lambda order: not order.company_id.sudo().sales_os_gate_confirm)
        for reason in (ungated._sales_os_credit_faults() if ungated else {}).values():
            raise UserError(reason)
        self._sales_os_freeze_sale()

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
