from odoo import api, fields, models

from odoo.addons.sales_os.algorithms.kpi.gathered import GATHERED

LIST = [[False, "list"], [False, "form"]]


class SalesOsKpi(models.Model):
    """The records behind a figure, for whoever may see them."""

    _inherit = "sales_os.kpi"

    @api.model
    def _records_action(self, code, place, span):
        """The window with the records behind a figure; ``{}`` without a right to see them."""
        source = GATHERED[code].sources[0]
        found = getattr(self, f"_records_{source}", self._records_none)(code, place, *self._bounds(span))
        if not found or not self.env[found[0]].has_access("read"):
            return {}
        model, domain, context = found
        if "company_id" in self.env[model]._fields:
            # whoever works in several companies counts and opens one
            domain = [*domain, ["company_id", "in", [place.company_id, False]]]
        views = [[False, "list"], [False, "pivot"], [False, "graph"]] if model == "sales_os.sold.line" else LIST
        return {
            "type": "ir.actions.act_window", "name": self._name_of(code), "res_model": model, "views": views, "domain": domain,
            "context": context, "target": "current"}

    @api.model
    def _bounds(self, span):
        """``(first day, last day, beginning, end)`` as text, the latter two in UTC."""
        begin, end = self._begins(span[0]), self._begins(fields.Date.add(span[1], days=1))
        return str(span[0]), str(span[1]), fields.Datetime.to_string(begin), fields.Datetime.to_string(end)

    @api.model
    def _of_place(self, place, user=None, rep=None, team=None, territory=None, **narrowing):
        return self._of_kind(place, user, rep, team, territory) + self._narrowed_domain(place, **narrowing)

    @api.model
    def _of_kind(self, place, user, rep, team, territory):
        if place.kind == "company":
            return []
        if place.kind in ("rep", "reports"):
            return [[user, "in", list(place.user_ids)]] if user else [[rep, "in", list(place.rep_ids)]] if rep else []
        column = team if place.kind == "team" else territory
        operator = "=" if place.kind == "team" else "child_of"
        return [[column, operator, place.id]] if column else []

    @api.model
    def _records_none(self, code, place, first, last, begin, end):
        return None

    @api.model
    def _records_sold(self, code, place, first, last, begin, end):
        return "sales_os.sold.line", [["date", ">=", first], ["date", "<=", last], *self._of_place(
            place, rep="rep_id", team="team_id", territory="territory_id", **self._said_by("sales_os.sold.line"))], {}

    _records_spread = _records_channel_share = _records_sold

    @api.model
    def _records_orders(self, code, place, first, last, begin, end):
        return "sale.order", [["state", "=", "sale"], ["date_order", ">=", begin], ["date_order", "<", end], *self._of_place(
            place, rep="sales_os_credit_ids.rep_id", team="team_id", territory="sales_os_territory_id", **self._said_by("sale.order"))], {}

    _records_customers = _records_returning = _records_leakage = _records_orders

    @api.model
    def _records_newcomers(self, code, place, first, last, begin, end):
        """Orders of the days; of *referrals* those that were recommended, for which customer is new no column tells."""
        model, domain, context = self._records_orders(code, place, first, last, begin, end)
        recommended = [
            "|", "|", ["sales_os_channel_id.kind", "=", "referral"], ["opportunity_id.sales_os_channel_id.kind", "=", "referral"],
            ["opportunity_id.referred", "!=", False]]
        return model, [*domain, *(recommended if code == "referrals" else [])], context

    @api.model
    def _records_recurring(self, code, place, first, last, begin, end):
        model, domain, context = self._records_orders(code, place, first, last, "1990-01-01", end)
        return model, [*domain, ["order_line.sales_os_recurring_months", ">", 0]], context

    @api.model
    def _records_costs(self, code, place, first, last, begin, end):
        return "sales_os.channel.cost", [
            ["date", ">=", first], ["date", "<=", last], *self._narrowed_domain(place, channel="channel_id")], {}

    @api.model
    def _records_closed(self, code, place, first, last, begin, end):
        won = {"deals_won": ["won"], "avg_deal_size": ["won"], "sales_cycle_days": ["won"], "sales_cycle_median_days": ["won"],
               "lost_cycle_days": ["lost"]}.get(code, ["won", "lost"])
        return "crm.lead", [
            ["type", "=", "opportunity"], ["won_status", "in", won], ["date_closed", ">=", begin], ["date_closed", "<", end],
            *self._of_place(
                place, user="user_id", team="team_id", territory="sales_os_territory_id", **self._said_by("crm.lead"))
        ], {"active_test": False}

    @api.model
    def _records_contested(self, code, place, first, last, begin, end):
        model, domain, context = self._records_closed(code, place, first, last, begin, end)
        return model, [*domain, ["sales_os_competitor_ids", "!=", False]], context

    @api.model
    def _records_stages(self, code, place, first, last, begin, end):
        model, domain, context = self._records_created(code, place, first, last, begin, end)
        return model, [*domain, ["type", "=", "opportunity"]], context

    _records_team_cycle = _records_closed

    @api.model
    def _records_open(self, code, place, first, last, begin, end):
        return "crm.lead", [["type", "=", "opportunity"], ["won_status", "=", "pending"], *self._of_place(
            place, user="user_id", team="team_id", territory="sales_os_territory_id", **self._said_by("crm.lead"))], {}

    @api.model
    def _records_created(self, code, place, first, last, begin, end):
        return "crm.lead", [["create_date", ">=", begin], ["create_date", "<", end], *self._of_place(
            place, user="user_id", team="team_id", territory="sales_os_territory_id", **self._said_by("crm.lead"))
        ], {"active_test": False}

    @api.model
    def _records_visits(self, code, place, first, last, begin, end):
        states = {"visits_missed": ["missed"], "call_compliance": ["done", "missed", "planned"]}.get(code, ["done"])
        return "sales_os.visit", [["state", "in", states], ["date_local", ">=", first], ["date_local", "<=", last], *self._of_place(
            place, rep="rep_id", team="rep_id.team_id", territory="territory_id", **self._said_by("sales_os.visit"))], {}

    @api.model
    def _records_coverage(self, code, place, first, last, begin, end):
        return self._records_visits("visits_done", place, first, last, begin, end)

    @api.model
    def _records_commission(self, code, place, first, last, begin, end):
        return "sales_os.commission.entry", [
            ["state", "!=", "provisional"], ["date", ">=", first], ["date", "<=", last],
            *self._of_place(place, rep="rep_id", team="rep_id.team_id")], {}

    @api.model
    def _records_targets(self, code, place, first, last, begin, end):
        return "sales_os.target", [
            ["state", "=", "approved"], ["date_start", ">=", first], ["date_end", "<=", last],
            *self._of_place(
                place, rep="rep_id", team="team_id", territory="territory_id", **self._said_by("sales_os.target"))], {}

    @api.model
    def _records_forecasts(self, code, place, first, last, begin, end):
        return "sales_os.forecast", [
            ["is_over", "=", True], ["category", "=", "total"], ["method", "=", "weighted"], ["date_start", ">=", first],
            ["date_end", "<=", last], *self._of_place(place, rep="rep_id", team="team_id", territory="territory_id")], {}

    @api.model
    def _records_meetings(self, code, place, first, last, begin, end):
        return "calendar.event", [
            ["start", ">=", begin], ["start", "<", end], ["stop", "<=", fields.Datetime.to_string(fields.Datetime.now())],
            ["user_id", "in", list(place.member_user_ids)]], {}

    @api.model
    def _records_calls(self, code, place, first, last, begin, end):
        """The own calls alone: those of others open with the right to write to their document, which would show fewer than counted."""
        if set(place.member_user_ids) != {self.env.uid}:
            return None
        return "mail.activity", [
            ["active", "=", False], ["activity_type_id.category", "=", "phonecall"], ["date_done", ">=", first], ["date_done", "<=", last],
            ["user_id", "in", list(place.member_user_ids)]], {"active_test": False}
