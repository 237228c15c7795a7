from odoo import api, fields, models

MOST = 12


class SalesOsDashboard(models.AbstractModel):
    """What happened last, of everything in one line of time."""

    _inherit = "sales_os.dashboard"

    @api.model
    def _timeline(self, place):
        """``[{"when", "icon", "what", "who", "model", "id"}]``, the latest first; what the caller may see of it.

        Where the page is narrowed, events that do not say it are left out, and `_timeline_note` says so.
        """
        gathers = {"sale.order": self._orders_done, "sales_os.visit": self._visits_done, "sales_os.stage.move": self._deals_moved}
        events = [
            event for model, gather in gathers.items() if place.narrowed <= set(self.env["sales_os.kpi"]._said_by(model))
            for event in gather(place)]
        events.sort(key=lambda event: event["when"], reverse=True)
        return events[:MOST]

    @api.model
    def _timeline_note(self, place):
        """Which events are left out where the page is narrowed, in words."""
        Kpi = self.env["sales_os.kpi"]
        visits, moves = (
            Kpi._not_narrowed_words(place, Kpi._said_by(model)) for model in ("sales_os.visit", "sales_os.stage.move"))
        if moves:
            # whatever a move of an opportunity does not say, a visit does not say either
            return self.env._("Visits and moves of opportunities are left out: they do not say %s.", moves)
        return self.env._("Visits are left out: they do not say %s.", visits) if visits else ""

    @api.model
    def _narrowing(self, place, model):
        Kpi = self.env["sales_os.kpi"]
        return Kpi._narrowed_domain(place, **Kpi._said_by(model))

    @api.model
    def _orders_done(self, place):
        return self._order_events([
            ("company_id", "=", place.company_id), *self._of(place, "user_id", "team_id", "sales_os_territory_id"),
            *self._narrowing(place, "sale.order")])

    @api.model
    def _order_events(self, domain):
        Order = self.env["sale.order"]
        if not Order.has_access("read"):
            return []
        orders = Order.search([("state", "in", ("sent", "sale")), *domain], order="date_order desc, id desc", limit=MOST)
        icons = {"sale": "fa-check-circle", "sent": "fa-paper-plane"}
        return [{
            "when": fields.Datetime.to_string(order.date_order), "icon": icons[order.state], "what": self._order_words(order),
            "amount": self.env["sales_os.kpi"]._value_text("money", order.amount_untaxed / (order.currency_rate or 1)),
            "who": order.user_id.name or "", "model": "sale.order", "id": order.id} for order in orders]

    @api.model
    def _order_words(self, order):
        names = {"order": order.name, "customer": order.partner_id.display_name}
        if order.state == "sale":
            return self.env._("%(order)s confirmed: %(customer)s", **names)
        return self.env._("%(order)s sent: %(customer)s", **names)

    @api.model
    def _visits_done(self, place):
        return self._visit_events([
            ("company_id", "=", place.company_id), *self._of_rep(place), *self._narrowing(place, "sales_os.visit")])

    @api.model
    def _visit_events(self, domain):
        Visit = self.env["sales_os.visit"]
        if not Visit.has_access("read"):
            return []
        visits = Visit.search([("state", "=", "done"), *domain], order="date_start desc, id desc", limit=MOST)
        return [{
            "when": fields.Datetime.to_string(visit.date_start), "icon": "fa-map-marker",
            "what": self.env._("Visited %s", visit.partner_id.display_name), "amount": visit.outcome_id.name or "",
            "who": visit.rep_id.name or "", "model": "sales_os.visit", "id": visit.id} for visit in visits]

    @api.model
    def _deals_moved(self, place):
        return self._move_events([
            ("company_id", "=", place.company_id), *self._of(place, "user_id", "team_id", "territory_id"),
            *self._narrowing(place, "sales_os.stage.move")])

    @api.model
    def _move_events(self, domain):
        Move = self.env["sales_os.stage.move"]
        if not Move.has_access("read"):
            return []
        moves = Move.search([("kind", "in", ("forward", "won", "lost")), *domain], order="moved_on desc, id desc", limit=MOST)
        words = {"won": self.env._("Won: %s"), "lost": self.env._("Lost: %s")}
        icons = {"won": "fa-trophy", "lost": "fa-times-circle"}
        return [{
            "when": fields.Datetime.to_string(move.moved_on), "icon": icons.get(move.kind, "fa-arrow-circle-right"),
            "what": words[move.kind] % move.lead_id.display_name if move.kind in words else self.env._(
                "%(deal)s is now in %(stage)s", deal=move.lead_id.display_name, stage=move.stage_id.name),
            "amount": self.env["sales_os.kpi"]._value_text("money", move.amount), "who": move.user_id.name or "", "model": "crm.lead",
            "id": move.lead_id.id} for move in moves]
