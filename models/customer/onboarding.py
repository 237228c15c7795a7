from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_onboarding_plan_id = fields.Many2one(
        "mail.activity.plan", string="Onboarding Plan", domain="[('res_model', '=', 'res.partner')]", ondelete="set null",
        help="Started for a customer when its first order is confirmed. Empty: nothing is started.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_onboarding_plan_id = fields.Many2one(related="company_id.sales_os_onboarding_plan_id", readonly=False)


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_onboarded_on = fields.Date(
        string="Onboarding Started", readonly=True, copy=False, help="The day the onboarding plan was started: once a customer.",
        groups="sales_os.group_rep,sales_os.group_executive")


class SaleOrder(models.Model):
    """The first confirmed order of a customer starts the company's onboarding plan, once."""

    _inherit = "sale.order"

    def _action_confirm(self):
        result = super()._action_confirm()
        for company, orders in self.grouped("company_id").items():
            if company.sales_os_onboarding_plan_id:
                orders._sales_os_start_onboarding(company.sales_os_onboarding_plan_id)
        return result

    def _sales_os_start_onboarding(self, plan):
        """Start the plan for those of these orders' customers that had no confirmed order before."""
        # sudo: whether a colleague sold to the customer before decides; the tasks go to the salesperson of the order
        customers = self.sudo().partner_id.commercial_partner_id.filtered(lambda customer: not customer.sales_os_onboarded_on)
        known = self.env["sale.order"].sudo()._read_group(  # sudo: see above
            [("partner_id.commercial_partner_id", "in", customers.ids), ("state", "=", "sale"), ("id", "not in", self.ids)],
            ["partner_id"])
        fresh = customers - self.env["res.partner"].union(*(partner.commercial_partner_id for partner, in known))
        users = {order.partner_id.commercial_partner_id: order.user_id for order in self if order.user_id}
        for user, partners in fresh.grouped(lambda customer: users.get(customer) or self.env.user).items():
            # sudo: a plan that does not fit must not keep the order; who confirms need not be allowed to write activities of the plan
            wizard = self.env["mail.activity.schedule"].sudo().create({
                "res_model": "res.partner", "res_ids": str(partners.ids), "plan_id": plan.id, "plan_on_demand_user_id": user.id})
            if not wizard.has_error:
                wizard.action_schedule_plan()
                partners.sales_os_onboarded_on = fields.Date.context_today(self)
