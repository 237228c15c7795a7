import json
from datetime import timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

from ..algorithms.forecast.figure import figure, history_of
from ..algorithms.forecast.period import last_finished, period_number
from ..algorithms.forecast.stage_history import StageChange
from ..models.forecast.crm_lead import LATER

STAGES = ("crm.stage_lead1", "crm.stage_lead2", "crm.stage_lead3", "crm.stage_lead4")
WEEKS = 9
METHODS = ("trend", "seasonal", "combined")


class SalesOsDemo(models.AbstractModel):
    """How opportunities moved in three months, what was forecast in the weeks before, and what this month's figures are."""

    _inherit = "sales_os.demo"

    def _make_leads(self, facts, visits, visit_facts):
        # the past is told by _load_forecasts, each move on its day
        return super(SalesOsDemo, self.with_context(sales_os_stage_moves=LATER))._make_leads(facts, visits, visit_facts)

    @api.model
    def _load_forecasts(self):
        """Called once by forecast_demo.xml."""
        company = self._ref("demo_rep_head").company_id
        self._tell_moves()
        monday = self._today() - timedelta(days=self._today().weekday())
        for week in range(WEEKS, 0, -1):
            self._past_snapshot(company, monday - timedelta(weeks=week))
        self._past_figures(company, monday)
        self.env["sales_os.forecast"]._run_company(company)
        self._promise()
        return True

    def _tell_moves(self):
        """Give each opportunity of the story a way through the stages, between its creation and today or its end."""
        order = [self.env.ref(name).id for name in STAGES]
        random, changes = Random(43), {}
        leads = self.env["crm.lead"].with_context(active_test=False).search([("sales_os_move_ids", "=", False)], order="id")
        for lead in leads:
            end = lead.date_closed or self.env.cr.now()
            span, last = end - lead.create_date, order.index(lead.stage_id.id) if lead.stage_id.id in order else 0
            path = [place for place in range(last + 1) if place in (0, last) or random.random() < 0.85]
            shares = sorted(random.uniform(0.05, 0.8) for _step in path[1:])
            if last == len(order) - 1 and shares:
                shares[-1] = 1.0
            changes[lead.id] = [
                StageChange(lead.create_date + span * share, order[old], order[new])
                for share, old, new in zip(shares, path, path[1:], strict=False)]
        self.env["sales_os.stage.move"]._backfill(changes)

    def _past_snapshot(self, company, monday):
        """The deals that were open that Monday, and those closed in the week before; some were larger or smaller then."""
        self.env["crm.lead"].flush_model()
        taken = f"{monday} 05:00:00"
        [(number,)] = self.env.execute_query(SQL(
            """INSERT INTO sales_os_forecast_snapshot (date, company_id, taken_on, line_count, deal_count)
               SELECT %(monday)s, %(company)s, %(taken)s, 0, COUNT(*) FROM crm_lead
                WHERE type = 'opportunity' AND create_date < %(taken)s
                  AND (date_closed IS NULL OR date_closed >= %(taken)s::timestamp - interval '7 days')
               RETURNING id""", monday=monday, company=company.id, taken=taken))
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_forecast_snapshot_deal
                      (snapshot_id, company_id, lead_number, lead_id, name, rep_id, team_id, territory_id, stage_id, state, category,
                       amount, probability_percent, date_close)
               SELECT %(number)s, %(company)s, lead.id, lead.id, lead.name, rep.id, lead.team_id, lead.sales_os_territory_id, last.stage_id,
                      CASE WHEN lead.date_closed < %(taken)s THEN lead.won_status ELSE 'open' END,
                      CASE WHEN lead.id %% 3 = 0 THEN 'commit' WHEN lead.id %% 3 = 1 THEN 'best_case' ELSE 'pipeline' END,
                      CASE WHEN lead.id %% 7 = 0 THEN ROUND(lead.expected_revenue * 0.8, -1)
                           WHEN lead.id %% 11 = 0 THEN ROUND(lead.expected_revenue * 1.2, -1) ELSE lead.expected_revenue END,
                      CASE WHEN lead.id %% 3 = 0 THEN 85 WHEN lead.id %% 3 = 1 THEN 60 ELSE 25 END,
                      CASE WHEN lead.id %% 5 = 0 THEN lead.date_deadline - 21 ELSE lead.date_deadline END
                 FROM crm_lead lead
            LEFT JOIN LATERAL (SELECT id FROM sales_os_rep WHERE user_id = lead.user_id ORDER BY id LIMIT 1) rep ON TRUE
            LEFT JOIN LATERAL (SELECT stage_id FROM sales_os_stage_move WHERE lead_id = lead.id AND moved_on <= %(taken)s
                             ORDER BY number DESC LIMIT 1) last ON TRUE
                WHERE lead.type = 'opportunity' AND lead.create_date < %(taken)s
                  AND (lead.date_closed IS NULL OR lead.date_closed >= %(taken)s::timestamp - interval '7 days')""",
            number=number, company=company.id, taken=taken))

    def _past_figures(self, company, monday):
        """What the methods would have said at the beginning of each of the last two months, from what was known then."""
        Forecast = self.env["sales_os.forecast"]
        rows = []
        for back in (2, 1):
            _number, start, end = Forecast._period("month", self._today() - relativedelta(months=back))
            head = {"company_id": company.id, "period_kind": "month", "date_start": str(start), "date_end": str(end)}
            for scope_kind in ("company", "rep"):
                months = Forecast._invoiced_months(company, scope_kind)
                for key in Forecast._current_scopes(company, scope_kind):
                    history = history_of(months=months.get(key, {}), kind="month", today=start)
                    for method in METHODS:
                        found = figure(
                            history=history, last=last_finished(today=start, kind="month"),
                            target=period_number(day=start, kind="month"), method=method)
                        rows.append({
                            **head, **Forecast._scope_values(scope_kind, key), "category": "total", "method": method,
                            "amount": str(found.amount), "low_amount": str(found.low or 0), "high_amount": str(found.high or 0),
                            "has_interval": found.low is not None, "used_method": found.used, "reason_code": found.reason,
                            "history_count": found.count, "seasonality": found.seasonality,
                            "history_notes": json.loads(json.dumps(found.notes))})
        Forecast._upsert(rows)
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_forecast_snapshot_line
                      (snapshot_id, forecast_id, company_id, week, horizon, period_kind, date_start, scope_kind, rep_id, category, method,
                       state, amount, effective_amount, low_amount, high_amount, has_interval)
               SELECT week.id, known.id, known.company_id, week.date, 0, known.period_kind, known.date_start, known.scope_kind,
                      known.rep_id, known.category, known.method, known.state, known.amount, known.effective_amount, known.low_amount,
                      known.high_amount, known.has_interval
                 FROM sales_os_forecast known
                 JOIN sales_os_forecast_snapshot week ON week.company_id = known.company_id
                  AND week.date BETWEEN known.date_start AND known.date_end
                WHERE known.company_id = %s AND known.date_end < %s""", company.id, monday))

    def _promise(self):
        """Two representatives have submitted, the manager has adjusted one of them."""
        _number, start, _end = self.env["sales_os.forecast"]._period("month", self._today())
        mine = [("date_start", "=", start), ("period_kind", "=", "month"), ("category", "in", ["commit", "best_case"]),
                ("method", "=", "weighted")]
        for who in ("ece", "can"):
            figures = self.env["sales_os.forecast"].with_user(self._ref(f"demo_user_{who}")).search(
                [*mine, ("rep_id", "=", self._ref(f"demo_rep_{who}").id)])
            figures.action_submit()
            if who == "ece" and figures:
                first = figures.filtered(lambda one: one.category == "commit")[:1]
                first.with_user(self._ref("demo_user_istanbul")).action_adjust(
                    round(first.effective_amount * 0.9, -1), "The hotel decides after its season; I would not count on all of it.")
