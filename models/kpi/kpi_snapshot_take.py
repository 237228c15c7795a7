import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.window import days_between

# so many days of one scope are worked out by the same few statements
CHUNK = 31
MOST_DAYS = 1100
CODES = (
    "revenue", "units", "deals_won", "visits_done", "visits_missed", "calls", "meetings", "selling_hours", "sales_efficiency",
    "pipeline_value", "weighted_pipeline")
# column: the fact it keeps
FACTS = {
    "revenue_amount": "revenue", "order_amount": "order_amount", "order_count": "order_count", "units": "units",
    "deals_won_count": "won_count", "deals_lost_count": "lost_count", "visit_count": "visits_done", "missed_count": "visits_missed",
    "call_count": "calls", "meeting_count": "meetings",
}


class SalesOsKpiSnapshot(models.Model):
    """Takes the days that are missing: by the same gathering as every other figure, each row once, resumed where it was stopped."""

    _inherit = "sales_os.kpi.snapshot"

    @api.model
    def action_fill(self, date_from, date_to=False):
        """Take the days that are missing between two days; what was open on passed days stays unknown.

        :return: ``{"rows": number of rows added}``
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only administrators of Sales OS fill in days."))
        Kpi = self.env["sales_os.kpi"]
        yesterday = self._today(self.env.company) - timedelta(days=1)
        first, last = Kpi._day(date_from, yesterday), min(Kpi._day(date_to, yesterday), yesterday)
        if last < first:
            raise UserError(self.env._("Only days that are over can be taken: choose a first day before today."))
        if (last - first).days >= MOST_DAYS:
            raise UserError(self.env._("At most %s days are filled in at once.", MOST_DAYS))
        # sudo: the system keeps snapshots; the right to ask for them was checked
        return {"rows": self.sudo()._take(self.env.company, first, last)}

    @api.model
    def _cron_take(self):
        """Take the days that ended, company by company; stopping half-way loses nothing, for what is there is not taken again."""
        self.env["ir.cron"]._sales_os_by_company(self, "_take_ended", self.env["res.company"].search([("active", "=", True)]))

    @api.model
    def _take_ended(self, company):
        last = self._today(company) - timedelta(days=1)
        newest = self.search([("company_id", "=", company.id), ("date", "<=", last)], order="date desc", limit=1).date
        # the newest day is looked at again: it may have been left half-way
        self._take(company, newest or last, last, step=self.env["ir.cron"]._sales_os_keep_done)

    @api.model
    def _today(self, company):
        zone = self.env["sales_os.sold"]._zone(company)
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), fields.Datetime.now()).date()

    @api.model
    def _take(self, company, first, last, step=None):
        """Add the rows that are missing; return their number."""
        self = self.with_company(company)
        known = self._known(company, first, last)
        count = 0
        for kind, record in self._takers(company):
            missing = [day for day in days_between(date_from=first, date_to=last) if (kind, record.id, day) not in known]
            for start in range(0, len(missing), CHUNK):
                count += self._take_days(company, kind, record, missing[start:start + CHUNK])
                if step:
                    step()
        self.invalidate_model(flush=False)
        return count

    @api.model
    def _known(self, company, first, last):
        self.flush_model()
        return {(scope, record_id, day) for scope, record_id, day in self.env.execute_query(SQL(
            """SELECT scope, COALESCE(rep_id, team_id, territory_id), date FROM sales_os_kpi_snapshot
                WHERE company_id = %s AND date BETWEEN %s AND %s""", company.id, first, last))}

    @api.model
    def _takers(self, company):
        """Of whom snapshots are taken: ``[(scope, record)]``."""
        reps = self.env["sales_os.rep"].search([("company_id", "=", company.id)], order="id")
        teams = reps.team_id.sorted("id")
        territories = self.env["sales_os.territory"].search([("company_id", "=", company.id)], order="id")
        return [*(("rep", rep) for rep in reps), *(("team", team) for team in teams),
                *(("territory", territory) for territory in territories)]

    @api.model
    def _take_days(self, company, kind, record, days):
        Kpi = self.env["sales_os.kpi"]
        place = Kpi._scope(kind, record.id)
        _values, facts = Kpi._values(CODES, place, {str(day): (day, day) for day in days})
        yesterday = self._today(company) - timedelta(days=1)
        rows = [
            self._row(company, kind, record, day, facts[str(day)], is_open_known=day == yesterday) for day in days]
        return len(self.env.execute_query(SQL(
            """INSERT INTO sales_os_kpi_snapshot (
                      date, scope, rep_id, team_id, territory_id, responsible_id, company_id, currency_id, revenue_amount, order_amount,
                      order_count, units, deals_won_count, deals_lost_count, visit_count, missed_count, call_count, meeting_count,
                      selling_hours, is_open_known, open_count, pipeline_amount, weighted_amount, taken_on)
               SELECT date, scope, rep_id, team_id, territory_id, responsible_id, company_id, currency_id, revenue_amount, order_amount,
                      order_count, units, deals_won_count, deals_lost_count, visit_count, missed_count, call_count, meeting_count,
                      selling_hours, is_open_known, open_count, pipeline_amount, weighted_amount, now() AT TIME ZONE 'UTC'
                 FROM jsonb_to_recordset(%s::jsonb) AS row(
                      date date, scope varchar, rep_id int, team_id int, territory_id int, responsible_id int, company_id int,
                      currency_id int, revenue_amount numeric, order_amount numeric, order_count int, units numeric, deals_won_count int,
                      deals_lost_count int, visit_count int, missed_count int, call_count int, meeting_count int, selling_hours numeric,
                      is_open_known boolean, open_count int, pipeline_amount numeric, weighted_amount numeric)
          ON CONFLICT DO NOTHING RETURNING id""", json.dumps(rows))))

    @api.model
    def _row(self, company, kind, record, day, facts, is_open_known):
        responsible = self._responsible(company, kind, record, day)
        row = {name: str(facts.get(fact) or 0) for name, fact in FACTS.items()} | {
            "date": str(day), "scope": kind, f"{kind}_id": record.id, "company_id": company.id, "currency_id": company.currency_id.id,
            "responsible_id": responsible.id or None, "is_open_known": is_open_known,
            "selling_hours": str(round((facts.get("visit_minutes", 0) + facts.get("meeting_minutes", 0)) / 60, 2))}
        if is_open_known:
            row |= {"open_count": facts["open_count"], "pipeline_amount": str(facts["open_amount"]),
                    "weighted_amount": str(round(facts["open_weighted"] / 100, 2))}
        return row

    @api.model
    def _responsible(self, company, kind, record, day):
        if kind == "rep":
            return record
        if kind == "team":
            return record.user_id.sales_os_rep_ids.filtered(lambda rep: rep.company_id == company)[:1]
        return record.assignment_ids.filtered(
            lambda row: row.role == "owner" and row.date_start <= day and (not row.date_end or row.date_end >= day))[:1].rep_id
