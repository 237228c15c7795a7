from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_lead_answer_hours = fields.Float(
        string="Answer Leads Within (hours)", default=24.0,
        help="A lead that waits longer counts as overdue and stands higher in the list. 0: no promise.")

    sales_os_route_leads = fields.Boolean(
        string="Route Leads When They Come In", default=True,
        help="Leads without a salesperson are given to somebody by territory, absence, capacity and turn.")

    _sales_os_lead_answer = models.Constraint(
        "CHECK (sales_os_lead_answer_hours >= 0)", "The hours within which leads are answered cannot be negative.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_lead_answer_hours = fields.Float(related="company_id.sales_os_lead_answer_hours", readonly=False)
    sales_os_route_leads = fields.Boolean(related="company_id.sales_os_route_leads", readonly=False)
