"""Tiers are lower bounds: there are no gaps, no overlaps and no upper end.

*Marginal*: each part of the base earns the rate of the tier it lies in; continuous, and monotone when no rate is negative.
*Whole*: the whole base earns the rate of the tier that its total reaches; jumps at a threshold, as such plans mean it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .money import ZERO


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``threshold`` on, ``rate``: percent of money, or money a unit."""

    threshold: Decimal
    rate: Decimal


def tier_fault(tiers: Sequence[Tier]) -> str | None:
    """Return why ``tiers`` cannot be used, None if they can: ``empty``, ``negative`` or ``order`` (not strictly rising)."""
    if not tiers:
        return "empty"
    if tiers[0].threshold < 0 or any(tier.rate < 0 for tier in tiers):
        return "negative"
    if any(later.threshold <= earlier.threshold for earlier, later in zip(tiers, tiers[1:], strict=False)):
        return "order"
    return None


def tier_pieces(*, tiers: Sequence[Tier], start: Decimal, stop: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Return ``[(part of the base between start and stop, rate)]``; a running base that falls gives negative parts."""
    if stop < start:
        return [(-part, rate) for part, rate in tier_pieces(tiers=tiers, start=stop, stop=start)]
    pieces = []
    if tiers[0].threshold == 0 and start < 0:
        # more was given back than sold: at the rate at which a first sale would have been paid
        pieces.append((min(stop, ZERO) - start, tiers[0].rate))
    for index, tier in enumerate(tiers):
        low = max(start, tier.threshold)
        high = min(stop, tiers[index + 1].threshold) if index + 1 < len(tiers) else stop
        if high > low:
            pieces.append((high - low, tier.rate))
    return pieces


def marginal(*, tiers: Sequence[Tier], base: Decimal, unit: Decimal) -> Decimal:
    """Return what ``base`` earns, unrounded. :param unit: 100 where rates are percents, 1 where they are money a unit"""
    return sum((part * rate for part, rate in tier_pieces(tiers=tiers, start=ZERO, stop=base)), ZERO) / unit


def whole_rate(*, tiers: Sequence[Tier], base: Decimal) -> Decimal:
    """Return the rate of the highest tier that ``base`` reaches: 0 below the first one; below zero the one that starts at 0."""
    reached = ZERO if base >= 0 or tiers[0].threshold > 0 else tiers[0].rate
    for tier in tiers:
        if tier.threshold > base:
            break
        reached = tier.rate
    return reached
