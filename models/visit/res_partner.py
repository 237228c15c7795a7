import json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.visit.due import due_date, judge_customer, reason_of, reason_row

REFRESH_BATCH = 1_000


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_os_cadence_id = fields.Many2one(
        "sales_os.visit.cadence",
        string="Visit Cadence",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="How often this customer is visited.",
    )
    sales_os_visit_ids = fields.One2many(
        "sales_os.visit", "partner_id", string="Visits", groups="sales_os.group_rep,sales_os.group_executive"
    )
    sales_os_visit_count = fields.Integer(string="Visits Done", compute="_compute_sales_os_visit_facts", store=True)
    sales_os_last_visit_date = fields.Date(string="Last Visit", compute="_compute_sales_os_visit_facts", store=True)
    sales_os_planned_visit_date = fields.Date(
        string="Planned Visit", compute="_compute_sales_os_visit_facts", store=True, help="The earliest visit that is planned."
    )
    sales_os_next_visit_date = fields.Date(
        string="Visit Due",
        compute="_compute_sales_os_next_visit_date",
        store=True,
        index="btree_not_null",
        help="Last visit plus the days of the cadence. A customer never visited is due from the day of its creation on.",
    )
    sales_os_due_score = fields.Float(
        string="Urgency",
        readonly=True,
        aggregator="max",
        digits=(6, 1),
        help="Points of the due list, refreshed every night and after each visit.",
    )
    sales_os_due_facts = fields.Json(string="Reasons as Figures", readonly=True)
    sales_os_due_refreshed = fields.Date(string="Urgency as of", readonly=True)
    sales_os_due_why = fields.Char(string="Why", compute="_compute_sales_os_due_why")

    @api.depends("sales_os_visit_ids.state", "sales_os_visit_ids.date_local", "sales_os_visit_ids.partner_id")
    def _compute_sales_os_visit_facts(self):
        Visit = self.env["sales_os.visit"]
        done = {
            partner.id: (last, count)
            for partner, last, count in Visit._read_group(
                [("partner_id", "in", self.ids), ("state", "=", "done")], ["partner_id"], ["date_local:max", "__count"]
            )
        }
        planned = {
            partner.id: first
            for partner, first in Visit._read_group(
                [("partner_id", "in", self.ids), ("state", "in", ("planned", "in_progress"))], ["partner_id"], ["date_local:min"]
            )
        }
        for partner in self:
            last, count = done.get(partner._origin.id, (False, 0))
            partner.sales_os_last_visit_date = last
            partner.sales_os_visit_count = count
            partner.sales_os_planned_visit_date = planned.get(partner._origin.id, False)

    @api.depends("sales_os_last_visit_date", "sales_os_cadence_id.visits", "sales_os_cadence_id.period_days")
    def _compute_sales_os_next_visit_date(self):
        today = fields.Date.today()
        for partner in self:
            partner.sales_os_next_visit_date = (
                due_date(
                    last_visit=partner.sales_os_last_visit_date or None,
                    interval=partner.sales_os_cadence_id.interval_days,
                    since=partner.create_date.date() if partner.create_date else today,
                )
                or False
            )

    @api.depends("sales_os_due_facts")
    @api.depends_context("lang")
    def _compute_sales_os_due_why(self):
        for partner in self:
            reasons = [reason_of(row) for row in partner.sales_os_due_facts or []]
            partner.sales_os_due_why = ", ".join(partner._sales_os_due_words(reason) for reason in reasons) or False

    def _sales_os_refresh_due(self, day=False):
        """Store urgency and reasons of these customers as of ``day``; the number of queries does not grow with them."""
        day = day or fields.Date.today()
        self.flush_recordset(["sales_os_due_score", "sales_os_due_facts", "sales_os_due_refreshed"])
        rows = []
        facts = self._sales_os_due_facts(day)
        # sudo: the settings of a company decide for all its people
        weights = {company: company._sales_os_due_weights() for company in self.sudo().company_id | self.env.company.sudo()}
        for partner in self:
            known = facts[partner.id]
            verdict = judge_customer(facts=known, today=day, weights=weights[partner.sudo().company_id or self.env.company.sudo()])
            # a planned visit answers the urgency
            reasons = () if known.planned_visit else verdict.reasons
            rows.append(
                {
                    "id": partner.id,
                    "score": verdict.score if reasons else 0.0,
                    "facts": [reason_row(reason) for reason in reasons] or None,
                }
            )
        if rows:
            self.env.execute_query(
                SQL(
                    """UPDATE res_partner AS partner
                      SET sales_os_due_score = row.score, sales_os_due_facts = NULLIF(row.facts, 'null'::jsonb), sales_os_due_refreshed = %s
                     FROM jsonb_to_recordset(%s::jsonb) AS row(id int, score float, facts jsonb)
                    WHERE partner.id = row.id RETURNING partner.id""",
                    day,
                    json.dumps(rows),
                )
            )
            self.invalidate_recordset(["sales_os_due_score", "sales_os_due_facts", "sales_os_due_refreshed", "sales_os_due_why"])
        return True

    @api.model
    def _cron_refresh_sales_os_due(self):
        """Refresh the urgency of every customer with a cadence or a score; goes on where it stopped."""
        today = fields.Date.today()
        self.flush_model(["sales_os_cadence_id", "sales_os_due_score", "sales_os_due_refreshed"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM res_partner WHERE active AND (sales_os_cadence_id IS NOT NULL OR sales_os_due_score <> 0)
                AND sales_os_due_refreshed IS DISTINCT FROM %s ORDER BY id""",
                today,
            )
        )
        ids = [row[0] for row in rows]
        IrCron = self.env["ir.cron"]
        IrCron._commit_progress(remaining=len(ids))
        for first in range(0, len(ids), REFRESH_BATCH):
            batch = self.browse(ids[first : first + REFRESH_BATCH])
            batch._sales_os_refresh_due(today)
            if not IrCron._commit_progress(len(batch)):
                break
        return True

    def action_view_sales_os_visits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits to %s", self.display_name),
            "res_model": "sales_os.visit",
            "view_mode": "list,calendar,kanban,form",
            "domain": [("partner_id", "child_of", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_plan_sales_os_visit(self):
        """Open a new visit to this customer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visit to %s", self.display_name),
            "res_model": "sales_os.visit",
            "views": [[False, "form"]],
            "target": "current",
            "context": {"default_partner_id": self.id},
        }
