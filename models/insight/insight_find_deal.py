from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.insight.attention import Finding

STALLED_DAYS = 30
NEAR_DAYS = 14
UNPROMISING = 0.5  # of the usual win probability


class SalesOsInsight(models.Model):
    """Opportunities that do not move, and such that are near their date with little chance or nothing planned."""

    _inherit = "sales_os.insight"

    @api.model
    def _find(self, company, today):
        found = super()._find(company, today)
        deals = self._open_deals(company)
        reps = self._reps_of_users({deal["user_id"] for deal in deals}, company)
        for deal in deals:
            rep_id = reps.get(deal["user_id"], False)
            found += filter(None, (self._stalled(deal, today, rep_id), self._risky(deal, today, rep_id)))
        return found

    @api.model
    def _open_deals(self, company):
        leads = self.env["crm.lead"].search(
            Domain("company_id", "in", [False, company.id]) & Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending"))
        rows = leads.read([
            "name", "partner_id", "user_id", "stage_id", "expected_revenue", "probability", "date_deadline", "date_last_stage_update",
            "create_date", "sales_os_win_probability", "sales_os_score_state"], load=None)
        limits = {stage.id: stage.rotting_threshold_days for stage in self.env["crm.stage"].search([("id", "!=", False)])}
        planned = {
            res_id for res_id, in self.env["mail.activity"]._read_group(
                [("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids), ("date_deadline", ">=", fields.Date.context_today(self))],
                ["res_id"])}
        model = self.env["sales_os.lead.score.model"].search([("company_id", "=", company.id), ("is_current", "=", True)])
        for row in rows:
            row["limit"] = limits.get(row["stage_id"]) or STALLED_DAYS
            row["is_planned"] = row["id"] in planned
            row["is_scored"] = row["sales_os_score_state"] in ("clear", "weak")
            row["chance"] = row["sales_os_win_probability"] if row["is_scored"] else row["probability"]
            row["usual"] = model.mean_percent if row["is_scored"] else 0.0
        return rows

    @api.model
    def _stalled(self, deal, today, rep_id):
        moved = (deal["date_last_stage_update"] or deal["create_date"]).date()
        days = (today - moved).days
        if days <= deal["limit"]:
            return None
        finding = Finding(
            kind="stalled_deal", record=("crm.lead", deal["id"]), severity="critical" if days > 2 * deal["limit"] else "warning",
            evidence_day=min(today, moved + timedelta(days=deal["limit"] + 1)), amount=_expected(deal), certainty=0.9)
        # a deal that stood still for a year is still standing still: the evidence is of the last weeks
        if days > deal["limit"] + STALLED_DAYS:
            finding = Finding(
                kind="stalled_deal", record=("crm.lead", deal["id"]), severity="critical", evidence_day=_last_month(today),
                amount=_expected(deal), certainty=0.9)
        return finding, self._deal_vals(deal, rep_id, "follow_up", {
            "days": days, "limit": deal["limit"], "planned": deal["is_planned"], "chance": round(deal["chance"], 1)})

    @api.model
    def _risky(self, deal, today, rep_id):
        deadline = deal["date_deadline"]
        if not deadline or deadline > today + timedelta(days=NEAR_DAYS):
            return None
        unpromising = deal["is_scored"] and deal["chance"] < UNPROMISING * deal["usual"]
        late = deadline < today
        if not (late or unpromising or not deal["is_planned"]):
            return None
        finding = Finding(
            kind="risky_lead", record=("crm.lead", deal["id"]), severity="critical" if late and unpromising else "warning",
            evidence_day=max(min(deadline, today), _last_month(today)), amount=Decimal(repr(deal["expected_revenue"] or 0.0)),
            certainty=0.8 if deal["is_scored"] else 0.6)
        return finding, self._deal_vals(deal, rep_id, "call", {
            "deadline": str(deadline), "days": (today - deadline).days, "late": late, "unpromising": unpromising,
            "planned": deal["is_planned"],
            "chance": round(deal["chance"], 1), "usual": round(deal["usual"], 1)})

    @api.model
    def _deal_vals(self, deal, rep_id, action, facts):
        return {
            "rep_id": rep_id, "partner_id": deal["partner_id"], "record_name": deal["name"], "suggested_action": action,
            "facts": {**facts, "revenue": deal["expected_revenue"]}}

    @api.model
    def _reps_of_users(self, user_ids, company):
        """Return ``{user id: rep id}`` of the company."""
        reps = self.env["sales_os.rep"].search_fetch(
            [("user_id", "in", [user_id for user_id in user_ids if user_id]), ("company_id", "=", company.id)], ["user_id"])
        return {rep.user_id.id: rep.id for rep in reps}


def _expected(deal):
    return Decimal(repr(deal["expected_revenue"] or 0.0)) * Decimal(repr(deal["chance"])) / 100


def _last_month(today):
    """The first of this month: what goes on counts as new evidence once a month."""
    return today.replace(day=1)
