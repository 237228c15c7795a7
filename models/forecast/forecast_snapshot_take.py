from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# a first snapshot also keeps what was closed in the weeks before
FIRST_DAYS = 35


class SalesOsForecastSnapshot(models.Model):
    """Takes the snapshot of a week: three statements, one transaction. A second run finds it and takes none."""

    _inherit = "sales_os.forecast.snapshot"

    @api.model
    def _of_week(self, company, day):
        """The snapshot of the week of ``day``, if it is taken."""
        # sudo: whether there is one is asked by the system
        return self.sudo().search([("company_id", "=", company.id), ("date", "=", day - timedelta(days=day.weekday()))])

    @api.model
    def _take(self, company):
        """Keep this week's figures and deals; return the snapshot, the old one if this week has one."""
        today = company._sales_os_today()
        monday = today - timedelta(days=today.weekday())
        for name in ("sales_os.forecast", "crm.lead"):
            self.env[name].flush_model()
        # the unique index decides who takes it when two do so at once; the other one waits here and then finds it
        inserted = self.env.execute_query(SQL(
            """INSERT INTO sales_os_forecast_snapshot (date, company_id, taken_on, line_count, deal_count) VALUES (%s, %s, %s, %s, %s)
               ON CONFLICT (company_id, date) DO NOTHING RETURNING id""",
            monday, company.id, fields.Datetime.now(), self._count_figures(company, today), self._count_deals(company)))
        if not inserted:
            return self._of_week(company, today)
        [(number,)] = inserted
        self._copy_figures(number, company, monday, today)
        self._copy_deals(number, company)
        for name in ("sales_os.forecast.snapshot", "sales_os.forecast.snapshot.line", "sales_os.forecast.snapshot.deal"):
            self.env[name].invalidate_model(flush=False)
        return self.browse(number)

    @api.model
    def _figures_sql(self, company, today):
        return SQL("FROM sales_os_forecast known WHERE known.company_id = %s AND known.date_end >= %s", company.id, today)

    @api.model
    def _count_figures(self, company, today):
        return self.env.execute_query(SQL("SELECT COUNT(*) %s", self._figures_sql(company, today)))[0][0]

    @api.model
    def _copy_figures(self, number, company, monday, today):
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_forecast_snapshot_line
                      (snapshot_id, forecast_id, company_id, week, horizon, period_kind, date_start, scope_kind, rep_id, team_id,
                       territory_id, category_id, category, method, state, amount, effective_amount, low_amount, high_amount, has_interval)
               SELECT %(number)s, known.id, known.company_id, %(monday)s,
                      GREATEST(0, CASE WHEN known.period_kind = 'quarter' THEN
                           EXTRACT(YEAR FROM known.date_start) * 4 + EXTRACT(QUARTER FROM known.date_start)
                           - EXTRACT(YEAR FROM %(today)s::date) * 4 - EXTRACT(QUARTER FROM %(today)s::date)
                      ELSE EXTRACT(YEAR FROM known.date_start) * 12 + EXTRACT(MONTH FROM known.date_start)
                           - EXTRACT(YEAR FROM %(today)s::date) * 12 - EXTRACT(MONTH FROM %(today)s::date) END)::int,
                      known.period_kind, known.date_start, known.scope_kind, known.rep_id, known.team_id, known.territory_id,
                      known.category_id, known.category, known.method, known.state, known.amount, known.effective_amount,
                      known.low_amount, known.high_amount, known.has_interval
                      %(figures)s ORDER BY known.id""",
            number=number, monday=monday, today=today, figures=self._figures_sql(company, today)))

    @api.model
    def _since(self, company, but=0):
        """The moment from which closed deals are kept: when the snapshot before was taken."""
        before = self.env.execute_query(SQL(
            "SELECT MAX(taken_on) FROM sales_os_forecast_snapshot WHERE company_id = %s AND id <> %s", company.id, but))[0][0]
        return before or fields.Datetime.subtract(fields.Datetime.now(), days=FIRST_DAYS)

    @api.model
    def _deals_sql(self, company, since):
        """Rows of opportunities as they are now: the open ones, and those closed since a moment. Days are the company's."""
        return SQL(
            """SELECT lead.id AS lead_number, lead.name, rep.id AS rep_id, lead.team_id, lead.sales_os_territory_id AS territory_id,
                      lead.stage_id, CASE WHEN lead.won_status = 'pending' THEN 'open' ELSE lead.won_status END AS state,
                      lead.sales_os_forecast_category AS category, GREATEST(COALESCE(lead.expected_revenue, 0), 0) AS amount,
                      COALESCE(lead.sales_os_probability_percent, 0) AS probability_percent,
                      CASE WHEN lead.won_status = 'pending' THEN lead.date_deadline
                           ELSE (lead.date_closed AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date END AS date_close
                 FROM crm_lead lead
            LEFT JOIN crm_team team ON team.id = lead.team_id
            LEFT JOIN res_users login ON login.id = lead.user_id
            LEFT JOIN LATERAL (SELECT id FROM sales_os_rep WHERE user_id = lead.user_id AND company_id = %(company)s
                             ORDER BY active DESC, id LIMIT 1) rep ON TRUE
                WHERE lead.type = 'opportunity' AND COALESCE(lead.company_id, team.company_id, login.company_id, %(company)s) = %(company)s
                  AND ((lead.active AND lead.won_status = 'pending')
                       OR (lead.won_status <> 'pending' AND lead.date_closed >= %(since)s))
             ORDER BY lead.id""", company=company.id, zone=company._sales_os_zone().zone, since=since)

    @api.model
    def _count_deals(self, company):
        return self.env.execute_query(SQL("SELECT COUNT(*) FROM (%s) deal", self._deals_sql(company, self._since(company))))[0][0]

    @api.model
    def _copy_deals(self, number, company):
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_forecast_snapshot_deal
                      (snapshot_id, company_id, lead_number, lead_id, name, rep_id, team_id, territory_id, stage_id, state, category,
                       amount, probability_percent, date_close)
               SELECT %s, %s, deal.lead_number, deal.lead_number, COALESCE(deal.name, '?'), deal.rep_id, deal.team_id, deal.territory_id,
                      deal.stage_id, deal.state, deal.category, deal.amount, deal.probability_percent, deal.date_close
                 FROM (%s) deal""", number, company.id, self._deals_sql(company, self._since(company, but=number))))
