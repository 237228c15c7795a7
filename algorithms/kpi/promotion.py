"""Did a promotion bring more? Uplift against a baseline, with the method said.

===============  ===================================================================================================================
method           baseline of the promotion's window
===============  ===================================================================================================================
``before``       mean of windows of the same length just before; blind to seasons
``last_year``    the same window a year ago, times the growth of the windows before (now over then)
``control``      the same window before, times the change of a group without the promotion (difference in differences)
===============  ===================================================================================================================

Uplift = (promotion − baseline) / baseline. Sales that were only brought forward are missing afterwards: with the window after given,
``net_incremental`` counts them back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy import special

from .quotient import exact, percent, rounded, total

METHODS = ("before", "last_year", "control")
FEWEST_WINDOWS = 3
CONFIDENCE = 0.9


@dataclass(frozen=True)
class Windows:
    """Sales of windows of equal length.

    :param promotion: during the promotion
    :param before: windows before it, oldest first
    :param after: the window after it, None while it is not over
    :param last_year: the same window a year ago
    :param last_year_before: the windows before that one
    :param control_before: of a group without the promotion, before and during
    """

    promotion: Decimal
    before: Sequence[Decimal] = ()
    after: Decimal | None = None
    last_year: Decimal | None = None
    last_year_before: Sequence[Decimal] = ()
    control_before: Decimal | None = None
    control_during: Decimal | None = None


@dataclass(frozen=True)
class Uplift:
    """:param verdict: ``more``, ``less`` or ``within_chance``; ``unknown`` with fewer than three windows before, or no baseline
    :param margin_effect: incremental sales × margin − cost of the promotion
    """

    method: str
    baseline: Decimal | None
    uplift_percent: Decimal | None
    incremental: Decimal | None
    net_incremental: Decimal | None
    margin_effect: Decimal | None
    verdict: str


def uplift(*, windows: Windows, method: str = "before", margin_percent: Decimal | None = None, cost: Decimal = Decimal()) -> Uplift:
    """Return what the promotion brought.

    :param margin_percent: margin of what was sold at usual prices
    :param cost: discounts granted and other costs of the promotion
    """
    if method not in METHODS:
        raise ValueError(f"method '{method}'; choose one of {', '.join(METHODS)}")
    baseline = _baseline(windows, method)
    if baseline is None or baseline <= 0:
        return Uplift(method, baseline, None, None, None, None, "unknown")
    incremental = windows.promotion - baseline
    net = None if windows.after is None else incremental + min(Decimal(), windows.after - baseline)
    effect = None
    if margin_percent is not None:
        effect = rounded((incremental if net is None else net) * exact(margin_percent) - 100 * cost, 100)
    return Uplift(method, baseline, percent(incremental, baseline), incremental, net, effect, _verdict(windows, incremental))


def _baseline(windows, method):
    before = total(windows.before)
    if method == "before":
        return rounded(before, len(windows.before)) if windows.before else None
    if method == "last_year":
        then = total(windows.last_year_before)
        if windows.last_year is None or len(windows.last_year_before) != len(windows.before) or then <= 0:
            return None
        return rounded(windows.last_year * before, then)
    if not windows.before or not windows.control_before or windows.control_during is None:
        return None
    return rounded(windows.before[-1] * windows.control_during, windows.control_before)


def _verdict(windows, incremental):
    """Compare with how windows before differed by chance: a new one lies within t · s · √(1 + 1/n) of their mean."""
    if len(windows.before) < FEWEST_WINDOWS:
        return "unknown"
    usual = np.array([float(value) for value in windows.before])
    reach = special.stdtrit(len(usual) - 1, (1 + CONFIDENCE) / 2) * usual.std(ddof=1) * np.sqrt(1 + 1 / len(usual))
    if abs(float(incremental)) <= reach:
        return "within_chance"
    return "more" if incremental > 0 else "less"
