"""The histories of repeat-buying models, from sums a database has made already: one entry a customer instead of one an order.

It says the same as `purchase_history.summarise` of the single orders, without having them all in memory.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from .purchase_history import WEEK, PurchaseHistories


@dataclass(frozen=True, slots=True)
class PurchaseSums:
    """What a customer ordered: ``days`` with a positive sum, the first and last of them, the sum of all and of the first."""

    key: Hashable
    days: int
    first: date
    last: date
    amount: Decimal
    first_amount: Decimal

    @property
    def usual_days(self):
        """Days between two purchases; 0 where there is one only."""
        return (self.last - self.first).days / (self.days - 1) if self.days > 1 else 0.0


def histories_of(*, sums: Sequence[PurchaseSums], until: date, days_per_unit: float = WEEK) -> PurchaseHistories:
    """Return the histories, in the order given; no purchase may lie after ``until``."""
    late = next((one for one in sums if one.last > until), None)
    if late is not None:
        raise ValueError(f"the last purchase of {late.key} ({late.last}) lies after {until}")
    repeats = np.array([one.days - 1 for one in sums], dtype=np.int64)
    later = np.array([float(one.amount - one.first_amount) for one in sums])
    return PurchaseHistories(
        keys=tuple(one.key for one in sums),
        frequency=repeats,
        recency=np.array([(one.last - one.first).days / days_per_unit for one in sums], dtype=float),
        age=np.array([(until - one.first).days / days_per_unit for one in sums], dtype=float),
        spend=np.divide(later, repeats, out=np.zeros(len(sums)), where=repeats > 0),
        total=np.array([float(one.amount) for one in sums]),
        last_day=np.array([one.last.toordinal() for one in sums], dtype=np.int64),
    )
