from datetime import timedelta
from decimal import Decimal

from odoo import api, models

from odoo.addons.sales_os.algorithms.insight.attention import Finding

OVER_DAYS = 45
FAR_OFF = 0.25


class SalesOsInsight(models.Model):
    """Forecasts of periods that are over and came out quite differently."""

    _inherit = "sales_os.insight"

    @api.model
    def _find(self, company, today):
        return super()._find(company, today) + self._find_forecasts(company, today)

    @api.model
    def _find_forecasts(self, company, today):
        forecasts = self.env["sales_os.forecast"].search([
            ("company_id", "=", company.id), ("scope_kind", "in", ("rep", "company")), ("category", "=", "total"), ("is_over", "=", True),
            ("is_recommended", "=", True), ("date_end", ">=", today - timedelta(days=OVER_DAYS)), ("date_end", "<", today)])
        found = []
        for forecast in forecasts:
            said, came = forecast.effective_amount, forecast.actual_amount
            outside = forecast.has_interval and not forecast.low_amount <= came <= forecast.high_amount
            if not said or abs(came - said) < FAR_OFF * abs(said):
                continue
            found.append((Finding(
                kind="forecast_deviation", record=("sales_os.forecast", forecast.id), severity="warning" if came < said else "info",
                evidence_day=forecast.date_end + timedelta(days=1), amount=Decimal(repr(abs(came - said))),
                certainty=0.9 if outside else 0.6,
            ), {
                "rep_id": forecast.rep_id.id, "partner_id": False, "record_name": forecast.display_name, "suggested_action": "review",
                "facts": {"said": said, "came": came, "percent": round(100 * (came - said) / said), "outside": bool(outside),
                          "low": forecast.low_amount, "high": forecast.high_amount, "source": forecast.source},
            }))
        return found

    def _explain_forecast_deviation(self, facts):
        env = self.env
        return env._(
            "%(forecast)s: %(said)s were forecast and %(came)s came (%(percent)s %%).", forecast=self.record_name,
            said=self._money(facts["said"]), came=self._money(facts["came"]), percent=f"{facts['percent']:+d}"
        ), [
            env._("Outside of what was thought possible: %(low)s to %(high)s", low=self._money(facts["low"]),
                high=self._money(facts["high"]))
            if facts["outside"] else "",
            {"calculated": env._("The figure was calculated."), "submitted": env._("The figure was submitted."),
             "adjusted": env._("The figure was adjusted by the manager.")}[facts["source"]]]
