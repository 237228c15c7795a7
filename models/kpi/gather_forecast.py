from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class SalesOsKpi(models.Model):
    """Facts of forecasts: what the first weekly snapshot of a month said, beside what came."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_forecasts(self, scope, windows):
        """Pairs of actual and forecast, one a month that is over and lies within the window; of somebody with those below."""
        self.env["sales_os.forecast"].flush_model()
        place = {
            "company": SQL("figure.scope_kind = 'company'"), "team": SQL("figure.scope_kind = 'team' AND figure.team_id = %s", scope.id),
            "territory": SQL("figure.scope_kind = 'territory' AND figure.territory_id = %s", scope.id),
        }.get(scope.kind, SQL("figure.scope_kind = 'rep' AND figure.rep_id = %s", scope.id))
        result = {key: {"forecast_pairs": []} for key in windows}
        for key, came, forecast in self.env.execute_query(SQL(
            """SELECT win.key, figure.actual_amount::text, seen.amount::text
                 FROM %(windows)s
                 JOIN sales_os_forecast figure ON figure.date_start >= win.day_from AND figure.date_end <= win.day_to
           CROSS JOIN LATERAL (SELECT effective_amount AS amount FROM sales_os_forecast_snapshot_line
                                WHERE forecast_id = figure.id AND horizon = 0 ORDER BY week, id LIMIT 1) seen
                WHERE figure.company_id = %(company)s AND figure.is_over AND figure.period_kind = 'month' AND figure.category = 'total'
                  AND figure.method = 'weighted' AND %(place)s ORDER BY figure.date_start""",
            windows=self._windows_sql(windows), company=scope.company_id, place=place)):
            result[key]["forecast_pairs"].append((Decimal(came or 0), Decimal(forecast or 0)))
        return result
