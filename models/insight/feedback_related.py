from odoo import api, fields, models

SEEN_BY = "sales_os.group_rep,sales_os.group_executive"


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_feedback_visits = fields.Boolean(
        string="Ask after Visits",
        help="The day after a visit its customer is asked by mail how satisfied it was; at most once in 90 days.")
    sales_os_feedback_orders = fields.Boolean(
        string="Ask after Orders",
        help="The day after an order its customer is asked by mail whether it would recommend the company; at most once in 90 days.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    sales_os_feedback_visits = fields.Boolean(related="company_id.sales_os_feedback_visits", readonly=False)
    sales_os_feedback_orders = fields.Boolean(related="company_id.sales_os_feedback_orders", readonly=False)


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_feedback_words = fields.Char(string="Satisfaction", compute="_compute_sales_os_feedback_words", groups=SEEN_BY)

    @api.depends_context("lang", "company")
    def _compute_sales_os_feedback_words(self):
        # sudo: who may read the customer may read what it answered; the field's groups say who that is
        rows = self.env["sales_os.feedback"].sudo().search_fetch(
            [("customer_id", "in", self.commercial_partner_id.ids), ("answered_on", "!=", False), ("company_id", "=", self.env.company.id)],
            ["customer_id", "kind", "score", "answered_on"], order="answered_on desc, id desc")
        last = {}
        for row in rows:
            last.setdefault((row.customer_id.id, row.kind), row)
        for partner in self:
            csat, nps = (last.get((partner.commercial_partner_id.id, kind)) for kind in ("csat", "nps"))
            partner.sales_os_feedback_words = ", ".join(filter(None, (
                self.env._("satisfaction %(score)s of 5 (%(day)s)", score=csat.score, day=csat.answered_on.date()) if csat else "",
                self.env._("recommends %(score)s of 10 (%(day)s)", score=nps.score, day=nps.answered_on.date()) if nps else "")))
