from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_territory_id = fields.Many2one(
        "sales_os.territory", string="Territory", index="btree_not_null", ondelete="set null", copy=False,
        help="Found by the territory rules from the address; see the reason.")
    sales_os_territory_locked = fields.Boolean(
        string="Territory Locked", copy=False, help="The rules leave this customer where it is.")
    sales_os_territory_reason = fields.Text(string="Why this Territory", readonly=True, copy=False)
    sales_os_rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", compute="_compute_sales_os_rep_id", search="_search_sales_os_rep_id",
        help="Who owns the territory today.")

    @api.depends("sales_os_territory_id.owner_id")
    @api.depends_context("sales_os_date")
    def _compute_sales_os_rep_id(self):
        for partner in self:
            # sudo: who is responsible for a customer is no secret to those who see the customer
            partner.sales_os_rep_id = partner.sudo().sales_os_territory_id.owner_id.id

    @api.model
    def _search_sales_os_rep_id(self, operator, value):
        if operator == "in" and False in value:
            return Domain("sales_os_territory_id", "=", False) | Domain("sales_os_territory_id.owner_id", operator, value)
        return Domain("sales_os_territory_id.owner_id", operator, value)
