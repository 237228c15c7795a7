from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_os_territory_id = fields.Many2one(
        "sales_os.territory", string="Territory", index="btree_not_null", ondelete="set null",
        compute="_compute_sales_os_territory_id", store=True, readonly=False,
        help="The customer's territory; found from the lead's own address while there is no customer.")
    sales_os_rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", compute="_compute_sales_os_rep_id", search="_search_sales_os_rep_id",
        help="Who owns the territory today.")

    @api.depends("partner_id.sales_os_territory_id")
    def _compute_sales_os_territory_id(self):
        for lead in self:
            lead.sales_os_territory_id = lead.partner_id.sales_os_territory_id or lead.sales_os_territory_id

    @api.depends("sales_os_territory_id.owner_id")
    def _compute_sales_os_rep_id(self):
        for lead in self:
            # sudo: who is responsible is no secret to those who see the lead
            lead.sales_os_rep_id = lead.sudo().sales_os_territory_id.owner_id.id

    @api.model
    def _search_sales_os_rep_id(self, operator, value):
        if operator == "in" and False in value:
            return Domain("sales_os_territory_id", "=", False) | Domain("sales_os_territory_id.owner_id", operator, value)
        return Domain("sales_os_territory_id.owner_id", operator, value)
