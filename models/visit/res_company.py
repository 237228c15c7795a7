from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    sales_os_visit_location_policy = fields.Selection(
        [("off", "Off"), ("warn", "Warn"), ("required", "Required")],
        string="Location at Check-in",
        default="warn",
        required=True,
        help="Off: no position is asked or kept. Warn: being far is shown, never asked. "
        "Required: whoever is not at the customer's, or gives no position, says why.",
    )
    sales_os_visit_radius_m = fields.Integer(
        string="Visit Radius (m)", default=250, help="How far from the customer's position still counts as being there."
    )
    sales_os_visit_accuracy_m = fields.Integer(
        string="Accuracy Limit (m)",
        default=500,
        help="A position less accurate than this proves nothing: the visit's location stays unknown.",
    )
    sales_os_visit_retention_days = fields.Integer(
        string="Keep Positions (days)",
        default=90,
        help="Check-in positions are deleted after so many days; distance and result stay. 0 deletes them the next night.",
    )
    sales_os_visit_grace_hours = fields.Float(
        string="Grace (hours)",
        default=4.0,
        help="Hours after the end of the representative's day until a visit nobody began is marked missed.",
    )
    sales_os_visit_default_minutes = fields.Integer(
        string="Visit Minutes", default=45, help="Planned length where neither the type nor the customer's cadence says another."
    )
    sales_os_due_weight_cadence = fields.Integer(string="Points for Cadence", default=50)
    sales_os_due_weight_priority = fields.Integer(string="Points for Priority", default=10)
    sales_os_due_weight_quotes = fields.Integer(string="Points for Open Quotes", default=15)
    sales_os_due_weight_churn = fields.Integer(string="Points for Silence", default=15)
    sales_os_due_weight_value = fields.Integer(string="Points for Expected Value", default=10)
    sales_os_due_half_value = fields.Monetary(
        string="Half Value", default=10_000.0, help="The expected value of a customer that earns half of the points for value."
    )

    _sales_os_visit_numbers = models.Constraint(
        "CHECK (sales_os_visit_radius_m > 0 AND sales_os_visit_accuracy_m > 0 AND sales_os_visit_retention_days >= 0"
        " AND sales_os_visit_grace_hours >= 0 AND sales_os_visit_grace_hours <= 72)",
        "Visit settings: radius and accuracy are above zero, retention is not negative, grace is 0 to 72 hours.",
    )
    _sales_os_visit_minutes = models.Constraint(
        "CHECK (sales_os_visit_default_minutes BETWEEN 1 AND 1440)", "A visit lasts from 1 to 1440 minutes."
    )

    @api.constrains(
        "sales_os_due_weight_cadence",
        "sales_os_due_weight_priority",
        "sales_os_due_weight_quotes",
        "sales_os_due_weight_churn",
        "sales_os_due_weight_value",
        "sales_os_due_half_value",
    )
    def _check_sales_os_due_weights(self):
        for company in self:
            weights = [company[f"sales_os_due_weight_{name}"] for name in ("cadence", "priority", "quotes", "churn", "value")]
            if min(weights) < 0 or not any(weights) or company.sales_os_due_half_value <= 0:
                raise ValidationError(
                    self.env._(
                        "The points of the due list of %s must not be negative, one must be above zero, and so must the half value.",
                        company.name,
                    )
                )
