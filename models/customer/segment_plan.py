from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """The activity plan of the segment, started for the customers one chooses."""

    _inherit = "res.partner"

    def action_sales_os_start_segment_plan(self):
        """Start the activity plan of each customer's segment; what is to be assigned on demand goes to the salesperson, else to the user.

        :return: ``{"customers": number of customers}``
        """
        self.check_access("write")
        heads = self.commercial_partner_id
        for partner in heads:
            if not partner.sales_os_segment_id.activity_plan_id:
                raise UserError(self.env._(
                    "%s has no segment with an activity plan: choose a plan in the segment first.", partner.display_name))
        for (plan, user), partners in heads.grouped(
            lambda partner: (partner.sales_os_segment_id.activity_plan_id, partner.user_id or self.env.user)
        ).items():
            for _company, of_company in partners.grouped("company_id").items():
                self.env["mail.activity.schedule"].create({
                    "res_model": "res.partner", "res_ids": str(of_company.ids), "plan_id": plan.id, "plan_on_demand_user_id": user.id,
                }).action_schedule_plan()
        return {"customers": len(heads)}

    def action_sales_os_start_segment_plan_and_tell(self):
        """Button: start the plan, and say for how many."""
        count = self.action_sales_os_start_segment_plan()["customers"]
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("Customers whose activity plan was started: %s", count),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
