"""Does a figure rise or fall? A slope that one freak month cannot turn, and whether it is more than chance.

Theil-Sen: the median of all slopes between two periods. Mann-Kendall: do later values exceed earlier ones more often than chance
would have it, corrected for ties (Kendall 1975). Both look at the order only as far as they must, so one outlier changes little.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

FEWEST = 4
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Trend:
    """:param direction: ``rising``, ``falling``, ``steady`` (not more than chance) or ``too_short`` (fewer than four periods)
    :param slope: change by period, None when too short
    :param chance: how probable so clear an order is without a trend
    :param change_percent: last period against the one before, None without one or when that was zero
    :param moving_average: mean of the last ``window`` periods at each period, None before there are so many
    """

    direction: str
    slope: float | None
    chance: float | None
    change_percent: float | None
    moving_average: tuple[float | None, ...]


def trend(*, values: Sequence[float], window: int = 3) -> Trend:
    """Return the trend of a series without gaps, oldest first."""
    series = np.asarray(values, dtype=float)
    means = tuple(
        float(series[end - window:end].mean()) if end >= window else None for end in range(1, len(series) + 1))
    change = None
    if len(series) > 1 and series[-2]:
        change = float(100 * (series[-1] - series[-2]) / abs(series[-2]))
    if len(series) < FEWEST:
        return Trend("too_short", None, None, change, means)
    earlier, later = np.triu_indices(len(series), 1)
    gains = series[later] - series[earlier]
    slope, chance = float(np.median(gains / (later - earlier))), _chance(series, float(np.sign(gains).sum()))
    direction = "steady" if chance > 1 - CONFIDENCE or not slope else "rising" if slope > 0 else "falling"
    return Trend(direction, slope, chance, change, means)


def _chance(series, score):
    count = len(series)
    _values, ties = np.unique(series, return_counts=True)
    variance = (count * (count - 1) * (2 * count + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    if variance <= 0 or not score:
        return 1.0
    return float(2 * special.ndtr(-(abs(score) - 1) / math.sqrt(variance)))
