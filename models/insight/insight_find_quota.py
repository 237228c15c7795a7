from datetime import timedelta
from decimal import Decimal

from odoo import api, models

from odoo.addons.sales_os.algorithms.forecast.deal_sum import OpenDeal
from odoo.addons.sales_os.algorithms.forecast.quota_risk import quota_risk
from odoo.addons.sales_os.algorithms.insight.attention import Finding

SEVERITY = {"at_risk": "info", "unlikely": "warning", "out_of_reach": "critical"}


class SalesOsInsight(models.Model):
    """Quotas that what is won and what is open will hardly reach."""

    _inherit = "sales_os.insight"

    @api.model
    def _find(self, company, today):
        return super()._find(company, today) + self._find_quotas(company, today)

    @api.model
    def _find_quotas(self, company, today):
        targets = self.env["sales_os.target"].search([
            ("company_id", "=", company.id), ("scope", "=", "rep"), ("metric", "=", "revenue"), ("state", "=", "approved"),
            ("date_start", "<=", today), ("date_end", ">=", today), ("amount", ">", 0)])
        deals = self.env["crm.lead"].search_read(
            [("user_id", "in", targets.rep_id.user_id.ids), ("type", "=", "opportunity"), ("won_status", "=", "pending"),
             ("date_deadline", ">=", today), ("date_deadline", "<=", max(targets.mapped("date_end"), default=today)),
             ("company_id", "in", [False, company.id]), ("expected_revenue", ">", 0)],
            ["user_id", "date_deadline", "expected_revenue", "probability", "sales_os_win_probability", "sales_os_score_state"], load=None)
        found = []
        for target in targets:
            open_deals = [
                OpenDeal(deal["id"], Decimal(repr(deal["expected_revenue"])), _chance(deal)) for deal in deals
                if deal["user_id"] == target.rep_id.user_id.id and deal["date_deadline"] <= target.date_end]
            risk = quota_risk(quota=Decimal(repr(target.amount)), achieved=Decimal(repr(target.achieved)), deals=open_deals)
            if risk.risk not in SEVERITY:
                continue
            found.append((Finding(
                kind="quota_risk", record=("sales_os.target", target.id), severity=SEVERITY[risk.risk],
                # judged anew every week
                evidence_day=max(target.date_start, today - timedelta(days=today.weekday())), amount=risk.missing,
                certainty=1 - (risk.chance_percent or 0.0) / 100,
            ), {
                "rep_id": target.rep_id.id, "partner_id": False, "record_name": target.name, "suggested_action": "review",
                "facts": {
                    "quota": target.amount, "achieved": target.achieved, "missing": float(risk.missing),
                    "chance": round(risk.chance_percent or 0.0), "until": str(target.date_end), "deals": len(open_deals),
                    "attainment": float(risk.expected_attainment_percent), "out_of_reach": risk.risk == "out_of_reach"},
            }))
        return found

    def _explain_quota_risk(self, facts):
        env = self.env
        sentence = env._(
            "%(target)s: %(missing)s are missing, and all open deals together do not bring it.", target=self.record_name,
            missing=self._money(facts["missing"])
        ) if facts["out_of_reach"] else env._(
            "%(target)s will be reached with a probability of %(chance)s %%; %(missing)s are missing.", target=self.record_name,
            chance=facts["chance"], missing=self._money(facts["missing"]))
        return sentence, [
            env._("Achieved: %(achieved)s of %(quota)s", achieved=self._money(facts["achieved"]), quota=self._money(facts["quota"])),
            env._("Open deals until %(day)s: %(count)s", day=self._day(facts["until"]), count=facts["deals"]),
            env._("Expected: %s %% of the quota", f"{facts['attainment']:.0f}")]


def _chance(deal):
    scored = deal["sales_os_score_state"] in ("clear", "weak")
    return min(100.0, max(0.0, deal["sales_os_win_probability"] if scored else deal["probability"]))
