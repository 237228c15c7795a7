from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.insight.attention import DEFAULT_LIFE, KnownInsight, decide_attention

LIFE_DAYS = {
    "risky_lead": 30, "stalled_deal": 60, "churn_risk": 180, "territory_gap": 365, "overdue_customer": 365, "discount_anomaly": 60,
    "commission_anomaly": 60, "quota_risk": 31, "forecast_deviation": 45,
}
REMEMBERED_DAYS = 400
MOST_OF_KIND = 10


class SalesOsInsight(models.Model):
    """Find what deserves attention, at night, for all at once: each kind gathers in a constant number of queries."""

    _inherit = "sales_os.insight"

    @api.model
    def action_detect(self):
        """Look for insights of the company now.

        :return: ``{"found", "new", "updated", "closed"}``
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may look for everybody's insights."))
        # sudo: everybody's records are looked at; the group was checked, and rules decide who sees what was found
        return self.sudo()._detect(self.env.company)

    @api.model
    def action_detect_and_tell(self):
        """Button: look now, and say what came out."""
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.env._("Insights"),
                "message": self.env._("%(new)s new, %(updated)s still true, %(closed)s closed because their cause is gone.",
                    **self.action_detect()),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_detect(self):
        self.env["ir.cron"]._sales_os_by_company(self, "_detect_and_tell", self.env["res.company"].search([("active", "=", True)]))

    @api.model
    def _detect_and_tell(self, company):
        of_company = self.with_context(allowed_company_ids=company.ids)
        of_company._detect(company)
        of_company._tell(company)

    @api.model
    def _find(self, company, today):
        """Return what every kind finds: ``[(Finding, vals)]``; a capability adds its own by extending this."""
        return []

    @api.model
    def _detect(self, company):
        today = fields.Date.context_today(self)
        found = self._find(company, today)
        vals_by_mark = {finding.mark: vals for finding, vals in found}
        feedback = {kind: counts for (_company, kind), counts in self._feedback(company).items()}
        known = self._known(company, today)
        # each representative has a list of the own: the best of each kind for everyone, not for the company as a whole
        by_rep = {}
        for finding, vals in found:
            by_rep.setdefault(vals["rep_id"], []).append(finding)
        counts = {"found": len(found), "new": 0, "updated": 0, "closed": 0}
        new_vals, seen, gone, expired = [], set(), [], []
        mine = {rep: {finding.mark for finding in findings} for rep, findings in by_rep.items()}
        for rep, findings in by_rep.items():
            concerned = [insight for insight in known if insight.mark in mine[rep]]
            attention = decide_attention(
                findings=findings, known=concerned, today=today, life_days=LIFE_DAYS, feedback=feedback, most_of_kind=MOST_OF_KIND)
            seen.update(insight.key for insight in concerned)
            self._sort_closings(attention, gone, expired)
            for ranked in (*attention.shown, *attention.held_back):
                vals = self._prepare_vals(ranked, vals_by_mark[ranked.finding.mark], company, today)
                if ranked.known:
                    counts["updated"] += 1
                    self.browse(ranked.known).write(vals)
                elif ranked in attention.shown:
                    new_vals.append({**vals, "date_found": today})
        rest = decide_attention(findings=[], known=[insight for insight in known if insight.key not in seen], today=today,
            life_days=LIFE_DAYS)
        self._sort_closings(rest, gone, expired)
        for ids, state, how in ((gone, "done", "gone"), (expired, "dismissed", "expired")):
            self.browse(ids)._transition(state, closed_on=today, closed_how=how)
        self.create(new_vals)
        return {**counts, "new": len(new_vals), "closed": len(gone) + len(expired)}

    @api.model
    def _sort_closings(self, attention, gone, expired):
        for key, why in attention.close:
            (gone if why == "gone" else expired).append(key)

    @api.model
    def _known(self, company, today):
        """Return the open insights, and what people closed: what closed by itself may come back at once."""
        rows = self.search(
            Domain("company_id", "=", company.id) & (
                Domain("state", "in", ("new", "acknowledged"))
                | Domain("closed_how", "=", "user") & Domain("closed_on", ">=", today - timedelta(days=REMEMBERED_DAYS))))
        return [
            KnownInsight(
                key=insight.id, kind=insight.kind, record=(insight.res_model, insight.res_id), state=insight.state,
                found=insight.date_found,
                gravity=insight.gravity, cause=insight.cause, closed=insight.closed_on or None)
            for insight in rows
        ]

    @api.model
    def _prepare_vals(self, ranked, vals, company, today):
        finding = ranked.finding
        life = LIFE_DAYS.get(finding.kind, DEFAULT_LIFE)
        return {
            "kind": finding.kind, "severity": finding.severity, "score": ranked.score, "gravity": ranked.gravity,
            "certainty": finding.certainty,
            "res_model": finding.record[0], "res_id": finding.record[1], "company_id": company.id, "amount": float(finding.amount),
            "cause": finding.cause, "date_evidence": finding.evidence_day, "date_expires": finding.evidence_day + timedelta(days=life),
            **vals,
        }
