from odoo import fields, models


class SalesOsRouteUnplanned(models.Model):
    """A visit that did not fit into a plan, and why."""

    _name = "sales_os.route.unplanned"
    _description = "Visit That Did Not Fit"
    _inherit = ["sales_os.route.wish"]
    _order = "plan_id, priority desc, id"
    _rec_name = "partner_id"

    reason_code = fields.Char(readonly=True, required=True, index=True)
    reason_text = fields.Char(string="Why Not", readonly=True, required=True)

    def action_plan_anyway(self):
        """Back among the stops, with the highest priority: the next optimisation finds room for it before the others."""
        self.plan_id.check_access("write")
        self.plan_id._check_editable()
        stops = self.env["sales_os.route.stop"].create(
            [
                {**row._prepare_wish_vals(), "priority": 1, "is_optional": False, "sequence": 100_000 + index}
                for index, row in enumerate(self)
            ]
        )
        # sudo: the row says what the optimisation found; it goes with its cause, whoever may see it
        self.sudo().unlink()
        return bool(stops)

    def action_drop(self):
        """Out of the plan for good."""
        self.plan_id.check_access("write")
        self.plan_id._check_editable()
        # sudo: as above
        self.sudo().unlink()
        return True
