from odoo import fields, models
from odoo.tools import SQL


class SalesOsPipelineStage(models.Model):
    """Conversion and time by stage: one row for each stage that an opportunity came to or passed.

    By entry cohort: day, people and place are those of the creation. A skipped stage counts as passed, and so
    does one that was left backwards: what counts is the farthest stage reached. Entered = passed + lost + waiting.
    """

    _name = "sales_os.pipeline.stage"
    _description = "Conversion by Stage"
    _inherit = "sales_os.pipeline.ratio"
    _auto = False
    _order = "date desc, lead_id, stage_id"
    _rec_name = "lead_id"
    _ratios = {
        "conversion_percent": ("passed_count", "entered_count", 100), "decided_percent": ("passed_count", "decided_count", 100),
        "mean_days": ("days", "stayed_count", 1),
    }
    _medians = {"median_days": "days"}

    date = fields.Date(string="Entered On", readonly=True, help="The day the opportunity was created: its cohort.")
    lead_id = fields.Many2one("crm.lead", string="Opportunity", readonly=True)
    lead_type = fields.Selection([("lead", "Lead"), ("opportunity", "Opportunity")], string="Type", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    outcome = fields.Selection([("pending", "Open"), ("won", "Won"), ("lost", "Lost")], readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    territory_id = fields.Many2one("sales_os.territory", readonly=True)
    channel_id = fields.Many2one("sales_os.channel", readonly=True)
    entered_count = fields.Integer(string="Entered", readonly=True)
    passed_count = fields.Integer(string="Passed", readonly=True)
    lost_count = fields.Integer(string="Lost There", readonly=True)
    waiting_count = fields.Integer(string="Waiting There", readonly=True)
    decided_count = fields.Integer(string="Passed or Lost", readonly=True)
    stayed_count = fields.Integer(string="Finished Stays", readonly=True)
    conversion_percent = fields.Float(
        string="Conversion (%)", readonly=True, aggregator="avg", digits=(16, 1), help="Passed ÷ entered.")
    decided_percent = fields.Float(
        string="Conversion of Those Decided (%)", readonly=True, aggregator="avg", digits=(16, 1),
        help="Passed ÷ (passed + lost): without those who wait, of which young cohorts have many.")
    days = fields.Float(string="Days of Finished Stays", readonly=True, digits=(16, 2))
    mean_days = fields.Float(string="Days in Stage, Mean", readonly=True, aggregator="avg", digits=(16, 1))
    median_days = fields.Float(string="Days in Stage, Median", readonly=True, aggregator="avg", digits=(16, 1))
    open_days = fields.Float(
        string="Days So Far, Longest", readonly=True, aggregator="max", digits=(16, 1),
        help="Stays that still run. They are not in mean and median, so a new bottleneck is seen here first.")

    _depends = {
        "crm.lead": ["active", "stage_id", "type", "won_status"],
        "crm.stage": ["is_won", "sequence", "team_ids"],
        "sales_os.stage.move": [
            "channel_id", "company_id", "lead_id", "moved_on", "number", "outcome", "rep_id", "stage_id", "team_id", "territory_id"],
    }

    @property
    def _table_query(self):
        stages = self.env["crm.stage"]._fields["team_ids"]
        return SQL(
            """WITH stay AS (
                 SELECT lead_id, stage_id, outcome, moved_on,
                        LEAD(moved_on) OVER (PARTITION BY lead_id ORDER BY number) AS left_on FROM sales_os_stage_move),
               spent AS (
                 SELECT lead_id, stage_id, EXTRACT(EPOCH FROM SUM(left_on - moved_on)) / 86400 AS days,
                        EXTRACT(EPOCH FROM %(now)s::timestamp - MAX(moved_on) FILTER (WHERE left_on IS NULL)) / 86400 AS open_days
                   FROM stay WHERE outcome = 'pending' GROUP BY lead_id, stage_id)
               SELECT lead.id::bigint * 10000 + stage.id AS id, lead.id AS lead_id, lead.type AS lead_type, stage.id AS stage_id,
                      lead.won_status AS outcome, (entry.moved_on AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS date,
                      entry.company_id, entry.rep_id, entry.team_id, entry.territory_id, entry.channel_id, 1 AS entered_count,
                      passed.flag AS passed_count,
                      CASE WHEN passed.flag = 0 AND lead.won_status = 'lost' THEN 1 ELSE 0 END AS lost_count,
                      CASE WHEN passed.flag = 0 AND lead.won_status = 'pending' THEN 1 ELSE 0 END AS waiting_count,
                      CASE WHEN passed.flag = 1 OR lead.won_status = 'lost' THEN 1 ELSE 0 END AS decided_count,
                      CASE WHEN spent.days IS NULL THEN 0 ELSE 1 END AS stayed_count,
                      100.0 * passed.flag AS conversion_percent,
                      CASE WHEN passed.flag = 1 OR lead.won_status = 'lost' THEN 100.0 * passed.flag END AS decided_percent,
                      spent.days, spent.days AS mean_days, spent.days AS median_days,
                      CASE WHEN lead.active AND lead.won_status = 'pending' THEN spent.open_days END AS open_days
                 FROM crm_lead lead
                 JOIN sales_os_stage_move entry ON entry.lead_id = lead.id AND entry.number = 1
            LEFT JOIN LATERAL (
                      SELECT been.sequence, been.id FROM sales_os_stage_move move JOIN crm_stage been ON been.id = move.stage_id
                       WHERE move.lead_id = lead.id AND NOT COALESCE(been.is_won, FALSE)
                    ORDER BY been.sequence DESC, been.id DESC LIMIT 1) farthest ON TRUE
                 JOIN crm_stage stage ON NOT COALESCE(stage.is_won, FALSE)
                  AND (lead.won_status = 'won' OR (stage.sequence, stage.id) <= (farthest.sequence, farthest.id))
            LEFT JOIN spent ON spent.lead_id = lead.id AND spent.stage_id = stage.id
           CROSS JOIN LATERAL (SELECT CASE WHEN lead.won_status = 'won' OR stage.id <> farthest.id THEN 1 ELSE 0 END AS flag) passed
                WHERE spent.lead_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM %(rel)s used WHERE used.%(stage)s = stage.id)
                   OR EXISTS (SELECT 1 FROM %(rel)s used WHERE used.%(stage)s = stage.id AND used.%(team)s = lead.team_id)""",
            now=fields.Datetime.now(), zone=self.env.tz.zone, rel=SQL.identifier(stages.relation), stage=SQL.identifier(stages.column1),
            team=SQL.identifier(stages.column2))
