from odoo import api, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.sales_os.algorithms.kpi.gathered import GATHERED, OF_TODAY, narrowed_by
from odoo.addons.sales_os.algorithms.kpi.registry import KPIS

_lt = LazyTranslate(__name__)
# names and formulas as people read them, in their language; the registry holds the English ones, and a test compares
NAMES = {
    "revenue": _lt("Revenue"),
    "units": _lt("Units sold"),
    "growth_pct": _lt("Growth"),
    "deals_won": _lt("Deals won"),
    "avg_deal_size": _lt("Average deal size"),
    "margin_pct": _lt("Margin"),
    "discount_avg": _lt("Average discount"),
    "discount_leakage": _lt("Discount leakage"),
    "price_realisation": _lt("Price realisation"),
    "mrr": _lt("Contracted monthly recurring revenue"),
    "arr": _lt("Contracted annual recurring revenue"),
    "commission_cost": _lt("Commission cost"),
    "sales_cycle_days": _lt("Sales cycle"),
    "sales_cycle_median_days": _lt("Sales cycle, median"),
    "lost_cycle_days": _lt("Days to lost"),
    "cycle_efficiency": _lt("Cycle efficiency"),
    "win_rate": _lt("Win rate"),
    "lead_to_sale": _lt("Lead to sale"),
    "stage_conversion": _lt("Stage conversion"),
    "pipeline_velocity": _lt("Pipeline velocity"),
    "pipeline_health": _lt("Pipeline health"),
    "pipeline_value": _lt("Pipeline"),
    "weighted_pipeline": _lt("Weighted pipeline"),
    "hours_to_first_contact": _lt("Hours to first contact"),
    "quota_attainment": _lt("Quota attainment"),
    "team_quota": _lt("Team attainment"),
    "forecast_mape": _lt("Forecast error (MAPE)"),
    "forecast_wape": _lt("Forecast error (WAPE)"),
    "forecast_bias": _lt("Forecast bias"),
    "clv": _lt("Customer lifetime value"),
    "cac": _lt("Cost of a new customer"),
    "cost_per_sale": _lt("Cost per sale"),
    "retention": _lt("Retention"),
    "repeat_rate": _lt("Repeat rate"),
    "referrals": _lt("Referrals"),
    "csat": _lt("Customer satisfaction"),
    "nps": _lt("Net promoter score"),
    "orders_per_customer": _lt("Orders per customer"),
    "channel_coverage": _lt("Channel coverage"),
    "territory_coverage": _lt("Territory coverage"),
    "visits_done": _lt("Visits done"),
    "visits_missed": _lt("Visits missed"),
    "calls": _lt("Calls"),
    "meetings": _lt("Meetings"),
    "selling_hours": _lt("Selling hours"),
    "sales_efficiency": _lt("Sales efficiency"),
    "call_compliance": _lt("Visit plan kept"),
    "strike_rate": _lt("Strike rate"),
    "hhi_customer": _lt("Concentration by customer"),
    "hhi_category": _lt("Concentration by category"),
    "hhi_territory": _lt("Concentration by territory"),
    "hhi_channel": _lt("Concentration by channel"),
    "top10_share": _lt("Share of the ten largest"),
    "channel_share_vs_target": _lt("Channel share against target"),
    "market_share": _lt("Market share"),
}
FORMULAS = {
    "revenue": _lt("untaxed amount of posted invoices − of posted credit notes"),
    "units": _lt("sum of the quantities of confirmed order lines"),
    "growth_pct": _lt("(revenue now − revenue before) ÷ |revenue before|"),
    "deals_won": _lt("number of opportunities won in the period"),
    "avg_deal_size": _lt("untaxed amount of won deals ÷ number of won deals"),
    "margin_pct": _lt("margin ÷ revenue"),
    "discount_avg": _lt("(amount at list price − amount as sold) ÷ amount at list price"),
    "discount_leakage": _lt(
        "Σ of what each line was sold below its list price less the discount that policy allowed without approval when it was confirmed"),
    "price_realisation": _lt("amount as sold ÷ amount at list price"),
    "mrr": _lt("Σ amount ÷ months of the recurring lines that run on the day"),
    "arr": _lt("12 × monthly recurring revenue"),
    "commission_cost": _lt("commission earned ÷ revenue that earned it"),
    "sales_cycle_days": _lt("mean number of days from creation to won"),
    "sales_cycle_median_days": _lt("half of the won opportunities took at most so many days"),
    "lost_cycle_days": _lt("mean number of days from creation to lost"),
    "cycle_efficiency": _lt("median cycle of the team ÷ median cycle of the rep"),
    "win_rate": _lt("won ÷ (won + lost)"),
    "lead_to_sale": _lt("leads of the cohort that were won ÷ leads created in the period"),
    "stage_conversion": _lt("stages passed ÷ stages entered by the opportunities created in the period; a skipped stage counts as passed"),
    "pipeline_velocity": _lt("open opportunities × average deal size × win rate ÷ mean sales cycle"),
    "pipeline_health": _lt(
        "mean of four shares of the open opportunities: moved recently, next step planned, closing date not past, amount known"),
    "pipeline_value": _lt("sum of the amounts of open opportunities"),
    "weighted_pipeline": _lt("Σ amount × probability of open opportunities"),
    "hours_to_first_contact": _lt("median number of hours from a lead's creation to the first activity done"),
    "quota_attainment": _lt("achieved ÷ target"),
    "team_quota": _lt("Σ achieved of the members ÷ Σ of their targets"),
    "forecast_mape": _lt("mean of |actual − forecast| ÷ |actual|"),
    "forecast_wape": _lt("Σ|actual − forecast| ÷ Σ|actual|"),
    "forecast_bias": _lt("Σ(forecast − actual) ÷ Σ actual; above zero = too much was promised"),
    "clv": _lt("average order × orders a year × margin × expected years (1 ÷ yearly churn, at most 10)"),
    "cac": _lt("costs of channels ÷ customers whose first order this was"),
    "cost_per_sale": _lt("costs of channels ÷ confirmed orders"),
    "retention": _lt("customers who bought in this and in the previous period ÷ customers of the previous period"),
    "repeat_rate": _lt("customers with two or more orders ÷ customers with an order"),
    "referrals": _lt("new customers that were recommended: by a channel of referrals, or as their opportunity says"),
    "csat": _lt("answers of 4 or 5 ÷ all answers"),
    "nps": _lt("share of 9 and 10 − share of 0 to 6"),
    "orders_per_customer": _lt("orders ÷ customers with an order"),
    "channel_coverage": _lt("customers with an order ÷ active channels"),
    "territory_coverage": _lt("customers visited in the period ÷ customers of the territory"),
    "visits_done": _lt("number of visits done"),
    "visits_missed": _lt("number of visits missed"),
    "calls": _lt("number of calls done"),
    "meetings": _lt("number of meetings held"),
    "selling_hours": _lt("(minutes of visits + minutes of meetings) ÷ 60"),
    "sales_efficiency": _lt("untaxed confirmed sales ÷ selling hours"),
    "call_compliance": _lt("visits done on the planned day ÷ planned visits"),
    "strike_rate": _lt("visits with an order ÷ visits done"),
    "hhi_customer": _lt("Σ of the squared shares of customers in revenue, in percent; 10 000 = all from one"),
    "hhi_category": _lt("Σ of the squared shares of product categories in revenue, in percent; 10 000 = all from one"),
    "hhi_territory": _lt("Σ of the squared shares of territories in revenue, in percent; 10 000 = all from one"),
    "hhi_channel": _lt("Σ of the squared shares of channels in revenue, in percent; 10 000 = all from one"),
    "top10_share": _lt("revenue of the ten largest customers ÷ revenue"),
    "channel_share_vs_target": _lt("share of the channel in revenue − its target share"),
    "market_share": _lt("won ÷ (won + lost) in money, of the decided deals in which a competitor is known"),
}


class SalesOsKpi(models.Model):
    """Names and formulas of the figures, and why one is missing."""

    _inherit = "sales_os.kpi"

    @api.model
    def _name_of(self, code):
        return self.env._(NAMES[code]) if code in NAMES else KPIS[code].name

    @api.model
    def _formula_of(self, code):
        return self.env._(FORMULAS[code]) if code in FORMULAS else KPIS[code].formula

    @api.model
    def _why_not_gathered(self):
        """``{code: what is missing}`` of figures that nothing in the database tells."""
        return {}

    @api.model
    def _why_unavailable(self, code, place):
        sources = GATHERED[code].sources
        if "costs" in sources and place.kind != "company":
            return self.env._("Costs of channels are those of the whole company.")
        if "channel_share" in sources and not place.channel_ids:
            return self.env._("It is a figure of one channel: choose it.")
        if unsaid := self._not_narrowed_words(place, narrowed_by(code)):
            return self.env._("Its records do not say %s.", unsaid)
        if code in OF_TODAY and not place.narrowed:
            return self.env._("What is open is known for today alone: choose a period with today in it, or see the daily snapshots.")
        return self.env._("It cannot be told by this scope: its records do not say it.")
