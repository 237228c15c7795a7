from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

EXPIRING_DAYS = 7


class SalesOsDashboard(models.AbstractModel):
    """What waits for somebody."""

    _inherit = "sales_os.dashboard"

    @api.model
    def _queue(self, place):
        """What waits, the most urgent first: ``[{"code", "name", "count", "level", "note", "action"}]``; nothing that is empty.

        What narrows the page narrows what says it; of the rest ``note`` tells that it is shown as a whole.
        """
        Kpi, found = self.env["sales_os.kpi"], []
        for code, name, level, model, domain in self._waiting(place):
            Model, domain = self.env[model], [*domain, *self._narrowing(place, model)]
            if Model.has_access("read") and (count := Model.search_count(domain)):
                unsaid = Kpi._not_narrowed_words(place, Kpi._said_by(model))
                found.append({
                    "code": code, "name": name, "count": count, "level": level,
                    "note": self.env._("All of them: they do not say %s", unsaid) if unsaid else "", "action": {
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
        return self.env["sales_os.kpi"]._of_kind(place, user, None, team, territory)

    @api.model
    def _of_rep(self, place):
        if place.kind == "team":
            return [["rep_id.team_id", "=", place.id]]
        return self.env["sales_os.kpi"]._of_kind(place, None, "rep_id", None, "partner_id.sales_os_territory_id")
