"""What a customer prefers, as its quotes and orders show it: of the occasions on which it could choose, how often it chose the same.

A topic is something with alternatives (an attribute of a product, a product category). A value is an interest when it was chosen at least
twice and at half of the occasions on which the customer chose in that topic. Interests of a customer are ranked by the lower bound of
Wilson's 80 % interval (1927) of that share, so that eight of ten stand before two of two; then by the last day. Assumptions: one occasion
is one quote or order, however many lines it has; what was chosen for a third party counts too. A person may put a learnt interest aside.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

Z80 = 1.281552
FEWEST = 2
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Chosen:
    """``times`` of the ``of`` occasions in ``topic`` the customer chose ``value``, last on ``last``."""

    customer: Hashable
    topic: Hashable
    value: Hashable
    times: int
    of: int
    last: date


def lower_bound(*, times: int, of: int) -> float:
    """Return the lower bound of Wilson's 80 % interval of ``times / of``."""
    if not 0 <= times <= of or not of:
        raise ValueError(f"{times} of {of} is no share")
    share, square = times / of, Z80 * Z80
    return max(0.0, (share + square / (2 * of) - Z80 * sqrt(share * (1 - share) / of + square / (4 * of * of))) / (1 + square / of))


def learn_interests(*, chosen: Iterable[Chosen], most: int = 6) -> dict[Hashable, list[Chosen]]:
    """Return each customer's interests, the surest first, at most ``most``; customers without any are left out."""
    found = defaultdict(list)
    for row in chosen:
        if row.times >= FEWEST and row.times >= SHARE * row.of:
            found[row.customer].append(row)
    return {customer: sorted(rows, key=_rank)[:most] for customer, rows in found.items()}


def _rank(row):
    return -lower_bound(times=row.times, of=row.of), -row.last.toordinal(), str(row.topic), str(row.value)
