from odoo import fields, models

from odoo.addons.sales_os.algorithms.quote.health import CHECKS

LEVELS = [("off", "Off"), ("warn", "Warn"), ("approve", "Ask for Approval"), ("block", "Block")]


def _level(string, default, help=None):
    return fields.Selection(LEVELS, string=string, default=default, required=True, help=help)


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_revision_withdraw = fields.Selection(
        [("send", "When a later revision is sent"), ("confirm", "When a revision is confirmed")],
        string="Withdraw Earlier Revisions", default="send", required=True,
        help="Until then the customer can still accept an earlier revision that is valid.")
    sales_os_expiry_reminder_days = fields.Integer(
        string="Remind Before Expiry (days)", default=3,
        help="A to-do for the salesperson so many days before a sent quotation expires. 0: none.")
    sales_os_expiry_reminder_mail = fields.Boolean(
        string="Remind the Customer by E-mail", help="Once for each expiration date, together with the to-do.")
    sales_os_expiry_cancel = fields.Boolean(
        string="Cancel Expired Quotations", help="The night after a sent quotation has expired. Signed ones and those being paid stay.")
    sales_os_health_expired = _level("Expired", "block")
    sales_os_health_no_lines = _level("Nothing Sold", "warn")
    sales_os_health_credit_limit = _level("Over the Credit Limit", "warn", "Needs the credit limits of Invoicing.")
    sales_os_health_below_cost = _level("Below Cost", "warn")
    sales_os_health_zero_price = _level("Without a Price", "warn")
    sales_os_health_archived_product = _level("Archived Product", "warn")
    sales_os_health_stock_short = _level("Stock Short", "warn", "Needs Inventory; compares with what is forecast for the delivery date.")
    sales_os_health_no_payment_term = _level("Without Payment Terms", "off")
    sales_os_health_no_terms = _level("Without Terms and Conditions", "off")
    sales_os_health_no_address = _level("Delivery Address Incomplete", "warn", "Street, city and country are needed.")
    sales_os_health_no_email = _level("Customer Without E-mail", "warn")

    _sales_os_expiry_reminder_positive = models.Constraint(
        "CHECK (sales_os_expiry_reminder_days BETWEEN 0 AND 365)", "The reminder comes 0 to 365 days before a quotation expires.")

    def _sales_os_health_levels(self, gate=None):
        """Return check -> level of what the company looks at; with ``gate`` only what is refused there."""
        self.ensure_one()
        levels = {code: self[f"sales_os_health_{code}"] for code in CHECKS}
        if gate:
            return {code: level for code, level in levels.items() if level == "block" and gate in CHECKS[code]}
        return levels
