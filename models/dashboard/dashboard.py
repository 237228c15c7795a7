from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.kpi.gathered import NARROWS

CARDS = {
    "rep": ("revenue", "quota_attainment", "weighted_pipeline", "win_rate", "avg_deal_size", "discount_avg", "visits_done", "strike_rate"),
    "manager": (
        "revenue", "team_quota", "weighted_pipeline", "win_rate", "sales_cycle_days", "discount_avg", "visits_done", "territory_coverage"),
    "executive": (
        "revenue", "growth_pct", "margin_pct", "weighted_pipeline", "price_realisation", "retention", "top10_share", "commission_cost"),
}
DIVISIONS = ("customer", "category", "owner", "branch", "territory", "segment", "channel")
MOST_REPS = 300
MONTHS = 12


class SalesOsDashboard(models.AbstractModel):
    """One page in the morning: where the period stands, why, and what to do."""

    _name = "sales_os.dashboard"
    _description = "Dashboard"

    @api.model
    @api.readonly
    def board(
        self, scope=False, scope_id=False, period="this_month", date_from=False, date_to=False, compare="previous", division="customer",
        filters=False):
        """Return all that the dashboard shows; the number of queries does not depend on the number of records.

        :param scope: as of ``sales_os.kpi.figures``; without, the caller's own
        :param period: a name of ``periods``, or ``custom`` with ``date_from`` and ``date_to``
        :param compare: ``previous``, ``last_year`` or False
        :param division: what revenue is divided by
        :param filters: as of `sales_os.kpi.figures`: narrows every part of the page whose records say it to a channel, category, customer
            or segment; ``notes`` says of the others that they are left out, and ``note`` of what waits that it is shown as a whole
        :return: ``{"role", "user", "scope", "scopes", "period", "periods", "date_from", "date_to", "compare", "compare_from", "compare_to",
            "filters", "currency", "cards", "months", "division", "divisions", "parts", "pipeline", "queue", "alerts", "timeline",
            "notes": {"pipeline", "timeline"}}``
        """
        self._check_is_invited()
        if division not in DIVISIONS:
            raise UserError(self.env._("Revenue is divided by %s.", ", ".join(DIVISIONS)))
        first, last = self._period(period, date_from, date_to)
        Kpi, role = self.env["sales_os.kpi"], self._role()
        if not scope and not self._is_somebody():
            return self._nobody(role)
        Kpi.check_access("read")
        # found once: every part of the page is of the same scope
        place = Kpi._narrow(Kpi._scope(scope, scope_id), filters)
        shown = Kpi._figures(place, list(CARDS[role]), (first, last), compare)
        return {
            "role": role, "user": self.env.user.name, "scope": shown["scope"], "scopes": self._scopes(),
            "period": period, "periods": self._period_names(), "date_from": shown["date_from"], "date_to": shown["date_to"],
            "compare": compare or "", "compare_from": shown["compare_from"], "compare_to": shown["compare_to"],
            "filters": Kpi._filter_names(place), "currency": shown["currency"], "cards": shown["figures"],
            "months": Kpi._series(place, "revenue", last, MONTHS),
            "division": division, "divisions": self._division_names(),
            "parts": Kpi._breakdown(place, division, (first, last), 8),
            "pipeline": self._pipeline(place), "queue": self._queue(place), "alerts": self._alerts(place),
            "timeline": self._timeline(place), "notes": {"pipeline": self._pipeline_note(place), "timeline": self._timeline_note(place)},
        }

    @api.model
    def _check_is_invited(self):
        if not self.env.user.has_groups("sales_os.group_rep,sales_os.group_executive,sales_os.group_admin"):
            raise AccessError(self.env._("The dashboard is for people of the sales force."))

    @api.model
    def _role(self):
        user = self.env.user
        if user.has_groups("sales_os.group_executive,sales_os.group_admin"):
            return "executive"
        return "manager" if user.has_group("sales_os.group_manager") else "rep"

    @api.model
    def _is_somebody(self):
        """Whether the caller has figures: sees all, or is a representative here."""
        return self.env["sales_os.kpi"]._sees_all() or any(
            rep.company_id == self.env.company for rep in self.env.user.sales_os_rep_ids)

    @api.model
    def _nobody(self, role):
        return {
            "role": role, "user": self.env.user.name, "scope": {}, "scopes": [], "filters": [], "periods": self._period_names(),
            "cards": [], "parts": [], "pipeline": [], "queue": [], "alerts": [], "timeline": [],
            "notes": {"pipeline": "", "timeline": ""}}

    @api.model
    def _scopes(self):
        """Whose figures the caller may choose: ``[{"kind", "id", "name"}]``."""
        Kpi, company = self.env["sales_os.kpi"], self.env.company
        reps = self.env["sales_os.rep"].search([("company_id", "=", company.id)], limit=MOST_REPS, order="name, id")
        found = []
        if Kpi._sees_all():
            found.append({"kind": "company", "id": company.id, "name": company.name})
            # sudo: names of teams, for whoever sees the figures of all
            found += [{"kind": "team", "id": team.id, "name": self.env._("Team: %s", team.name)} for team in reps.sudo().team_id]
            found += [
                {"kind": "territory", "id": territory.id, "name": self.env._("Territory: %s", territory.display_name)}
                for territory in self.env["sales_os.territory"].search([("company_id", "=", company.id)], limit=MOST_REPS)]
        elif self.env.user.has_group("sales_os.group_manager"):
            own = self.env.user.sales_os_rep_ids.filtered(lambda rep: rep.company_id == company)[:1]
            found += [{"kind": "reports", "id": rep.id, "name": self.env._("%s and those below", rep.name)} for rep in own]
        return found + [{"kind": "rep", "id": rep.id, "name": rep.name} for rep in reps]

    @api.model
    def _division_names(self):
        return [
            {"code": "customer", "name": self.env._("Customers")}, {"code": "category", "name": self.env._("Product categories")},
            {"code": "owner", "name": self.env._("Representatives")}, {"code": "branch", "name": self.env._("Teams")},
            {"code": "territory", "name": self.env._("Territories")}, {"code": "segment", "name": self.env._("Segments")},
            {"code": "channel", "name": self.env._("Channels")},
        ]

    @api.model
    def _pipeline(self, place):
        """Open opportunities by stage, as far as the caller sees them."""
        if not self.env["crm.lead"].has_access("read") or not place.narrowed <= NARROWS["open"]:
            return []
        model, domain, _context = self.env["sales_os.kpi"]._records_open("pipeline_value", place, *[False] * 4)
        domain = [*domain, ["company_id", "in", [place.company_id, False]]]
        rows = self.env[model]._read_group(domain, ["stage_id"], ["__count", "expected_revenue:sum"])
        return [{
            "name": stage.name or self.env._("None"), "count": count, "value": amount or 0.0,
            "text": self.env["sales_os.kpi"]._value_text("money", amount or 0.0),
            "action": {
                "type": "ir.actions.act_window", "name": stage.name or "", "res_model": model, "views": [[False, "list"], [False, "form"]],
                "domain": [*domain, ["stage_id", "=", stage.id]], "target": "current"},
        } for stage, count, amount in rows]

    @api.model
    def _pipeline_note(self, place):
        unsaid = self.env["sales_os.kpi"]._not_narrowed_words(place, NARROWS["open"])
        return self.env._("Opportunities do not say %s.", unsaid) if unsaid else ""
