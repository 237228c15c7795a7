from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.gathered import GATHERED, OF_TODAY
from odoo.addons.sales_os.algorithms.kpi.registry import KPIS
from odoo.addons.sales_os.algorithms.kpi.variance import bridge
from odoo.addons.sales_os.algorithms.kpi.window import months_until, year_before

DIVIDED = ("channel", "category", "segment", "territory", "owner", "customer")
MONTHS = 13
BRIDGE = ("before", "price", "volume", "mix", "new", "gone", "after")


class SalesOsKpi(models.Model):
    """What a report pack says: one content for paper and workbook, gathered in the reach of whoever reads it."""

    _inherit = "sales_os.kpi"

    @api.model
    def _pack_sections(self):
        """``[(heading, codes)]``: every figure that is gathered, each once."""
        return [
            (self.env._("Sales"), [
                "revenue", "growth_pct", "units", "margin_pct", "quota_attainment", "team_quota", "commission_cost",
                "mrr", "arr"]),
            (self.env._("Prices and Discounts"), ["discount_avg", "discount_leakage", "price_realisation"]),
            (self.env._("Pipeline"), [
                "deals_won", "avg_deal_size", "win_rate", "market_share", "lead_to_sale", "stage_conversion", "sales_cycle_days",
                "sales_cycle_median_days", "lost_cycle_days", "cycle_efficiency", "hours_to_first_contact", "pipeline_value",
                "weighted_pipeline", "pipeline_velocity", "pipeline_health", "forecast_wape", "forecast_mape", "forecast_bias"]),
            (self.env._("Customers"), [
                "orders_per_customer", "repeat_rate", "retention", "referrals", "clv", "cac", "cost_per_sale", "csat", "nps",
                "channel_coverage", "territory_coverage"]),
            (self.env._("Spread of Revenue"), ["top10_share", "hhi_customer", "hhi_category", "hhi_territory", "hhi_channel",
                "channel_share_vs_target"]),
            (self.env._("Field Work"), [
                "visits_done", "visits_missed", "call_compliance", "strike_rate", "calls", "meetings", "selling_hours",
                "sales_efficiency"]),
        ]

    @api.model
    def _pack_content(self, place, span):
        """Everything a pack shows of a scope that was found, as plain values."""
        codes = [code for code in KPIS if code in GATHERED]
        against = self._figures(place, codes, span, "last_year")
        previous = {row["code"]: row for row in self._figures(place, codes, span, "previous")["figures"]}
        rows = {row["code"]: {**row, "previous": previous[row["code"]]["before"], "previous_text": previous[row["code"]]["before_text"]}
                for row in against["figures"]}
        today = fields.Date.context_today(self)
        series = self._series(place, "revenue", span[1], MONTHS)
        sections = [(heading, [rows[code] for code in wanted if rows[code]["state"] != "unavailable" or (
            code in OF_TODAY and span[0] <= today <= span[1])]) for heading, wanted in self._pack_sections()]
        return {
            "scope": against["scope"], "filters": self._filter_names(place), "date_from": span[0], "date_to": span[1],
            "currency": against["currency"],
            "year_from": against["compare_from"], "year_to": against["compare_to"],
            "sections": [(heading, found) for heading, found in sections if found],
            "series": series,
            "series_before": self._values_of_year_before(place, span),
            "breakdowns": [(name, self._breakdown(place, name, span, 12)) for name in DIVIDED],
            "bridge": self._bridge(place, span), "exceptions": self._exceptions(place, span, series),
            "promotions": self._promotions(place, span), "cohorts": self._cohorts(place, span[1]),
        }

    @api.model
    def _values_of_year_before(self, place, span):
        """Revenue of the same months a year before."""
        spans = [year_before(date_from=first, date_to=last) for first, last in months_until(day=span[1], count=MONTHS)]
        # sudo: who may see the scope was decided by it
        values, _facts = self.sudo()._values(["revenue"], place, {f"m{n}": span for n, span in enumerate(spans)})
        return [float(values[f"m{number}"]["revenue"]) for number in range(MONTHS)]

    @api.model
    def _bridge(self, place, span):
        """Why revenue differs from last year's: ``[(part, amount)]``; without sales then there is nothing to explain."""
        sides = {"after": {}, "before": {}}
        windows = {"after": span, "before": year_before(date_from=span[0], date_to=span[1])}
        # sudo: who may see the scope was decided by it
        for key, product_id, units, revenue in self.sudo().env.execute_query(SQL(
            "SELECT key, product_id, SUM(units * share)::text, SUM(revenue * share)::text FROM (%s) row GROUP BY key, product_id",
            self._sold_rows(place, windows))):
            sides[key][product_id] = (Decimal(units), Decimal(revenue))
        if not sides["before"]:
            return []
        found = bridge(before=sides["before"], after=sides["after"], digits=self.env.company.currency_id.decimal_places)
        words = {
            "before": self.env._("Last year"), "price": self.env._("Prices"), "volume": self.env._("Quantities"),
            "mix": self.env._("Mix of products"), "new": self.env._("New products"), "gone": self.env._("Products no longer sold"),
            "after": self.env._("Now")}
        return [(words[name], float(-getattr(found, name) if name == "gone" else getattr(found, name))) for name in BRIDGE]

    @api.model
    def pack(self, scope=False, scope_id=False, date_from=False, date_to=False, file="xlsx", filters=False):
        """A report pack of a scope and a span of days; the arguments are those of `figures`.

        :param file: ``xlsx`` (needs the right to export; with the sold lines behind the figures) or ``pdf``
        :return: ``{"filename", "mimetype", "data"}``, the data in base64
        """
        self.check_access("read")
        if file not in ("xlsx", "pdf"):
            raise AccessError(self.env._("A report pack is a workbook (xlsx) or a document (pdf)."))
        if file == "xlsx":
            self._check_may_export()
        return getattr(self, f"_pack_{file}")(self._narrow(self._scope(scope, scope_id), filters), self._span_of(date_from, date_to))

    @api.model
    def _pack_name(self, content, extension):
        name = "".join(sign if sign.isalnum() else "-" for sign in content["scope"]["name"]).strip("-")
        return f"sales-{name}-{content['date_from']}-{content['date_to']}.{extension}"
