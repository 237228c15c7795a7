from odoo import api, models

from odoo.addons.sales_os.algorithms.insight.next_action import Option, choose_next

SOON_DAYS = 7


class SalesOsCustomerPage(models.AbstractModel):
    """The one thing to do next for a customer, with its why, and what can be done with one click."""

    _inherit = "sales_os.customer.page"

    @api.model
    def _next_action(self, partner, quotes, invoices, deals, visits, insights, products):
        """Return ``{"kind", "title", "why", "insight_id", "action"}``, empty where nothing is to be done."""
        found = {}
        for kind, row, weight, days in self._options(quotes, invoices, deals, visits, insights, products):
            found[Option(kind, row["id"], weight, days)] = row
        chosen = choose_next(options=found)
        if not chosen:
            return {}
        say = getattr(self, f"_say_{'insight' if chosen.kind in ('critical', 'warning', 'info') else chosen.kind}")
        return {"kind": chosen.kind, "insight_id": False, "action": {}, **say(partner, found[chosen])}

    @api.model
    def _options(self, quotes, invoices, deals, visits, insights, products):
        """Yield ``(kind, row, weight, days)`` of what could be done."""
        for insight in insights:
            if insight["may_act"] and not insight["was_acted_on"]:
                yield insight["severity"], insight, insight["score"], insight["days"]
        if invoices.get("overdue_count"):
            yield "overdue", {**invoices, "id": 0}, invoices["overdue_amount"], invoices["overdue_days"]
        for quote in quotes.get("rows", ()):
            if quote["is_sent"] and quote["has_validity"] and quote["days"] <= SOON_DAYS:
                yield "expiring", quote, quote["weight"], -quote["days"]
        if visits.get("is_due"):
            yield "visit_due", {**visits, "id": 0}, 0.0, visits["due_days"]
        for deal in deals.get("rows", ()):
            if not deal["has_step"]:
                yield "idle_deal", deal, deal["weight"], 0
        for product in products[:1]:
            yield "offer", product, product["score"], 0

    @api.model
    def _say_insight(self, partner, insight):
        return {"title": insight["suggestion"], "why": insight["explanation"], "insight_id": insight["id"]}

    @api.model
    def _say_overdue(self, partner, invoices):
        why = self.env._(
            "%(amount)s is overdue for up to %(days)s days (%(count)s invoices).", amount=invoices["overdue"],
            days=invoices["overdue_days"],
            count=invoices["overdue_count"])
        return {"title": self.env._("Ask for payment"), "why": why, "action": self._task(partner, self.env._("Ask for payment"), why)}

    @api.model
    def _say_expiring(self, partner, quote):
        why = self.env._("%(quote)s over %(amount)s expired on %(day)s.") if quote["is_expired"] else self.env._(
            "%(quote)s over %(amount)s expires on %(day)s.")
        return {
            "title": self.env._("Follow up the quotation"), "why": why % {"quote": quote["name"], "amount": quote["amount"],
                "day": quote["validity"]},
            "action": self._record("sale.order", quote["id"])}

    @api.model
    def _say_visit_due(self, partner, visits):
        why = visits["due_why"] or self.env._("A visit is due since %s.", visits["due"])
        return {"title": self.env._("Plan a visit"), "why": why, "action": partner.action_plan_sales_os_visit()}

    @api.model
    def _say_idle_deal(self, partner, deal):
        return {
            "title": self.env._("Plan the next step"),
            "why": self.env._("Nothing is planned for “%(deal)s” (%(amount)s, %(stage)s).", deal=deal["name"], amount=deal["amount"],
                stage=deal["stage"]),
            "action": self._record("crm.lead", deal["id"])}

    @api.model
    def _say_offer(self, partner, product):
        return {
            "title": self.env._("Offer %s", product["name"]), "why": product["why"],
            "action": self._new_quote(partner, order_line=[(0, 0, {"product_id": product["id"]})])}

    @api.model
    def _actions(self, partner):
        """What can be started here; empty for whoever may not."""
        return {
            "visit": partner.action_plan_sales_os_visit() if self.env["sales_os.visit"].has_access("create") else {},
            "quote": self._new_quote(partner) if self.env["sale.order"].has_access("create") else {},
            "call": self._task(partner, self.env._("Call")) if partner.has_access("write") else {},
            "customer": self._record("res.partner", partner.id),
        }

    @api.model
    def _record(self, model, record_id):
        return {"type": "ir.actions.act_window", "res_model": model, "res_id": record_id, "views": [[False, "form"]], "target": "current"}

    @api.model
    def _new_quote(self, partner, **values):
        return {
            "type": "ir.actions.act_window", "name": self.env._("New Quotation"), "res_model": "sale.order", "views": [[False, "form"]],
            "target": "current", "context": {"default_partner_id": partner.id, **{f"default_{name}": value for name,
                value in values.items()}}}

    @api.model
    def _task(self, partner, summary, note=""):
        kind = self.env.ref("mail.mail_activity_data_call", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window", "name": summary, "res_model": "mail.activity", "target": "new",
            "views": [[self.env.ref("mail.mail_activity_view_form_popup").id, "form"]], "context": {
                "default_res_model": "res.partner", "default_res_id": partner.id, "default_summary": summary, "default_note": note,
                **({"default_activity_type_id": kind.id} if kind else {})}}
