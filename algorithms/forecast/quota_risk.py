"""Will the quota be reached? The chance, what is missing, and the deals that decide it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from .deal_sum import OpenDeal, distribution

ON_TRACK_PERCENT = 70.0
UNLIKELY_PERCENT = 30.0
_CANDIDATES = 12


@dataclass(frozen=True)
class DecidingDeal:
    """:param swing_percent: chance of the quota if this deal is won, less the chance if it is lost"""

    key: Hashable
    amount: Decimal
    swing_percent: float


@dataclass(frozen=True)
class QuotaRisk:
    """:param risk: ``no_quota``, ``reached``, ``on_track`` (at least 70 %), ``at_risk``, ``unlikely`` (below 30 %) or
        ``out_of_reach`` (even with every open deal)
    :param missing: amount still missing, never below zero
    :param coverage: open pipeline (unweighted) over what is missing, None when nothing is
    :param expected_attainment_percent: achieved plus weighted pipeline, of the quota; None without a quota
    """

    risk: str
    chance_percent: float | None
    missing: Decimal
    coverage: Decimal | None
    expected_attainment_percent: Decimal | None
    deciding: tuple[DecidingDeal, ...]


def quota_risk(
    *, quota: Decimal, achieved: Decimal, deals: Sequence[OpenDeal], rate_spread: float = 0.0, most: int = 5,
) -> QuotaRisk:
    """Return the chance that achieved plus what the open deals bring reaches the quota.

    :param deals: open deals that may still be won within the period
    :param most: how many deciding deals are named at most
    """
    if quota <= 0:
        return QuotaRisk("no_quota", None, Decimal(), None, None, ())
    missing = max(Decimal(), quota - achieved)
    expected = achieved + sum((deal.amount * Decimal(str(deal.probability_percent)) for deal in deals), Decimal()) / 100
    attainment = (100 * expected / quota).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if not missing:
        return QuotaRisk("reached", 100.0, missing, None, attainment, ())
    total = sum((deal.amount for deal in deals), Decimal())
    coverage = (total / missing).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if total < missing:
        return QuotaRisk("out_of_reach", 0.0, missing, coverage, attainment, ())
    chance = 100 * distribution(deals=deals, rate_spread=rate_spread).at_least(missing)
    risk = "on_track" if chance >= ON_TRACK_PERCENT else "unlikely" if chance < UNLIKELY_PERCENT else "at_risk"
    return QuotaRisk(risk, chance, missing, coverage, attainment, _deciding(deals, missing, rate_spread, most))


def _deciding(deals, missing, rate_spread, most):
    """The undecided deals that move the chance most; only those with the largest spread of outcomes are tried."""
    undecided = [number for number, deal in enumerate(deals) if deal.amount and 0 < deal.probability_percent < 100]
    undecided.sort(key=lambda number: (-_spread(deals[number]), number))
    swings = []
    for number in undecided[:_CANDIDATES]:
        others = [*deals[:number], *deals[number + 1:]]
        sums = distribution(deals=others, rate_spread=rate_spread)
        swing = 100 * (sums.at_least(missing - deals[number].amount) - sums.at_least(missing))
        swings.append(DecidingDeal(deals[number].key, deals[number].amount, swing))
    swings.sort(key=lambda deal: -deal.swing_percent)
    return tuple(replace(deal, swing_percent=round(deal.swing_percent, 6)) for deal in swings[:most] if deal.swing_percent > 0)


def _spread(deal):
    return float(deal.amount) ** 2 * deal.probability_percent * (100 - deal.probability_percent)
