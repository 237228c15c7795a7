from odoo import api, fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    sales_os_visit_ids = fields.One2many("sales_os.visit", "lead_id", string="Visits", groups="sales_os.group_rep,sales_os.group_executive")
    sales_os_visit_count = fields.Integer(
        string="Number of Visits", compute="_compute_sales_os_visit_count", groups="sales_os.group_rep,sales_os.group_executive"
    )

    @api.depends("sales_os_visit_ids")
    def _compute_sales_os_visit_count(self):
        counts = dict(self.env["sales_os.visit"]._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["__count"]))
        for lead in self:
            lead.sales_os_visit_count = counts.get(lead, 0)

    def action_view_sales_os_visits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits for %s", self.display_name),
            "res_model": "sales_os.visit",
            "view_mode": "list,calendar,form",
            "domain": [("lead_id", "=", self.id)],
            "context": {"default_lead_id": self.id, "default_partner_id": self.partner_id.id},
        }
