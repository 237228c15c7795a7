import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.lead.priority import OpenLead, rank_leads

BATCH = 5_000
USUAL_MONTHS = 12
SECONDS = 3600
FALLBACK_AMOUNT = Decimal(1_000)


class CrmLead(models.Model):
    """Which open leads to work on first: expected money, and how long somebody has been waiting for an answer."""

    _inherit = "crm.lead"

    sales_os_priority = fields.Float(
        string="Priority Score", readonly=True, copy=False, aggregator=None, digits=(16, 0), index=True,
        help="Amount × win probability, up to doubled while an answer is waited for. Worked out every night and when a lead comes in.")
    sales_os_priority_late = fields.Boolean(string="Answer Overdue", readonly=True, copy=False)
    sales_os_priority_usual = fields.Boolean(string="Usual Amount Taken", readonly=True, copy=False)
    sales_os_priority_reason = fields.Char(string="Why This Priority", compute="_compute_sales_os_priority_reason")

    @api.depends_context("lang")
    @api.depends("sales_os_priority", "sales_os_win_probability", "sales_os_priority_late", "sales_os_priority_usual", "expected_revenue")
    def _compute_sales_os_priority_reason(self):
        env = self.env
        for lead in self:
            currency = lead.company_currency or env.company.currency_id
            parts = []
            if lead.sales_os_priority:
                parts.append(
                    env._("no amount given, the usual one taken") if lead.sales_os_priority_usual
                    else format_amount(env, lead.expected_revenue, currency, trailing_zeroes=False))
                parts.append(env._("at %s %%", f"{lead._sales_os_chance() * 100:.0f}"))
                if lead.sales_os_score_state not in ("clear", "weak"):
                    parts.append(env._("no score: Odoo's probability"))
                if lead.sales_os_priority_late:
                    parts.append(env._("answer overdue"))
            lead.sales_os_priority_reason = ", ".join(parts)

    def _sales_os_chance(self):
        """The win probability where there is a score that tells something, Odoo's otherwise."""
        percent = self.sales_os_win_probability if self.sales_os_score_state in ("clear", "weak") else self.probability
        return min(1.0, max(0.0, percent / 100))

    def _sales_os_score(self, model):
        scored = super()._sales_os_score(model)
        self._sales_os_rank()
        return scored

    def _sales_os_rank(self):
        """Work out the priority of all of ``self``: a constant number of queries a batch."""
        company, now = self.env.company, fields.Datetime.now()
        usual = self._sales_os_usual_amount(company)
        for batch in split_every(BATCH, self.ids, self.browse):
            leads = [
                OpenLead(
                    key=lead.id, chance=lead._sales_os_chance(), amount=Decimal(str(lead.expected_revenue or 0)),
                    # an activity planned or a stage moved is an answer; without one it waits since it came
                    silent_hours=(now - (lead.date_last_stage_update or lead.create_date or now)).total_seconds() / SECONDS,
                    answer_hours=company.sales_os_lead_answer_hours or None)
                for lead in batch
            ]
            rows = [
                {"id": rank.key, "score": rank.score, "late": rank.is_late, "usual": rank.is_amount_usual}
                for rank in rank_leads(leads=leads, usual_amount=usual)]
            names = ["sales_os_priority", "sales_os_priority_late", "sales_os_priority_usual"]
            batch.flush_recordset(names)
            self.env.execute_query(SQL(
                """UPDATE crm_lead SET sales_os_priority = row.score, sales_os_priority_late = row.late, sales_os_priority_usual = row.usual
                     FROM jsonb_to_recordset(%s::jsonb) AS row(id int, score numeric, late bool, usual bool)
                    WHERE crm_lead.id = row.id RETURNING crm_lead.id""", json.dumps(rows)))
            batch.invalidate_recordset([*names, "sales_os_priority_reason"])

    @api.model
    def _sales_os_usual_amount(self, company):
        """Return what a lead won in the last year brought on average."""
        since = fields.Datetime.subtract(fields.Datetime.now(), months=USUAL_MONTHS)
        # sudo: the average of a company's deals is needed to rank a lead without an amount
        [(amount,)] = self.env["crm.lead"].sudo()._read_group(
            self.env["sales_os.lead.score.model"]._leads_of(company)
            & Domain([("won_status", "=", "won"), ("date_closed", ">=", since), ("expected_revenue", ">", 0)]),
            [], ["expected_revenue:avg"])
        return Decimal(str(amount)) if amount else FALLBACK_AMOUNT
