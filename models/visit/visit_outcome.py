from odoo import fields, models


class SalesOsVisitOutcome(models.Model):
    """What came of a visit, and what usually follows."""

    _name = "sales_os.visit.outcome"
    _description = "Visit Outcome"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short word that integrations use; unique.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    is_positive = fields.Boolean(string="Positive", help="Counts as a success in reports.")
    next_action_days = fields.Integer(
        string="Next Action after (days)", help="Proposed at check-out: the next action so many days later. 0: none is proposed."
    )
    next_action = fields.Selection(
        [("activity", "Activity"), ("visit", "Follow-up visit")],
        default="activity",
        required=True,
        help="What a next date at check-out makes: a to-do for the representative, or a planned visit.",
    )
    color = fields.Integer()

    _code_uniq = models.UniqueIndex("(code, COALESCE(company_id, 0))", "There is already an outcome with this code.")
    _days_positive = models.Constraint("CHECK (next_action_days >= 0)", "The days until the next action are not negative.")
