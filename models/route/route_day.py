from odoo import api, fields, models


class SalesOsRouteDay(models.Model):
    """One day of a plan: when the rep leaves and is back, what is driven, or why nobody works."""

    _name = "sales_os.route.day"
    _description = "Day of a Route Plan"
    _order = "plan_id, date"
    _rec_name = "date"
    _check_company_auto = True

    plan_id = fields.Many2one("sales_os.route.plan", string="Route Plan", required=True, ondelete="cascade", index=True, check_company=True)
    company_id = fields.Many2one(related="plan_id.company_id", store=True, precompute=True, index=True)
    rep_id = fields.Many2one(related="plan_id.rep_id", store=True, precompute=True, index=True)
    plan_state = fields.Selection(related="plan_id.state")
    date = fields.Date(required=True)
    day_label = fields.Char(string="Day", compute="_compute_day_label")
    is_worked = fields.Boolean(string="Worked")
    stop_count = fields.Integer(string="Stops")
    leave = fields.Datetime(string="Leaves At")
    back = fields.Datetime(string="Back At")
    leave_hour = fields.Float(string="Leaves", aggregator=None)
    back_hour = fields.Float(string="Back", aggregator=None)
    lunch_hour = fields.Float(string="Lunch", aggregator=None)
    lunch_minutes = fields.Integer(string="Lunch (min)")
    travel_km = fields.Float(string="Distance (km)", digits=(10, 1))
    back_km = fields.Float(string="Way Home (km)", digits=(10, 1))
    travel_minutes = fields.Integer(string="Driving (min)")
    visit_minutes = fields.Integer(string="Visiting (min)")
    wait_minutes = fields.Integer(string="Waiting (min)")
    note = fields.Char(string="Remark")

    _day_uniq = models.UniqueIndex("(plan_id, date)", "A plan has each day once.")

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_day_label(self):
        for day in self:
            day.day_label = day.date and self.env["sales_os.route.plan"]._day(day.date)

    def action_optimize(self):
        """Put the stops of this one day into the best order; the other days stay as they are."""
        self.ensure_one()
        return self.plan_id._optimize(dates=[self.date])

    def action_navigate(self):
        self.ensure_one()
        return self.plan_id.action_navigate(date=self.date)

    def action_calendar_file(self):
        self.ensure_one()
        return self.plan_id.action_calendar_file(date=self.date)
