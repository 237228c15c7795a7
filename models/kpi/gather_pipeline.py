from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL


class SalesOsKpi(models.Model):
    """Facts of opportunities: closed, open, created."""

    _inherit = "sales_os.kpi"

    @api.model
    def _lead_where(self, scope):
        mine = self._narrowed(scope, self._where(
            scope, user=SQL("lead.user_id"), team=SQL("lead.team_id"), territory=SQL("lead.sales_os_territory_id")),
            channel=SQL("lead.sales_os_channel_id"),
            customer=SQL("(SELECT commercial_partner_id FROM res_partner WHERE id = lead.partner_id)"),
            segment=SQL("(SELECT sales_os_segment_id FROM res_partner WHERE id = lead.partner_id)"))
        return SQL("(lead.company_id = %s OR lead.company_id IS NULL) AND %s", scope.company_id, mine)

    @api.model
    def _gather_closed(self, scope, windows):
        """What was won and lost, by the day it was closed; a deal is worth its confirmed orders, else what was expected."""
        result = {key: {"won_count": 0, "lost_count": 0, "won_amount": Decimal(), "won_days": (), "lost_days": ()} for key in windows}
        for key, status, count, amount, days in self.env.execute_query(SQL(
            """SELECT win.key, lead.won_status, COUNT(*), SUM(COALESCE(sold.amount, lead.expected_revenue, 0))::text,
                      ARRAY_AGG(GREATEST(0, lead.date_closed::date - lead.create_date::date))
                 FROM %(windows)s
                 JOIN crm_lead lead ON lead.date_closed >= win.utc_from AND lead.date_closed < win.utc_to
            LEFT JOIN (SELECT opportunity_id, SUM(amount_untaxed / COALESCE(NULLIF(currency_rate, 0), 1)) AS amount FROM sale_order
                        WHERE state = 'sale' AND opportunity_id IS NOT NULL AND company_id = %(company)s
                     GROUP BY opportunity_id) sold ON sold.opportunity_id = lead.id
                WHERE lead.type = 'opportunity' AND lead.won_status IN ('won', 'lost') AND %(where)s
             GROUP BY win.key, lead.won_status""",
            windows=self._windows_sql(windows), company=scope.company_id, where=self._lead_where(scope))):
            result[key] |= {f"{status}_count": count, f"{status}_days": tuple(days)}
            if status == "won":
                result[key]["won_amount"] = Decimal(amount)
        return result

    @api.model
    def _gather_open(self, scope, windows):
        """What is open now: the same for every window, and asked for by those of today alone."""
        self.env["mail.activity"].flush_model()
        today = fields.Date.context_today(self)
        row = self.env.execute_query(SQL(
            """SELECT COUNT(*), COALESCE(SUM(lead.expected_revenue), 0)::text,
                      COALESCE(SUM(lead.expected_revenue::numeric * lead.probability::numeric), 0)::text,
                      COUNT(*) FILTER (WHERE COALESCE(stage.rotting_threshold_days, 0) = 0
                          OR lead.date_last_stage_update >= now() AT TIME ZONE 'UTC' - stage.rotting_threshold_days * interval '1 day'),
                      COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM mail_activity step WHERE step.res_model = 'crm.lead'
                          AND step.res_id = lead.id AND step.active)),
                      COUNT(*) FILTER (WHERE lead.date_deadline >= %(today)s), COUNT(*) FILTER (WHERE lead.expected_revenue > 0)
                 FROM crm_lead lead LEFT JOIN crm_stage stage ON stage.id = lead.stage_id
                WHERE lead.active AND lead.type = 'opportunity' AND lead.won_status = 'pending' AND %(where)s""",
            today=today, where=self._lead_where(scope)))[0]
        facts = {
            "open_count": row[0], "open_amount": Decimal(row[1]), "open_weighted": Decimal(row[2]), "fresh": row[3],
            "with_next_step": row[4], "with_close_date": row[5], "with_amount": row[6]}
        return dict.fromkeys(windows, facts)

    @api.model
    def _gather_created(self, scope, windows):
        """Leads by the day they came, won so far, and the hours until somebody did something about them."""
        self.env["mail.message"].flush_model()
        result = {key: {"created_count": 0, "created_won": 0, "contact_hours": ()} for key in windows}
        for key, count, won, hours in self.env.execute_query(SQL(
            """SELECT win.key, COUNT(*), COUNT(*) FILTER (WHERE lead.won_status = 'won'),
                      ARRAY_AGG(ROUND(GREATEST(0, EXTRACT(EPOCH FROM contact.first - lead.create_date) / 3600), 2)::text)
                          FILTER (WHERE contact.first IS NOT NULL)
                 FROM %(windows)s
                 JOIN crm_lead lead ON lead.create_date >= win.utc_from AND lead.create_date < win.utc_to
            LEFT JOIN LATERAL (SELECT MIN(message.date) AS first FROM mail_message message
                                WHERE message.model = 'crm.lead' AND message.res_id = lead.id
                                  AND message.mail_activity_type_id IS NOT NULL) contact ON TRUE
                WHERE %(where)s GROUP BY win.key""",
            windows=self._windows_sql(windows), where=self._lead_where(scope))):
            result[key] = {"created_count": count, "created_won": won, "contact_hours": tuple(map(Decimal, hours or ()))}
        return result

    @api.model
    def _gather_team_cycle(self, scope, windows):
        """The median cycle of a representative beside that of the team."""
        if scope.kind != "rep":
            return None
        result = {key: {"team_median": None, "rep_median": None} for key in windows}
        for key, rep_median, team_median in self.env.execute_query(SQL(
            """SELECT win.key, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days.count) FILTER (WHERE lead.user_id = ANY(%(users)s)),
                      PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days.count)
                 FROM %(windows)s
                 JOIN crm_lead lead ON lead.date_closed >= win.utc_from AND lead.date_closed < win.utc_to
           CROSS JOIN LATERAL (SELECT GREATEST(0, lead.date_closed::date - lead.create_date::date)::float AS count) days
                WHERE lead.type = 'opportunity' AND lead.won_status = 'won'
                  AND lead.user_id IN (SELECT other.user_id FROM sales_os_rep own
                                         JOIN sales_os_rep other ON other.id = own.id OR other.team_id = own.team_id
                                        WHERE own.id = ANY(%(reps)s))
             GROUP BY win.key""",
            windows=self._windows_sql(windows), users=list(scope.user_ids), reps=list(scope.rep_ids))):
            result[key] = {"team_median": team_median, "rep_median": rep_median}
        return result
