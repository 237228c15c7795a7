from odoo import fields, models


class SalesOsRep(models.Model):
    _inherit = "sales_os.rep"

    lead_capacity = fields.Integer(
        string="Open Leads at Most", default=0, aggregator=None, help="New leads go to others while so many are open. 0: no limit.")
    lead_count = fields.Integer(string="Open Leads", compute="_compute_lead_count")

    _lead_capacity_positive = models.Constraint("CHECK (lead_capacity >= 0)", "The number of open leads cannot be negative.")

    def _compute_lead_count(self):
        # sudo: how many leads somebody has is seen by whoever sees the representative
        counts = dict(self.env["crm.lead"].sudo()._read_group(
            [("user_id", "in", self.user_id.ids), ("won_status", "=", "pending")], ["user_id"], ["__count"]))
        for rep in self:
            rep.lead_count = counts.get(rep.user_id, 0) if rep.user_id else 0
