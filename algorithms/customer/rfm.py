"""Recency, frequency, monetary value: each customer's fifth among all customers, three times.

A customer's share is the part of the customers with a smaller value plus half of those with the same; the score is the fifth
that share lies in (1 worst, 5 best). So equal values always get equal scores, however many share them; when all are alike, or
when there is only one customer, everybody is in the middle: 3. A quintile cut at fixed ranks would part equal customers by chance.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

FIFTHS = 5


@dataclass(frozen=True, slots=True)
class CustomerOrders:
    """What is known of one customer; ``last_order`` is None for who never ordered."""

    key: Hashable
    last_order: date | None
    order_count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RfmScore:
    """The three scores, None for a customer without orders; ``code`` writes them as digits, ``555`` the best, ``""`` for none."""

    key: Hashable
    recency: int | None = None
    frequency: int | None = None
    monetary: int | None = None
    silent_days: int | None = None

    @property
    def code(self):
        return f"{self.recency}{self.frequency}{self.monetary}" if self.recency else ""


def score_rfm(*, customers: Iterable[CustomerOrders], today: date) -> list[RfmScore]:
    """Return a score for every customer, in the order given; only customers with orders are compared with each other."""
    customers = list(customers)
    buyers = [facts for facts in customers if facts.last_order and facts.order_count > 0]
    silence = [max(0, (today - facts.last_order).days) for facts in buyers]
    recency = fifths([-days for days in silence])
    frequency = fifths([facts.order_count for facts in buyers])
    monetary = fifths([float(facts.amount) for facts in buyers])
    scores = {
        facts.key: RfmScore(facts.key, *score)
        for facts, *score in zip(buyers, recency, frequency, monetary, silence, strict=True)
    }
    return [scores.get(facts.key) or RfmScore(facts.key) for facts in customers]


def fifths(values) -> list[int]:
    """Return for each value the fifth it lies in, 1 to 5; equal values are in the same."""
    values = np.asarray(values, dtype=float)
    ordered = np.sort(values)
    smaller, up_to = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    # in whole numbers: 5 * (smaller + equal / 2) / count, so that no rounding parts what is equal
    return [1 + int(fifth) for fifth in FIFTHS * (smaller + up_to) // (2 * max(1, values.size))]
