from odoo import fields, models


class SalesOsForecastAdjust(models.TransientModel):
    """Ask for the manager's figure and the reason that goes with it."""

    _name = "sales_os.forecast.adjust"
    _description = "Adjust a Forecast"

    forecast_id = fields.Many2one("sales_os.forecast", required=True)
    currency_id = fields.Many2one(related="forecast_id.currency_id")
    calculated_amount = fields.Monetary(string="Calculated", related="forecast_id.amount")
    low_amount = fields.Monetary(string="Low", related="forecast_id.low_amount")
    high_amount = fields.Monetary(string="High", related="forecast_id.high_amount")
    submitted_amount = fields.Monetary(string="Submitted", related="forecast_id.submitted_amount")
    submitted_note = fields.Char(string="Note of the Representative", related="forecast_id.note")
    amount = fields.Monetary(string="My Figure", required=True, default=lambda self: self._default_amount())
    note = fields.Char(string="Why", required=True)

    def _default_amount(self):
        forecast = self.env["sales_os.forecast"].browse(self.env.context.get("default_forecast_id"))
        return forecast.effective_amount if forecast else 0.0

    def action_apply(self):
        self.ensure_one()
        self.forecast_id.action_adjust(self.amount, self.note)
        return {"type": "ir.actions.act_window_close"}
