from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.territory.rule import Customer


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_os_territory_id = fields.Many2one(
        "sales_os.territory", string="Territory", index="btree_not_null", ondelete="set null",
        compute="_compute_sales_os_territory_id", store=True, readonly=False,
        help="The customer's territory; found from the lead's own address while there is no customer.")
    sales_os_rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", compute="_compute_sales_os_rep_id", search="_search_sales_os_rep_id",
        help="Who owns the territory today.")

    @api.depends(
        "partner_id.sales_os_territory_id", "country_id", "state_id", "zip", "city", "company_id", "type")
    def _compute_sales_os_territory_id(self):
        Territory = self.env["sales_os.territory"]
        prospects = self.filtered(
            lambda lead: not lead.partner_id.sales_os_territory_id and (lead._sales_os_is_open() or not lead.sales_os_territory_id))
        for lead in self - prospects:
            # a lost or won lead stays where it was decided
            lead.sales_os_territory_id = (
                lead._sales_os_is_open() and lead.partner_id.sales_os_territory_id or lead.sales_os_territory_id)
        for company, leads in prospects.grouped(lambda lead: lead.company_id or self.env.company).items():
            decisions = Territory._decide(
                [Customer(key=lead.id, country=lead.country_id.id or None, state=lead.state_id.id or None, zip=lead.zip or "",
                          city=lead.city or "") for lead in leads],
                company, Territory._version_in_force(company))
            for lead in leads:
                lead.sales_os_territory_id = decisions[lead.id].territory or False

    def _sales_os_is_open(self):
        return self.won_status == "pending" or not self._origin.id

    @api.depends("sales_os_territory_id.owner_id")
    def _compute_sales_os_rep_id(self):
        # sudo: who is responsible is no secret to those who see the lead
        for lead in self.sudo():
            lead.sales_os_rep_id = lead.sales_os_territory_id.owner_id

    @api.model
    def _search_sales_os_rep_id(self, operator, value):
        if operator == "in" and False in value:
            return Domain("sales_os_territory_id", "=", False) | Domain("sales_os_territory_id.owner_id", operator, value)
        return Domain("sales_os_territory_id.owner_id", operator, value)
