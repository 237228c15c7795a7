"""Give customers to territories at least cost while every load stays within its bounds.

The linear programme (``transport``) says where most customers go and what load is worth; the few it cuts in parts go
where most of them lies; exchanges (``exchange``) repair and improve; seeded kicks lead out of local optima; what is still out
of bounds is repaired by an integer programme (``repair``). On the
published instances this stays within 0.3 % of the linear bound (doc/algorithms.md, territory).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .exchange import Exchange
from .repair import repaired
from .transport import spread

KICKS = 10


@dataclass(frozen=True)
class Reassignment:
    """``assigned``: territory per customer; ``bound``: what no assignment can go below; ``excess``: load outside the bounds."""

    assigned: np.ndarray
    cost: float
    bound: float
    excess: float
    price: np.ndarray

    @property
    def gap(self) -> float:
        """How far from the bound at most, as a share of it."""
        return (self.cost - self.bound) / abs(self.bound) if self.bound else 0.0


def reassign(
    *, cost: np.ndarray, load: np.ndarray, low: np.ndarray, high: np.ndarray, current: np.ndarray | None = None,
    seed: int = 1, kicks: int = KICKS, should_stop: Callable[[], bool] = lambda: False,
) -> Reassignment:
    """Return the best assignment found. The same input and seed give the same answer.

    :param cost: customers × territories, finite
    :param current: where each customer is now, offered to the linear programme from the start
    """
    relaxed = spread(cost=cost, load=load, low=low, high=high, keep=current)
    start = relaxed.parts.argmax(axis=1) if len(cost) else np.zeros(0, dtype=int)
    search = Exchange(cost=cost, load=load, low=low, high=high, start=start, price=relaxed.price)
    search.run(should_stop=should_stop)
    chance = random.Random(seed)
    best = (round(search.excess, 6), search.total, search.assigned.copy())
    hesitant = _hesitant(search)
    for _kick in range(kicks if hesitant.size > 1 and cost.shape[1] > 1 else 0):
        if should_stop():
            break
        for customer in chance.sample(hesitant.tolist(), min(3 + cost.shape[1] // 4, hesitant.size)):
            order = np.argsort(search.adjusted[customer], kind="stable")[:2]
            search.move(customer, int(order[0] if search.assigned[customer] != order[0] else order[1]))
        search.run(should_stop=should_stop)
        found = (round(search.excess, 6), search.total)
        if found < best[:2]:
            best = (*found, search.assigned.copy())
        else:
            search.reset(best[2])
    if best[0] > relaxed.excess + 1e-6:
        search.reset(repaired(
            cost=cost, adjusted=search.adjusted, load=load, low=low, high=high, assigned=best[2], breach=search.breach))
        search.run(should_stop=should_stop)
        if (round(search.excess, 6), search.total) < best[:2]:
            best = (round(search.excess, 6), search.total, search.assigned)
    return Reassignment(assigned=best[2], cost=best[1], bound=relaxed.bound, excess=best[0], price=relaxed.price)


def _hesitant(search):
    """Customers for whom a second territory is nearly as good, most hesitant first."""
    if search.adjusted.shape[1] < 2:
        return np.zeros(0, dtype=int)
    two = np.partition(search.adjusted, 1, axis=1)[:, :2]
    wanted = min(12 * search.adjusted.shape[1], len(two))
    return np.argsort(two[:, 1] - two[:, 0], kind="stable")[:wanted]
