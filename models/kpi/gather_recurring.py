from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.sales import RecurringLine, mrr


class SalesOsKpi(models.Model):
    """What was contracted to come again, on the last day of each window."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_recurring(self, scope, windows):
        """Lines of confirmed orders that run on the day, by their rhythm and what they bring each time."""
        result = {key: {"running": (), "running_day": last} for key, (_first, last) in windows.items()}
        # what runs may have begun long ago: from the first order on, and looked at on one day
        since = {key: (last.replace(year=1990, month=1, day=1), last) for key, (_first, last) in windows.items()}
        for key, months, amount in self.env.execute_query(SQL(
            "SELECT key, months, SUM(amount)::text FROM (%s) row GROUP BY key, months",
            self._line_rows(scope, since, SQL(
                "line.sales_os_recurring_months AS months, line.price_subtotal * worth.rate AS amount"),
                SQL("""line.sales_os_recurring_months > 0
                       AND (line.sales_os_recurring_until IS NULL OR line.sales_os_recurring_until >= win.day_to)""")))):
            day = windows[key][1]
            result[key]["running"] += (RecurringLine(Decimal(amount), months, day),)
        return {key: facts | {"running_monthly": mrr(lines=facts["running"], day=facts["running_day"])} for key, facts in result.items()}
