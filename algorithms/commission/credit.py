"""Who is credited with a sale, and whether the credits of an order are complete."""

from collections.abc import Sequence
from decimal import Decimal

from .money import HUNDRED, ZERO


def credit_fault(*, percents: Sequence[Decimal], over_allowed: bool) -> str | None:
    """Return what is wrong with the credits of one order or line: ``negative``, ``short``, ``over``; None if nothing.

    No credits at all are no fault: nobody is credited then.
    """
    if not percents:
        return None
    if any(percent <= 0 for percent in percents):
        return "negative"
    total = sum(percents, ZERO)
    if total < HUNDRED:
        return "short"
    if total > HUNDRED and not over_allowed:
        return "over"
    return None


def shadow_flags(percents: Sequence[Decimal]) -> list[bool]:
    """Return, in their order, which credits go beyond 100 percent: they pay, but are nobody's revenue a second time."""
    flags, reached = [], ZERO
    for percent in percents:
        reached += percent
        flags.append(reached > HUNDRED)
    return flags
