from odoo import api, fields, models
from odoo.tools import SQL


class SalesOsKpi(models.Model):
    """Facts of what was done: visits, calls, meetings."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_visits(self, scope, windows):
        """Visits by the day where the representative works; those of days to come are not planned work undone."""
        where = self._narrowed(
            scope, self._where(scope, rep=SQL("visit.rep_id"), team=SQL("rep.team_id"), territory=SQL("visit.territory_id")),
            customer=SQL("(SELECT commercial_partner_id FROM res_partner WHERE id = visit.partner_id)"),
            segment=SQL("(SELECT sales_os_segment_id FROM res_partner WHERE id = visit.partner_id)"))
        names = ("visits_done", "visits_missed", "visits_planned", "visits_on_day", "visit_minutes", "visits_with_order")
        result = {key: dict.fromkeys(names, 0) for key in windows}
        for key, *counted in self.env.execute_query(SQL(
            """SELECT win.key, COUNT(*) FILTER (WHERE visit.state = 'done'), COUNT(*) FILTER (WHERE visit.state = 'missed'),
                      COUNT(*) FILTER (WHERE visit.state IN ('done', 'missed')
                          OR (visit.state = 'planned' AND visit.date_stop < %(now)s)),
                      COUNT(*) FILTER (WHERE visit.state = 'done'
                          AND (visit.checked_in AT TIME ZONE 'UTC' AT TIME ZONE rep.tz)::date
                              = (visit.date_start AT TIME ZONE 'UTC' AT TIME ZONE rep.tz)::date),
                      COALESCE(SUM(visit.actual_minutes) FILTER (WHERE visit.state = 'done'), 0),
                      COUNT(*) FILTER (WHERE visit.state = 'done' AND EXISTS (
                          SELECT 1 FROM sales_os_visit_sale_order_rel rel JOIN sale_order sale ON sale.id = rel.order_id
                           WHERE rel.visit_id = visit.id AND sale.state = 'sale'))
                 FROM %(windows)s
                 JOIN sales_os_visit visit ON visit.date_local BETWEEN win.day_from AND win.day_to
                 JOIN sales_os_rep rep ON rep.id = visit.rep_id
                WHERE visit.company_id = %(company)s AND %(where)s GROUP BY win.key""",
            windows=self._windows_sql(windows), company=scope.company_id, where=where, now=fields.Datetime.now())):
            result[key] = dict(zip(names, counted, strict=True))
        return result

    @api.model
    def _gather_calls(self, scope, windows):
        """Activities of the type call, by the day they were done."""
        if scope.kind == "territory":
            return None
        self.env["mail.activity"].flush_model()
        result = {key: {"calls": 0} for key in windows}
        for key, count in self.env.execute_query(SQL(
            """SELECT win.key, COUNT(*) FROM %s
                 JOIN mail_activity call ON call.date_done BETWEEN win.day_from AND win.day_to AND NOT call.active
                 JOIN mail_activity_type kind ON kind.id = call.activity_type_id AND kind.category = 'phonecall'
                WHERE call.user_id = ANY(%s) GROUP BY win.key""",
            self._windows_sql(windows), list(scope.member_user_ids))):
            result[key] = {"calls": count}
        return result

    @api.model
    def _gather_meetings(self, scope, windows):
        """Meetings in the calendar that are over."""
        if scope.kind == "territory":
            return None
        self.env["calendar.event"].flush_model()
        result = {key: {"meetings": 0, "meeting_minutes": 0} for key in windows}
        for key, count, minutes in self.env.execute_query(SQL(
            """SELECT win.key, COUNT(*),
                      ROUND(SUM(CASE WHEN meeting.allday THEN 0 ELSE EXTRACT(EPOCH FROM meeting.stop - meeting.start) END) / 60)::int
                 FROM %s JOIN calendar_event meeting ON meeting.start >= win.utc_from AND meeting.start < win.utc_to
                WHERE meeting.active AND meeting.stop <= %s AND meeting.user_id = ANY(%s) GROUP BY win.key""",
            self._windows_sql(windows), fields.Datetime.now(), list(scope.member_user_ids))):
            result[key] = {"meetings": count, "meeting_minutes": minutes or 0}
        return result
