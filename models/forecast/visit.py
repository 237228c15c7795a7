from odoo import models


class SalesOsVisit(models.Model):
    """A visit that is done may move the opportunity on."""

    _inherit = "sales_os.visit"

    def write(self, vals):
        done = vals.get("state") == "done"
        moving = self.filtered(lambda visit: visit.lead_id and visit.state != "done") if done else self.browse()
        result = super().write(vals)
        if moving:
            moving.lead_id._sales_os_progress("visit_done", {visit.lead_id.id: visit.display_name for visit in moving})
        return result
