from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SalesOsForecastPrepare(models.TransientModel):
    """Work out the forecasts of a period now, instead of waiting for the night."""

    _name = "sales_os.forecast.prepare"
    _description = "Prepare Forecasts"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    period_kind = fields.Selection([("month", "Month"), ("quarter", "Quarter")], string="Period", required=True, default="month")
    date = fields.Date(string="Any Day of the Period", required=True, default=fields.Date.context_today)
    with_recommendation = fields.Boolean(
        string="Try the Methods on the Past", default=True, help="Says which method to trust; takes a moment for many representatives.")

    @api.model
    def _check_may_prepare(self):
        if not self.env.user.has_groups("sales_os.group_manager,sales_os.group_admin"):
            raise AccessError(self.env._("Only managers prepare forecasts."))

    def action_prepare(self):
        """Work out every figure of the period; what was submitted or decided stays."""
        self.ensure_one()
        self._check_may_prepare()
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Choose one of your companies; %s is none of them.", self.company_id.display_name))
        # sudo: figures are worked out for everybody alike; the right is checked above, and who sees which is decided by record rules
        Forecast = self.env["sales_os.forecast"].sudo()
        Forecast._generate(self.company_id, self.period_kind, self.date)
        if self.with_recommendation:
            for scope_kind, _label in Forecast._fields["scope_kind"].selection:
                Forecast._recommend(self.company_id, self.period_kind, scope_kind)
        _number, date_start, _date_end = Forecast._period(self.period_kind, self.date)
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_os.forecast_action")
        return {
            **action, "domain": [("company_id", "=", self.company_id.id), ("period_kind", "=", self.period_kind),
                                 ("date_start", "=", date_start)], "context": {"search_default_group_scope": 1}}
