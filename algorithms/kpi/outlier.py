"""What stands out, by a yardstick that outliers cannot bend, and where the exceptions gather.

Robust z = 0.6745 · (x − median) / MAD (Iglewicz and Hoaglin 1993), an outlier beyond 3.5. Where more than half of the values are
alike the MAD is zero and the mean absolute deviation takes its place: (x − median) / (1.2533 · mean |x − median|).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from .quotient import percent

LIMIT = 3.5
FEWEST = 5
_MAD, _MEAN = 0.6745, 1.253314


@dataclass(frozen=True)
class Outlier:
    """:param side: ``high`` or ``low``
    :param usual: the median of all
    """

    key: Hashable
    value: float
    robust_z: float
    side: str
    usual: float


@dataclass(frozen=True)
class Concentration:
    """:param share_percent: of all exceptions; ``sum_percent`` with those before it"""

    group: Hashable
    count: int
    share_percent: Decimal
    sum_percent: Decimal


def robust_z(values: Iterable[float]) -> list[float]:
    """Return the robust z of each value; all zero when nothing differs."""
    series = np.array([float(value) for value in values])
    if not len(series):
        return []
    apart = series - np.median(series)
    typical = np.median(np.abs(apart))
    if typical > 0:
        return (_MAD * apart / typical).tolist()
    mean = np.abs(apart).mean()
    return (apart / (_MEAN * mean)).tolist() if mean > 0 else [0.0] * len(series)


def outliers(*, values: Mapping[Hashable, float], limit: float = LIMIT) -> list[Outlier]:
    """Return the outliers, the farthest first; none among fewer than five values, where nothing is usual yet."""
    if len(values) < FEWEST:
        return []
    usual = float(np.median([float(value) for value in values.values()]))
    found = [
        Outlier(key, float(value), score, "high" if score > 0 else "low", usual)
        for (key, value), score in zip(values.items(), robust_z(values.values()), strict=True) if abs(score) > limit]
    return sorted(found, key=lambda one: -abs(one.robust_z))


def concentration(*, groups: Iterable[Hashable]) -> list[Concentration]:
    """Return where exceptions gather; ``groups`` has the group (rep, customer, product) of each exception."""
    counts = defaultdict(int)
    for group in groups:
        counts[group] += 1
    total, so_far, found = sum(counts.values()), 0, []
    for group, count in sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0]))):
        so_far += count
        found.append(Concentration(group, count, percent(count, total), percent(so_far, total)))
    return found
