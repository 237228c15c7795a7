from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

MOST_ALERTS = 6
EXPIRING_DAYS = 7


class SalesOsDashboard(models.AbstractModel):
    """What waits for somebody, and what is at risk."""

    _inherit = "sales_os.dashboard"

    @api.model
    def _queue(self, place):
        """What waits, the most urgent first: ``[{"code", "name", "count", "level", "action"}]``; nothing that is empty."""
        found = []
        for code, name, level, model, domain in self._waiting(place):
            Model = self.env[model]
            if Model.has_access("read") and (count := Model.search_count(domain)):
                found.append({
                    "code": code, "name": name, "count": count, "level": level, "action": {
                        "type": "ir.actions.act_window", "name": name, "res_model": model, "views": [[False, "list"], [False, "form"]],
                        "domain": domain, "target": "current"}})
        return found

    @api.model
    def _waiting(self, place):
        """Kinds of work: ``(code, name, level, model, domain)``; the caller's rights decide what is counted."""
        today = fields.Date.context_today(self)
        quotes = [
            ["state", "=", "sent"], ["company_id", "=", place.company_id],
            *self._of(place, "user_id", "team_id", "sales_os_territory_id")]
        soon = fields.Date.to_string(today + relativedelta(days=EXPIRING_DAYS))
        today = fields.Date.to_string(today)
        return [
            ("approvals", self.env._("Approvals that wait for me"), "danger", "sales_os.discount.approval", [["is_mine", "=", True]]),
            ("disputes", self.env._("Commission disputes that I decide"), "danger", "sales_os.commission.dispute",
             [["state", "=", "open"], ["handler_id", "=", self.env.uid]]),
            ("targets", self.env._("Targets to approve"), "warning", "sales_os.target", [
                ["state", "=", "submitted"], ["company_id", "=", place.company_id]]) if self._role() != "rep" else (
                "refused", self.env._("Refused discounts of mine"), "warning", "sale.order", [
                    ["state", "in", ["draft", "sent"]], ["sales_os_approval_state", "=", "refused"], ["user_id", "=", self.env.uid]]),
            ("unassigned", self.env._("Leads without anybody"), "warning", "crm.lead", [
                ["won_status", "=", "pending"], ["user_id", "=", False], ["company_id", "in", [place.company_id, False]],
                *self._of(place, None, "team_id", "sales_os_territory_id")]),
            ("activities", self.env._("My activities that are late"), "danger", "mail.activity", [
                ["user_id", "=", self.env.uid], ["date_deadline", "<", today]]),
            ("visits", self.env._("Visits that were missed"), "warning", "sales_os.visit", [
                ["state", "=", "missed"], ["company_id", "=", place.company_id], *self._of_rep(place)]),
            ("expired", self.env._("Quotations past their validity"), "warning", "sale.order", [*quotes, ["validity_date", "<", today]]),
            ("expiring", self.env._("Quotations that expire within a week"), "info", "sale.order", [
                *quotes, ["validity_date", ">=", today], ["validity_date", "<=", soon]]),
        ]

    @api.model
    def _of(self, place, user, team, territory):
        return self.env["sales_os.kpi"]._of_place(place, user=user, team=team, territory=territory)

    @api.model
    def _of_rep(self, place):
        if place.kind == "team":
            return [["rep_id.team_id", "=", place.id]]
        return self.env["sales_os.kpi"]._of_place(place, rep="rep_id", territory="partner_id.sales_os_territory_id")

    @api.model
    def _alerts(self, place):
        """The gravest open insights: ``[{"id", "severity", "kind", "name", "explanation", "suggestion"}]``."""
        Insight = self.env["sales_os.insight"]
        if not Insight.has_access("read"):
            return []
        domain = [["state", "in", ["new", "acknowledged"]], ["company_id", "=", place.company_id]]
        if place.kind in ("rep", "reports"):
            domain.append(["rep_id", "in", list(place.rep_ids)])
        elif place.kind == "team":
            domain.append(["rep_id.team_id", "=", place.id])
        elif place.kind == "territory":
            domain += self._about_territory(place, domain)
        kinds, steps = (dict(Insight._fields[name]._description_selection(self.env)) for name in ("kind", "suggested_action"))
        return [{
            "id": insight.id, "severity": insight.severity, "kind": kinds[insight.kind], "name": insight.record_name or "",
            "explanation": insight.explanation or "", "suggestion": steps[insight.suggested_action],
        } for insight in Insight.search(domain, limit=MOST_ALERTS)]

    @api.model
    def _about_territory(self, place, domain):
        """Insights about the territory itself, its customers, or its opportunities and targets."""
        found = Domain("partner_id.sales_os_territory_id", "in", place.territory_ids)
        found |= Domain("res_model", "=", "sales_os.territory") & Domain("res_id", "in", place.territory_ids)
        for model, field in (("crm.lead", "sales_os_territory_id"), ("sales_os.target", "territory_id")):
            about = self.env["sales_os.insight"].search([*domain, ("res_model", "=", model), ("partner_id", "=", False)]).mapped("res_id")
            there = self.env[model].with_context(active_test=False).search([("id", "in", about), (field, "in", place.territory_ids)])
            found |= Domain("res_model", "=", model) & Domain("res_id", "in", there.ids)
        return list(found)
