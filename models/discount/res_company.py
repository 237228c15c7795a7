from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_approval_link_days = fields.Integer(
        string="Approve by e-mail within (days)",
        default=7,
        help="Whoever must approve gets a mail with a link that decides without signing in, once, for this many days; then a new one. "
        "0: no such mails.",
    )

    _sales_os_approval_link_days_range = models.Constraint(
        "CHECK (sales_os_approval_link_days BETWEEN 0 AND 90)", "Links to approve by e-mail hold for 0 to 90 days."
    )
