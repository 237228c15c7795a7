from odoo import api, fields, models
from odoo.fields import Domain


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sales_os_territory_id = fields.Many2one(
        "sales_os.territory", string="Territory", index="btree_not_null", ondelete="set null",
        compute="_compute_sales_os_territory_id", store=True, readonly=False, precompute=True, copy=False,
        help="The territory of the delivery address, frozen when the order is confirmed.")
    sales_os_rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", compute="_compute_sales_os_rep_id", search="_search_sales_os_rep_id",
        help="Who owns the territory today.")

    @api.depends("partner_shipping_id.sales_os_territory_id", "partner_id.sales_os_territory_id")
    def _compute_sales_os_territory_id(self):
        for order in self:
            if order.state in ("sale", "cancel") and order.id:
                # frozen: what was true at confirmation stays, wherever the customer moves afterwards
                order.sales_os_territory_id = order.sales_os_territory_id
            else:
                order.sales_os_territory_id = (
                    order.partner_shipping_id.sales_os_territory_id or order.partner_id.sales_os_territory_id)

    def write(self, vals):
        if "state" in vals:
            # decide before it freezes: an address that changed a moment ago still counts
            self.mapped("sales_os_territory_id")
        return super().write(vals)

    @api.depends("sales_os_territory_id.owner_id")
    def _compute_sales_os_rep_id(self):
        # sudo: who is responsible is no secret to those who see the order
        for order in self.sudo():
            order.sales_os_rep_id = order.sales_os_territory_id.owner_id

    @api.model
    def _search_sales_os_rep_id(self, operator, value):
        if operator == "in" and False in value:
            return Domain("sales_os_territory_id", "=", False) | Domain("sales_os_territory_id.owner_id", operator, value)
        return Domain("sales_os_territory_id.owner_id", operator, value)
