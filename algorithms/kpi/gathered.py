"""Which facts each KPI is computed from: what is gathered once serves every figure that needs it.

A *source* is a set of facts that one query brings. ``now`` are the facts of the period, ``before`` those of the period just before it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .scope import NARROWED_BY


@dataclass(frozen=True)
class Gathered:
    """:param sources: names of the queries needed; ``before``: also for the period before
    :param inputs: from the facts to what the KPI names as its inputs
    """

    sources: tuple[str, ...]
    inputs: Callable[[Mapping, Mapping], dict[str, Any]]
    before: bool = False


def _value(name):
    return lambda now, before: {"value": now[name]}


def _answers(sources, **names):
    """Inputs that are facts of other names."""
    return Gathered(sources, lambda now, before: {wanted: now[name] for wanted, name in names.items()})


GATHERED: Mapping[str, Gathered] = MappingProxyType({
    "revenue": _answers(("sold",), invoiced="invoiced", credited="credited"),
    "units": Gathered(("orders",), _value("units")),
    "growth_pct": Gathered(
        ("sold",), lambda now, before: {"now": now["revenue"], "before": before["revenue"]}, before=True),
    "deals_won": Gathered(("closed",), _value("won_count")),
    "avg_deal_size": _answers(("closed",), amount="won_amount", count="won_count"),
    "discount_leakage": _answers(("leakage",), lines="beyond_limit"),
    "mrr": _answers(("recurring",), lines="running", day="running_day"),
    "arr": _answers(("recurring",), mrr="running_monthly"),
    "margin_pct": _answers(("orders",), margin="margin", revenue="order_amount"),
    "discount_avg": _answers(("orders",), list_amount="list_amount", net_amount="listed_net"),
    "price_realisation": _answers(("orders",), list_amount="list_amount", net_amount="listed_net"),
    "commission_cost": _answers(("commission", "sold"), commission="commission", revenue="revenue"),
    "sales_cycle_days": _answers(("closed",), days="won_days"),
    "sales_cycle_median_days": _answers(("closed",), values="won_days"),
    "lost_cycle_days": _answers(("closed",), days="lost_days"),
    "cycle_efficiency": _answers(("team_cycle",), team_median="team_median", rep_median="rep_median"),
    "win_rate": _answers(("closed",), won="won_count", lost="lost_count"),
    "lead_to_sale": _answers(("created",), won="created_won", created="created_count"),
    "stage_conversion": _answers(("stages",), passed="stages_passed", entered="stages_entered"),
    "pipeline_velocity": _answers(
        ("closed", "open"), open_count="open_count", won_count="won_count", lost_count="lost_count", won_amount="won_amount",
        won_cycle_days="won_days"),
    "pipeline_health": _answers(
        ("open",), open_count="open_count", fresh="fresh", with_next_step="with_next_step", with_close_date="with_close_date",
        with_amount="with_amount"),
    "pipeline_value": Gathered(("open",), lambda now, before: {"amounts": (now["open_amount"],)}),
    "weighted_pipeline": Gathered(("open",), lambda now, before: {"deals": ((now["open_weighted"], 1),)}),
    "hours_to_first_contact": _answers(("created",), values="contact_hours"),
    "quota_attainment": _answers(("targets",), achieved="achieved", target="target"),
    "team_quota": _answers(("targets",), achieved="member_achieved", targets="member_targets"),
    "forecast_mape": _answers(("forecasts",), pairs="forecast_pairs"),
    "forecast_wape": _answers(("forecasts",), pairs="forecast_pairs"),
    "forecast_bias": _answers(("forecasts",), pairs="forecast_pairs"),
    "clv": _answers(
        ("customers",), average_order="year_average", orders_per_year="year_orders", margin_percent="year_margin",
        yearly_churn_percent="year_churn"),
    "cac": _answers(("costs", "newcomers"), cost="channel_cost", count="newcomers"),
    "cost_per_sale": _answers(("costs", "orders"), cost="channel_cost", count="order_count"),
    "referrals": Gathered(("newcomers",), _value("referred")),
    "csat": _answers(("answers",), answers="csat_answers"),
    "nps": _answers(("answers",), answers="nps_answers"),
    "retention": _answers(("returning",), stayed="stayed", before="were"),
    "repeat_rate": _answers(("orders",), repeated="repeated", customers="customers"),
    "orders_per_customer": _answers(("orders",), whole="order_count", parts="customers"),
    "channel_coverage": _answers(("orders", "channels"), whole="customers", parts="channels"),
    "territory_coverage": _answers(("coverage",), visited="visited", customers="covered"),
    "visits_done": Gathered(("visits",), _value("visits_done")),
    "visits_missed": Gathered(("visits",), _value("visits_missed")),
    "calls": Gathered(("calls",), _value("calls")),
    "meetings": Gathered(("meetings",), _value("meetings")),
    "selling_hours": _answers(("visits", "meetings"), visit_minutes="visit_minutes", meeting_minutes="meeting_minutes"),
    "sales_efficiency": Gathered(("orders", "visits", "meetings"), lambda now, before: {
        "revenue": now["order_amount"], "hours": (now["visit_minutes"] + now["meeting_minutes"]) / 60}),
    "call_compliance": _answers(("visits",), on_day="visits_on_day", planned="visits_planned"),
    "strike_rate": _answers(("visits",), with_order="visits_with_order", visits="visits_done"),
    "hhi_customer": _answers(("spread",), amounts="by_customer"),
    "hhi_category": _answers(("spread",), amounts="by_category"),
    "hhi_territory": _answers(("spread",), amounts="by_territory"),
    "hhi_channel": _answers(("spread",), amounts="by_channel"),
    "top10_share": _answers(("spread",), amounts="by_customer"),
    "channel_share_vs_target": _answers(
        ("channel_share",), channel_amount="of_channel", total_amount="of_all", target_percent="aim_percent"),
    "market_share": _answers(("contested",), own="contested_won", market="contested"),
})
# by what the facts of a source can be narrowed; without a mention, by nothing
_ALL, _DEAL = frozenset({"channel", "category", "customer", "segment"}), frozenset({"channel", "customer", "segment"})
NARROWS: Mapping[str, frozenset[str]] = MappingProxyType({
    **dict.fromkeys(("sold", "spread", "channel_share", "orders", "returning", "customers", "leakage", "recurring"), _ALL),
    **dict.fromkeys(("closed", "open", "created", "stages", "contested", "newcomers"), _DEAL),
    **dict.fromkeys(("visits", "answers"), frozenset({"customer", "segment"})), "coverage": frozenset({"segment"}),
    "costs": frozenset({"channel"}), "channels": frozenset({"category", "customer", "segment"}),
    # nobody promises what a segment brings
    "targets": frozenset({"channel", "category", "customer"}),
})
# what the figures of costs tell is for managers and executives
CONFIDENTIAL = frozenset({"margin_pct", "clv"})
# known for today alone: what was open on another day is kept by the daily snapshots
OF_TODAY = frozenset({"pipeline_velocity", "pipeline_health", "pipeline_value", "weighted_pipeline"})


def sources_of(codes) -> tuple[str, ...]:
    """Return the sources that ``codes`` need, each once, in a lasting order."""
    return tuple(dict.fromkeys(source for code in codes if code in GATHERED for source in GATHERED[code].sources))


def narrowed_by(code) -> tuple[str, ...]:
    """Return by what a figure can be narrowed: what each of its sources says; a figure that nothing tells, by nothing."""
    if code not in GATHERED:
        return ()
    said = frozenset.intersection(*(NARROWS.get(source, frozenset()) for source in GATHERED[code].sources))
    return tuple(name for name in NARROWED_BY if name in said)
