"""What repeat-buying models need to know of each customer, from the list of all orders.

All orders of one day are one purchase. A day whose orders add up to nothing or less (a free sample, a return) is no purchase;
with ``count_free`` one whose orders add up to nothing is.
``frequency`` counts the purchases after the first, ``recency`` is the time from the first to the last purchase, ``age`` the
time from the first purchase to ``until``; the unit is a week unless another is given. ``spend`` is the mean value of the
*repeat* purchases, as Fader and Hardie count it: the first purchase often is unlike the later ones.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

WEEK = 7.0


@dataclass(frozen=True, slots=True)
class PurchaseHistories:
    """One place in each array for a customer, in the order of ``keys``."""

    keys: tuple[Hashable, ...]
    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    spend: np.ndarray
    total: np.ndarray
    last_day: np.ndarray

    def __len__(self):
        return len(self.keys)


def summarise(*, keys: Sequence[Hashable], days: Sequence[date], amounts: Sequence, until: date, days_per_unit: float = WEEK,
              count_free: bool = False) -> PurchaseHistories:
    """Return the histories of all customers who bought until ``until``, in the order in which ``keys`` first name them.

    :param keys, days, amounts: one entry an order: whose it is, its day, its value; orders after ``until`` are left out
    """
    if not len(keys) == len(days) == len(amounts):
        raise ValueError("keys, days and amounts must be of one length")
    places, numbers = {}, np.empty(len(keys), dtype=np.int64)
    for number, key in enumerate(keys):
        numbers[number] = places.setdefault(key, len(places))
    ordinals = np.fromiter((day.toordinal() for day in days), dtype=np.int64, count=len(days))
    values = np.fromiter((float(amount) for amount in amounts), dtype=float, count=len(amounts))
    known = ordinals <= until.toordinal()
    return _histories(tuple(places), numbers[known], ordinals[known], values[known], until.toordinal(), days_per_unit, count_free)


def _histories(names, customers, ordinals, values, end, unit, count_free):
    purchase, place = np.unique(np.stack([customers, ordinals], axis=1), axis=0, return_inverse=True)
    worth = np.bincount(place.ravel(), weights=values, minlength=len(purchase))
    counted = worth >= 0 if count_free else worth > 0
    purchase, worth = purchase[counted], worth[counted]
    buyer, start, count = np.unique(purchase[:, 0], return_index=True, return_counts=True)
    first, last = purchase[start, 1], purchase[start + count - 1, 1]
    total = np.add.reduceat(worth, start) if buyer.size else np.zeros(0)
    frequency = count - 1
    return PurchaseHistories(
        keys=tuple(names[number] for number in buyer),
        frequency=frequency,
        recency=(last - first) / unit,
        age=(end - first) / unit,
        spend=np.divide(total - worth[start], frequency, out=np.zeros(len(buyer)), where=frequency > 0),
        total=total,
        last_day=last,
    )
