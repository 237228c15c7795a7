"""Whole customers to territories with loads within bounds, close to the cheapest possible.

The relaxation decides nearly everyone; what it splits, and those for whom two territories are nearly as good, are
decided together by a small integer program (HiGHS, bounded by nodes, hence repeatable), and a shift-and-swap search
polishes the result.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, vstack

from .assign_lp import InfeasibleBalance, Relaxation, relax
from .assign_search import improve, repair

TIES_PER_TERRITORY = 5
CHOICES = 3
NODES = 80
GAP = 2e-4


@dataclass(frozen=True)
class Assignment:
    """``place``: (n,) territory index of each customer; ``cost``; ``bound``: no assignment costs less."""

    place: np.ndarray
    cost: float
    bound: float


def assign(*, cost, load, lower, upper) -> Assignment:
    """Return a feasible assignment of every customer.

    :param cost: (n, k), ``inf`` where a customer must not go
    :raises InfeasibleBalance: when the loads cannot be brought within the bounds
    """
    relaxed = relax(cost=cost, load=load, lower=lower, upper=upper)
    numbers = np.arange(load.size)
    place = relaxed.share.argmax(axis=1)
    free = _undecided(relaxed, cost, load)
    for _attempt in range(3):
        decided = _decide(cost, load, lower, upper, place, free, relaxed)
        if decided is not None:
            place[free] = decided
            break
        free = _more(free, relaxed, cost, load)
    else:
        place = repair(cost=cost, load=load, lower=lower, upper=upper, place=place)
        if place is None:
            raise InfeasibleBalance
    place = improve(cost=cost, load=load, lower=lower, upper=upper, place=place)
    return Assignment(place=place, cost=float(cost[numbers, place].sum()), bound=relaxed.bound)


def _priced(relaxed: Relaxation, cost, load):
    return cost - load[:, None] * relaxed.prices[None, :]


def _hesitation(relaxed, cost, load):
    """How much dearer the second best territory is, at the prices of the relaxation."""
    priced = np.sort(_priced(relaxed, cost, load), axis=1)
    return priced[:, 1] - priced[:, 0] if priced.shape[1] > 1 else np.full(load.size, np.inf)


def _undecided(relaxed, cost, load, factor=1):
    split = np.flatnonzero(relaxed.share.max(axis=1) < 1 - 1e-6)
    ties = np.argsort(_hesitation(relaxed, cost, load), kind="stable")[: factor * TIES_PER_TERRITORY * cost.shape[1]]
    return np.union1d(split, ties)


def _more(free, relaxed, cost, load):
    return np.union1d(free, _undecided(relaxed, cost, load, factor=2 * max(1, free.size // (TIES_PER_TERRITORY * cost.shape[1]))))


def _decide(cost, load, lower, upper, place, free, relaxed):
    """Choose a territory for each of ``free``, the others staying; None when that is impossible within the node limit."""
    width = cost.shape[1]
    others = np.ones(load.size, dtype=bool)
    others[free] = False
    fixed = np.bincount(place[others], weights=load[others], minlength=width)
    best = np.argsort(_priced(relaxed, cost, load)[free], axis=1, kind="stable")[:, : min(CHOICES, width)]
    rows = np.repeat(np.arange(free.size), best.shape[1])
    places = best.ravel()
    usable = np.isfinite(cost[free[rows], places])
    rows, places = rows[usable], places[usable]
    numbers = np.arange(rows.size)
    whole = coo_matrix((np.ones(rows.size), (rows, numbers)), shape=(free.size, rows.size))
    loads = coo_matrix((load[free[rows]], (places, numbers)), shape=(width, rows.size))
    prices = cost[free[rows], places]
    rest = float(cost[others, place[others]].sum())
    scale = max(abs(float(prices.sum())) / max(rows.size, 1) * free.size, 1e-12)
    result = milp(
        prices, integrality=np.ones(rows.size), bounds=Bounds(0, 1),
        constraints=LinearConstraint(
            vstack([whole, loads]).tocsr(),
            np.concatenate([np.ones(free.size), lower - fixed]), np.concatenate([np.ones(free.size), upper - fixed])),
        options={"node_limit": NODES, "mip_rel_gap": min(GAP * (rest + scale) / scale, 0.05)},
    )
    if result.x is None:
        return None
    chosen = np.flatnonzero(result.x > 0.5)
    decided = np.empty(free.size, dtype=int)
    decided[rows[chosen]] = places[chosen]
    return decided
