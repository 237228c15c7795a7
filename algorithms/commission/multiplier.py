"""Multipliers by quota attainment or by price realisation: from a percentage on, so much of the commission."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Step:
    """From ``percent`` on, ``factor``."""

    percent: Decimal
    factor: Decimal


def factor_at(*, steps: Sequence[Step], percent: Decimal) -> Decimal:
    """Return the factor in force at ``percent``; 1 below the first step."""
    factor = ONE
    for step in steps:
        if step.percent > percent:
            break
        factor = step.factor
    return factor


def factor_over(*, steps: Sequence[Step], start: Decimal, stop: Decimal) -> Decimal:
    """Return the mean factor of a sale that lifts the attainment from ``start`` to ``stop`` percent.

    Only the part beyond a step earns the step's factor, so that one large order and many small ones earn the same.
    """
    low, high = min(start, stop), max(start, stop)
    if low == high:
        return factor_at(steps=steps, percent=low)
    bounds = [low, *(step.percent for step in steps if low < step.percent < high), high]
    weighted = sum(
        (right - left) * factor_at(steps=steps, percent=left) for left, right in zip(bounds, bounds[1:], strict=False))
    return weighted / (high - low)


def attained_percent(*, revenue: Decimal, quota: Decimal) -> Decimal:
    """Return ``revenue`` as a percentage of ``quota``, which must not be zero."""
    return revenue * HUNDRED / quota
