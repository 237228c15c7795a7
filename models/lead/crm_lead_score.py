import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.lead.score_reasons import explain
from odoo.addons.sales_os.algorithms.lead.score_steps import chance_percent, place_of, steps_of
from odoo.addons.sales_os.algorithms.lead.score_store import from_plain

BATCH = 2_000
MOST_REASONS = 6
WRITTEN = {
    "sales_os_score": "int4", "sales_os_win_probability": "float8", "sales_os_score_state": "varchar", "sales_os_score_reasons": "jsonb",
    "sales_os_scored_on": "timestamp", "sales_os_odoo_probability": "float8",
}


class CrmLead(models.Model):
    """How likely an open lead is to be won, and why; what was said last stays when the lead is closed."""

    _inherit = "crm.lead"

    sales_os_score = fields.Integer(
        string="Score", readonly=True, copy=False, aggregator="avg", index=True,
        help="0 to 100: the share of closed leads that looked less promising. 50 is the usual lead.")
    sales_os_win_probability = fields.Float(
        string="Win Probability (%)", readonly=True, copy=False, digits=(16, 1), aggregator="avg",
        help="Learned from the closed leads; see the calibration report for how right it has been.")
    sales_os_score_state = fields.Selection("_selection_sales_os_score_state", string="Signal", readonly=True, copy=False)
    sales_os_score_reasons = fields.Json(string="Reasons of the Score", readonly=True, copy=False)
    sales_os_scored_on = fields.Datetime(string="Scored On", readonly=True, copy=False)
    sales_os_odoo_probability = fields.Float(
        string="Odoo's Probability Then", readonly=True, copy=False, digits=(16, 1), aggregator=None,
        help="What Odoo's own predictive score said at the same time, to be compared when the lead is closed.")
    sales_os_score_words = fields.Text(string="Score in Words", compute="_compute_sales_os_score_words")
    sales_os_score_table = fields.Html(string="Why This Score", compute="_compute_sales_os_score_words", sanitize=False)

    @api.model
    def _selection_sales_os_score_state(self):
        return self.env["sales_os.lead.score.model"]._fields["verdict"]._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._sales_os_score_new()
        return leads

    def _sales_os_score_new(self):
        """Score leads that just came, where there is a score that tells something; the night does the rest."""
        # sudo: the model is numbers; it is applied, not shown
        models_by_company = {
            model.company_id: model for model in self.env["sales_os.lead.score.model"].sudo().search([("is_current", "=", True)])
            if model.verdict in ("clear", "weak")}
        if not models_by_company:
            return
        open_leads = self.filtered(lambda lead: lead.won_status == "pending" and lead.active)
        for company, leads in open_leads._sales_os_by_company():
            if company in models_by_company:
                # sudo: a score is worked out by the system, whoever enters the lead
                leads.sudo()._sales_os_score(models_by_company[company])

    def _sales_os_by_company(self):
        """Yield (company, its leads); a lead of no company is scored with the first one's."""
        # sudo: which company is the first is no secret
        first = self.env["res.company"].sudo().search([], order="id", limit=1)
        return self.grouped(lambda lead: lead.company_id or first).items()

    def action_sales_os_score(self):
        """Score these leads now by the score learned last night.

        :return: ``{"scored": n}``
        """
        self.check_access("write")
        closed = self.filtered(lambda lead: lead.won_status != "pending")
        if closed:
            raise UserError(self.env._("%s is closed: what was said while it was open stays.", closed[0].display_name))
        scored = 0
        for company, leads in self._sales_os_by_company():
            # sudo: see _sales_os_score_new
            model = self.env["sales_os.lead.score.model"].sudo().search([("company_id", "=", company.id), ("is_current", "=", True)])
            if not model:
                raise UserError(self.env._("%s has no score of leads yet: it is learned every night from the closed ones.", company.name))
            # sudo: see _sales_os_score_new; the right to change these leads was checked
            scored += leads.sudo()._sales_os_score(model)
        return {"scored": scored}

    def action_sales_os_score_and_tell(self):
        """Button: score now, and say so."""
        self.action_sales_os_score()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _sales_os_score(self, model):
        """Score all of ``self`` by ``model``: a constant number of queries a batch. Return how many."""
        learned, now = from_plain(model.data), fields.Datetime.now()
        for batch in split_every(BATCH, self.ids, self.browse):
            scores = explain(model=learned, columns=batch._sales_os_score_columns())
            odoo = {row["id"]: row["automated_probability"] for row in batch.read(["automated_probability"])}
            batch._sales_os_write_scores([
                {
                    "id": lead_id, "sales_os_score": place_of(chance=score.chance, among=model.places) if learned.tells_something else 0,
                    "sales_os_win_probability": round(100 * score.chance, 2), "sales_os_score_state": model.verdict,
                    "sales_os_score_reasons": {
                        "base": score.base, "parts": [[reason.name, reason.value, reason.contribution] for reason in score.reasons]},
                    "sales_os_scored_on": now, "sales_os_odoo_probability": odoo[lead_id],
                }
                for lead_id, score in zip(batch.ids, scores, strict=True)
            ])
        return len(self)

    def _sales_os_write_scores(self, rows):
        """Write rows of the fields above: one statement; a score is no change of the lead that followers want to hear of."""
        self.flush_recordset(list(WRITTEN))
        updates = SQL(", ").join(SQL("%s = row.%s", SQL.identifier(name), SQL.identifier(name)) for name in WRITTEN)
        types = SQL(", ").join(SQL("%s %s", SQL.identifier(name), SQL.identifier(kind)) for name, kind in {"id": "int4", **WRITTEN}.items())
        self.env.execute_query(SQL(
            "UPDATE crm_lead SET %s FROM jsonb_to_recordset(%s::jsonb) AS row(%s) WHERE crm_lead.id = row.id RETURNING crm_lead.id",
            updates, json.dumps(rows, default=str), types))
        self.invalidate_recordset([*WRITTEN, "sales_os_score_words", "sales_os_score_table"])

    @api.depends_context("lang")
    @api.depends("sales_os_score_state", "sales_os_score_reasons")
    def _compute_sales_os_score_words(self):
        steps = {lead: lead._sales_os_score_steps() for lead in self}
        labels = self._sales_os_fact_labels()
        words = self._sales_os_fact_words({(step.name, step.value) for told in steps.values() for step in told if step.name})
        for lead, told in steps.items():
            named = [
                (self.env._("%(fact)s: %(value)s", fact=labels.get(step.name, step.name), value=words[step.name, step.value])
                 if step.name else self.env._("Everything else"), step) for step in told]
            lead.sales_os_score_words = lead._sales_os_score_sentence(named)
            lead.sales_os_score_table = lead._sales_os_score_rows(named)

    def _sales_os_score_steps(self):
        stored = self.sales_os_score_reasons
        return steps_of(base=stored["base"], reasons=[tuple(part) for part in stored["parts"]], most=MOST_REASONS) if stored else []

    def _sales_os_score_sentence(self, named):
        env = self.env
        if self.sales_os_score_state in ("too_few", "one_outcome"):
            return env._("No score: too few leads have been closed to learn from.")
        if self.sales_os_score_state == "no_signal":
            return env._("No signal: what is known of leads does not tell won from lost ones here. The share that is won is %s %%.",
                         f"{self.sales_os_win_probability:.0f}")
        if not self.sales_os_score_state:
            return env._("Not scored yet: leads are scored when they come in and every night.")
        return "; ".join(f"{name} ({step.points:+.1f})" for name, step in named[:3])

    def _sales_os_score_rows(self, named):
        """The way from the average to the probability, as a table whose last column adds up."""
        if self.sales_os_score_state not in ("clear", "weak"):
            return False
        env, row = self.env, Markup("<tr class='%s'><td>%s</td><td class='text-end'>%s</td></tr>")
        lines = [row % ("", env._("The average lead"), f"{chance_percent(self.sales_os_score_reasons['base']):.1f} %")]
        lines += [row % ("text-success" if step.points > 0 else "text-danger", name, f"{step.points:+.1f}") for name, step in named]
        lines.append(row % ("fw-bold border-top", env._("This lead"), f"{self.sales_os_win_probability:.1f} %"))
        return Markup("<table class='table table-sm'><tbody>%s</tbody></table>") % Markup().join(lines)
