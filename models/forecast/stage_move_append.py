import json

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from odoo.addons.sales_os.algorithms.forecast.stage_history import KnownLead, StageChange, rebuild
from odoo.addons.sales_os.algorithms.forecast.stage_progress import MoveReason

READ = (
    "active", "company_id", "expected_revenue", "probability", "sales_os_channel_id", "sales_os_territory_id", "stage_id", "team_id",
    "user_id", "won_status")
BATCH = 5_000


class SalesOsStageMove(models.Model):
    """Writes moves: set-based, from what stands on the opportunities now against the last move of each."""

    _inherit = "sales_os.stage.move"

    @api.model
    def _place_sql(self):
        """Joins that find, for each lead, the company and the representative: the salesperson's, else the territory's owner today."""
        return SQL(
            """LEFT JOIN crm_team team ON team.id = lead.team_id
         CROSS JOIN LATERAL (SELECT COALESCE(lead.company_id, team.company_id, %(company)s) AS id) own
          LEFT JOIN LATERAL (
                    SELECT rep.id FROM (
                           SELECT rep.id, 1 AS turn, rep.active FROM sales_os_rep rep
                            WHERE rep.user_id = lead.user_id AND rep.company_id = own.id
                            UNION ALL
                           SELECT held.rep_id, 2, TRUE FROM sales_os_territory_assignment held
                            WHERE lead.user_id IS NULL AND held.territory_id = lead.sales_os_territory_id AND held.role = 'owner'
                              AND held.date_start <= %(today)s AND (held.date_end IS NULL OR held.date_end >= %(today)s)) rep
                     ORDER BY rep.turn, rep.active DESC, rep.id LIMIT 1) rep ON TRUE""",
            company=self.env.company.id, today=fields.Date.context_today(self))

    @api.model
    def _append(self, leads):
        """Record where ``leads`` stand now, for those that stand elsewhere than their last move says. One INSERT."""
        if not leads:
            return 0
        reason = self.env.context.get("sales_os_stage_move")
        words = reason if isinstance(reason, MoveReason) else MoveReason(0, "")
        leads.flush_recordset([name for name in READ if name in leads._fields])
        self.env["sales_os.rep"].flush_model(["active", "company_id", "user_id"])
        self.env["sales_os.territory.assignment"].flush_model(["date_end", "date_start", "rep_id", "role", "territory_id"])
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_stage_move
                      (lead_id, number, kind, outcome, moved_on, moved_by_id, from_stage_id, stage_id, days_in_stage, probability, amount,
                       company_id, user_id, rep_id, team_id, territory_id, channel_id, reason, rule_id, is_backfilled)
               SELECT lead.id, COALESCE(last.number, 0) + 1,
                      CASE WHEN last.number IS NULL THEN 'created'
                           WHEN now.outcome <> last.outcome AND now.outcome = 'pending' THEN 'reopened'
                           WHEN now.outcome <> last.outcome THEN now.outcome
                           WHEN (stage.sequence, stage.id) < (former.sequence, former.id) THEN 'backward' ELSE 'forward' END,
                      now.outcome, %(moment)s, %(user)s, last.stage_id, lead.stage_id,
                      EXTRACT(EPOCH FROM %(moment)s::timestamp - last.moved_on) / 86400, lead.probability, lead.expected_revenue,
                      own.id, lead.user_id, rep.id, lead.team_id, lead.sales_os_territory_id, lead.sales_os_channel_id,
                      %(reason)s, %(rule)s, FALSE
                 FROM crm_lead lead
           CROSS JOIN LATERAL (SELECT COALESCE(lead.won_status, 'pending') AS outcome) now
                 %(place)s
            LEFT JOIN LATERAL (SELECT number, outcome, stage_id, moved_on FROM sales_os_stage_move
                                WHERE lead_id = lead.id ORDER BY number DESC LIMIT 1) last ON TRUE
            LEFT JOIN crm_stage stage ON stage.id = lead.stage_id
            LEFT JOIN crm_stage former ON former.id = last.stage_id
                WHERE lead.id = ANY(%(leads)s)
                  AND (last.number IS NULL OR last.outcome <> now.outcome OR last.stage_id IS DISTINCT FROM lead.stage_id)
             ORDER BY lead.id""",
            moment=fields.Datetime.now(), user=self.env.uid, reason=words.words or None, rule=words.rule or None,
            place=self._place_sql(), leads=list(leads.ids)))
        written = self.env.cr.rowcount
        if written:
            self.invalidate_model(flush=False)
        return written

    @api.model
    def _backfill(self, changes=None):
        """Rebuild the moves of leads that have none: from creation, noted changes of stage and closing. Runs on install; safe to repeat.

        :param changes: ``{lead id: [StageChange]}`` instead of what the chatter has noted
        """
        self.env["crm.lead"].flush_model()
        leads = [row[0] for row in self.env.execute_query(SQL(
            """SELECT id FROM crm_lead lead WHERE NOT EXISTS (SELECT 1 FROM sales_os_stage_move WHERE lead_id = lead.id) ORDER BY id"""))]
        order = self.env["crm.stage"]._sales_os_order()
        for batch in split_every(BATCH, leads):
            known = self._known_leads(batch, self._noted_changes(batch) if changes is None else changes)
            self._insert_history({lead.key: rebuild(lead=lead, order=order) for lead in known})
        return len(leads)

    @api.model
    def _known_leads(self, ids, changes):
        rows = self.env.execute_query(SQL(
            """SELECT id, create_date, stage_id, COALESCE(won_status, 'pending'), date_closed, date_last_stage_update
                 FROM crm_lead WHERE id = ANY(%s) ORDER BY id""", list(ids)))
        return [KnownLead(*row, changes=tuple(changes.get(row[0], ()))) for row in rows]

    @api.model
    def _noted_changes(self, ids):
        changes = {}
        for lead, moment, old, new in self.env.execute_query(SQL(
            """SELECT message.res_id, message.date, value.old_value_integer, value.new_value_integer
                 FROM mail_message message
                 JOIN mail_tracking_value value ON value.mail_message_id = message.id
                 JOIN ir_model_fields field ON field.id = value.field_id AND field.model = 'crm.lead' AND field.name = 'stage_id'
                 JOIN crm_stage former ON former.id = value.old_value_integer
                 JOIN crm_stage stage ON stage.id = value.new_value_integer
                WHERE message.model = 'crm.lead' AND message.res_id = ANY(%s) AND message.date IS NOT NULL
             ORDER BY message.date, value.id""", list(ids))):
            changes.setdefault(lead, []).append(StageChange(moment, old, new))
        return changes

    @api.model
    def _insert_history(self, history):
        """Insert rebuilt moves; amount, probability, people and place are those of the lead today."""
        rows = [
            {"lead": lead, "number": move.number, "kind": move.kind, "outcome": move.outcome, "moment": str(move.moment),
             "old": move.old, "new": move.new, "days": move.days}
            for lead, moves in history.items() for move in moves
        ]
        self.env.cr.execute(SQL(
            """INSERT INTO sales_os_stage_move
                      (lead_id, number, kind, outcome, moved_on, from_stage_id, stage_id, days_in_stage, probability, amount, company_id,
                       user_id, rep_id, team_id, territory_id, channel_id, is_backfilled)
               SELECT lead.id, row.number, row.kind, row.outcome, row.moment, row.old, row.new, row.days, lead.probability,
                      lead.expected_revenue, own.id, lead.user_id, rep.id, lead.team_id, lead.sales_os_territory_id,
                      lead.sales_os_channel_id, TRUE
                 FROM jsonb_to_recordset(%(rows)s::jsonb) AS row(
                      lead int, number int, kind varchar, outcome varchar, moment timestamp, old int, new int, days float)
                 JOIN crm_lead lead ON lead.id = row.lead
                 %(place)s
             ORDER BY row.moment, lead.id, row.number""", rows=json.dumps(rows), place=self._place_sql()))
        self.invalidate_model(flush=False)
