import json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.forecast.figure import by_period
from odoo.addons.sales_os.algorithms.forecast.period import period_number, period_start

# how many periods are looked ahead, this one included
AHEAD = {"month": 3, "quarter": 2}
# refunds and late invoices change what came for so long
SETTLES_DAYS = 100


class SalesOsForecast(models.Model):
    """The daily run: figures worked out anew, what came of the finished ones, and once a week the snapshot."""

    _inherit = "sales_os.forecast"

    @api.model
    def _cron_forecast(self):
        # sudo: the job of the system
        companies = self.env["sales_os.rep"].sudo().search([("active", "=", True)]).company_id
        self.env["ir.cron"]._sales_os_by_company(self, "_run_company", companies)

    @api.model
    def _run_company(self, company):
        """Everything of one company, in one transaction: killed, it leaves nothing, and the next run does the same again."""
        today = company._sales_os_today()
        for kind, ahead in AHEAD.items():
            number = period_number(day=today, kind=kind)
            for step in range(ahead):
                self._generate(company, kind, period_start(number=number + step, kind=kind))
        self._note_actuals(company)
        Snapshot = self.env["sales_os.forecast.snapshot"]
        if not Snapshot._of_week(company, today):
            for kind in AHEAD:
                for scope_kind, _label in self._fields["scope_kind"].selection:
                    self._recommend(company, kind, scope_kind)
            Snapshot._take(company)

    @api.model
    def _note_actuals(self, company):
        """Write what came beside each figure of a finished period, again as long as invoices of it may still change."""
        today = company._sales_os_today()
        # sudo: the job of the system
        figures = self.sudo().search([
            ("company_id", "=", company.id), ("date_end", "<", today),
            "|", ("is_over", "=", False), ("date_end", ">=", fields.Date.subtract(today, days=SETTLES_DAYS))])
        rows = []
        for scope_kind, group in figures.grouped("scope_kind").items():
            months = self._invoiced_months(company, scope_kind)
            sums = {}
            for one in group:
                key = int(one.scope_key.partition(":")[2])
                place = (key, one.period_kind)
                if place not in sums:
                    sums[place] = by_period(months=months.get(key, {}), kind=one.period_kind)
                came = sums[place].get(period_number(day=one.date_start, kind=one.period_kind), 0)
                rows.append({"id": one.id, "came": str(came)})
        self.flush_model()
        self.env.cr.execute(SQL(
            """UPDATE sales_os_forecast known SET actual_amount = row.came, is_over = TRUE
                 FROM jsonb_to_recordset(%s::jsonb) AS row(id int, came numeric) WHERE row.id = known.id""", json.dumps(rows)))
        self.invalidate_model(flush=False)
        return len(rows)
