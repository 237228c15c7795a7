from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL


class SalesOsKpi(models.Model):
    """Facts of opportunities on their way: which stages they passed, and who got them where competitors stood against us."""

    _inherit = "sales_os.kpi"

    @api.model
    def _gather_stages(self, scope, windows):
        """Stages that the opportunities of a cohort entered, and those of them they went on from; all stages together."""
        self.env["sales_os.stage.move"].flush_model()
        result = {key: {"stages_entered": 0, "stages_passed": 0} for key in windows}
        for key, entered, passed in self.env.execute_query(SQL(
            """WITH cohort AS MATERIALIZED (
                    SELECT win.key, lead.id, lead.won_status, lead.team_id,
                           (SELECT MAX(stage.sequence) FROM sales_os_stage_move move JOIN crm_stage stage ON stage.id = move.stage_id
                             WHERE move.lead_id = lead.id AND NOT COALESCE(stage.is_won, FALSE)) AS farthest
                      FROM %(windows)s JOIN crm_lead lead ON lead.create_date >= win.utc_from AND lead.create_date < win.utc_to
                     WHERE lead.type = 'opportunity' AND %(where)s)
               SELECT cohort.key, COUNT(*), COUNT(*) FILTER (WHERE cohort.won_status = 'won' OR stage.sequence < cohort.farthest)
                 FROM cohort JOIN crm_stage stage ON NOT COALESCE(stage.is_won, FALSE)
                      AND (cohort.won_status = 'won' OR stage.sequence <= cohort.farthest)
                WHERE %(of_team)s
             GROUP BY cohort.key""",
            windows=self._windows_sql(windows), where=self._lead_where(scope), of_team=self._stage_of_team())):
            result[key] = {"stages_entered": entered, "stages_passed": passed}
        return result

    @api.model
    def _stage_of_team(self):
        """Stages of certain teams are on the way of their opportunities alone."""
        teams = self.env["crm.stage"]._fields["team_ids"]
        return SQL(
            """(NOT EXISTS (SELECT 1 FROM %(table)s link WHERE link.%(stage)s = stage.id)
                OR EXISTS (SELECT 1 FROM %(table)s link WHERE link.%(stage)s = stage.id AND link.%(team)s = cohort.team_id))""",
            table=SQL.identifier(teams.relation), stage=SQL.identifier(teams.column1), team=SQL.identifier(teams.column2))

    @api.model
    def _gather_contested(self, scope, windows):
        """Deals decided in the window in which a competitor is known: what we got of them; a deal lost is worth the winner's price."""
        self.env["sales_os.lead.competitor"].flush_model()
        result = {key: {"contested_won": Decimal(), "contested": Decimal()} for key in windows}
        for key, won, decided in self.env.execute_query(SQL(
            """SELECT win.key, COALESCE(SUM(lead.expected_revenue) FILTER (WHERE lead.won_status = 'won'), 0)::text,
                      SUM(CASE WHEN lead.won_status = 'won' THEN lead.expected_revenue
                               ELSE COALESCE(NULLIF(winner.price, 0), lead.expected_revenue, 0) END)::text
                 FROM %(windows)s
                 JOIN crm_lead lead ON lead.date_closed >= win.utc_from AND lead.date_closed < win.utc_to
            LEFT JOIN sales_os_lead_competitor winner ON winner.lead_id = lead.id AND winner.is_winner
                WHERE lead.type = 'opportunity' AND lead.won_status IN ('won', 'lost') AND %(where)s
                  AND EXISTS (SELECT 1 FROM sales_os_lead_competitor rival WHERE rival.lead_id = lead.id)
             GROUP BY win.key""", windows=self._windows_sql(windows), where=self._lead_where(scope))):
            result[key] = {"contested_won": Decimal(won), "contested": Decimal(decided or 0)}
        return result
