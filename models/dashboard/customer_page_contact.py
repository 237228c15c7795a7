from odoo import api, fields, models

MOST = 5
MOST_EVENTS = 20
MOST_PRODUCTS = 4
MOST_PREFERENCES = 8


class SalesOsCustomerPage(models.AbstractModel):
    """Visits, insights and products of a customer, and what happened, as one line of time."""

    _inherit = "sales_os.customer.page"

    @api.model
    def _visits(self, partner):
        Visit = self.env["sales_os.visit"]
        if not Visit.has_access("read"):
            return {}
        domain = self._of_customer(partner)
        past = Visit.search([*domain, ("state", "in", ("done", "missed"))], order="date_start desc, id desc", limit=MOST)
        planned = Visit.search([*domain, ("state", "in", ("planned", "in_progress"))], order="date_start, id", limit=MOST)
        today, due = fields.Date.context_today(self), partner.sales_os_next_visit_date
        return {
            "count": partner.sales_os_visit_count, "last": self._day(partner.sales_os_last_visit_date), "due": self._day(due),
            "has_due": bool(due),
            "due_days": (today - due).days if due else 0, "is_due": bool(due) and due <= today and not planned,
            "due_why": partner.sales_os_due_why or "", "best_time": partner.sales_os_best_visit_time or "",
            "rows": [self._visit_row(visit) for visit in [*planned, *past[:MOST]]],
        }

    @api.model
    def _visit_row(self, visit):
        return {
            "id": visit.id, "day": self._day(visit.date_local), "state": visit.state, "state_name": visit._state_label(visit.state),
            "what": " · ".join(filter(None, (visit.type_id.name, visit.outcome_id.name))), "who": visit.rep_id.name or ""}

    @api.model
    def _insights(self, partner):
        Insight = self.env["sales_os.insight"]
        if not Insight.has_access("read"):
            return []
        kinds, steps = (dict(Insight._fields[name]._description_selection(self.env)) for name in ("kind", "suggested_action"))
        found = Insight.search([
            ("partner_id.commercial_partner_id", "=", partner.commercial_partner_id.id), ("company_id", "=", self.env.company.id),
            ("state", "in", ("new", "acknowledged"))], limit=MOST)
        return [{
            "id": insight.id, "severity": insight.severity, "kind": kinds[insight.kind], "name": insight.record_name or "",
            "explanation": insight.explanation or "", "suggestion": steps[insight.suggested_action], "score": insight.score,
            "was_acted_on": bool(insight.acted_on), "days": (fields.Date.context_today(self) - insight.date_found).days,
            "may_act": insight.has_access("write"),
        } for insight in found]

    @api.model
    def _products(self, partner):
        Next = self.env["sales_os.next.product"]
        if not Next.has_access("read"):
            return []
        rows = Next.search([("partner_id", "=", partner.id), ("company_id", "=", self.env.company.id)], limit=MOST_PRODUCTS)
        return [{"id": row.product_id.id, "name": row.product_id.display_name, "why": row.reason or "", "score": row.score} for row in rows]

    @api.model
    def _preferences(self, partner):
        Preference = self.env["sales_os.preference"]
        if not Preference.has_access("read"):
            return []
        rows = Preference.search([
            ("partner_id.commercial_partner_id", "=", partner.commercial_partner_id.id), ("company_id", "in", (False,
                self.env.company.id))],
            order="is_learnt, date desc, id desc", limit=MOST_PREFERENCES)
        return [{
            "id": row.id, "name": row.display_name, "why": row.why or "", "is_learnt": row.is_learnt,
            "is_avoided": row.is_avoided} for row in rows]

    @api.model
    def _timeline(self, partner):
        """As on the dashboard, of one customer; calls and answers too."""
        Dashboard = self.env["sales_os.dashboard"]
        events = [
            *Dashboard._order_events(self._of_customer(partner)), *Dashboard._visit_events(self._of_customer(partner)),
            *Dashboard._move_events(self._of_customer(partner, "lead_id.partner_id")), *self._calls(partner), *self._answers(partner)]
        events.sort(key=lambda event: event["when"], reverse=True)
        return events[:MOST_EVENTS]

    @api.model
    def _calls(self, partner):
        """Calls that were done, of the customer and its contacts; done activities are kept archived."""
        Activity = self.env["mail.activity"].with_context(active_test=False)
        people = partner.search([("commercial_partner_id", "=", partner.commercial_partner_id.id)])
        calls = Activity.search([
            ("active", "=", False), ("activity_category", "=", "phonecall"), ("res_model", "=", "res.partner"), ("res_id", "in",
                people.ids),
            ("date_done", "!=", False)], order="date_done desc, id desc", limit=MOST_EVENTS)
        return [{
            "when": fields.Datetime.to_string(fields.Datetime.to_datetime(call.date_done)), "icon": "fa-phone",
            "what": call.summary or self.env._("Call"),
            "amount": "", "who": call.user_id.name or "", "model": "res.partner", "id": call.res_id} for call in calls]

    @api.model
    def _answers(self, partner):
        Feedback = self.env["sales_os.feedback"]
        if not Feedback.has_access("read"):
            return []
        rows = Feedback.search([
            ("customer_id", "=", partner.commercial_partner_id.id), ("company_id", "=", self.env.company.id), ("answered_on", "!=", False)],
            order="answered_on desc", limit=MOST_EVENTS)
        return [{
            "when": fields.Datetime.to_string(row.answered_on), "icon": "fa-comment-o",
            "amount": f"{row.score}/{10 if row.kind == 'nps' else 5}",
            "what": self.env._("Answered: %s", row.comment) if row.comment else self.env._("Answered our question"),
            "who": row.partner_id.name or "", "model": "sales_os.feedback", "id": row.id} for row in rows]
