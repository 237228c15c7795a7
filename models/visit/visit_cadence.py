from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.visit.due import interval_days


class SalesOsVisitCadence(models.Model):
    """How often a class of customers is visited."""

    _name = "sales_os.visit.cadence"
    _description = "Visit Cadence"
    _order = "priority, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, help="For example A, B, C.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    visits = fields.Integer(string="Visits per Period", required=True, default=1)
    period_days = fields.Integer(string="Period (days)", required=True, default=30)
    minutes = fields.Integer(default=45, help="Planned length of a visit to such a customer. 0: the type decides.")
    priority = fields.Integer(
        required=True, default=3, help="1 is the highest: it ranks in the due list and decides what a full route plan drops last."
    )
    interval_days = fields.Float(string="Days between Visits", compute="_compute_interval_days", digits=(8, 1))
    partner_ids = fields.One2many("res.partner", "sales_os_cadence_id", string="Customers")
    partner_count = fields.Integer(string="Number of Customers", compute="_compute_partner_count")

    _visits_positive = models.Constraint(
        "CHECK (visits > 0 AND period_days > 0)", "A cadence needs at least one visit in at least one day."
    )
    _minutes_range = models.Constraint("CHECK (minutes BETWEEN 0 AND 1440)", "The minutes of a cadence are 0 to 1440.")
    _priority_positive = models.Constraint("CHECK (priority > 0)", "The priority of a cadence begins at 1, the highest.")
    _name_company_uniq = models.UniqueIndex(
        "((name->>'en_US'), COALESCE(company_id, 0)) WHERE active", "There is already a cadence of this name."
    )

    @api.depends("visits", "period_days")
    def _compute_interval_days(self):
        for cadence in self:
            cadence.interval_days = interval_days(visits=cadence.visits, period_days=cadence.period_days) or 0.0

    @api.depends("partner_ids")
    def _compute_partner_count(self):
        counts = dict(self.env["res.partner"]._read_group([("sales_os_cadence_id", "in", self.ids)], ["sales_os_cadence_id"], ["__count"]))
        for cadence in self:
            cadence.partner_count = counts.get(cadence, 0)

    def action_view_customers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers of cadence %s", self.name),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("sales_os_cadence_id", "=", self.id)],
            "context": {"default_sales_os_cadence_id": self.id},
        }
