"""Even out territories: which customers should move, for how much less distance or how few changes.

The state of the art is location-allocation with balance constraints (Hess et al., "Nonpartisan political redistricting
by computer", Operations Research 13(6), 1965; Zoltners & Sinha, "Sales territory alignment", Management Science 29(11),
1983). The centres are given here: the homes of the representatives or the middle of today's customers.
"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..geo.distance import EARTH_RADIUS_M
from .assign import assign
from .assign_lp import InfeasibleBalance
from .balance_metrics import BalanceMetrics, balance_metrics

COMPACT, FEWEST_CHANGES = "compact", "fewest_changes"
NEIGHBOURS = 5


class BalanceError(ValueError):
    """Unusable input. ``code``: ``territories``, ``customers``, ``number``, ``tolerance``, ``load``, ``locked``, ``infeasible``;
    ``key``: the customer or territory it is about, if one."""

    def __init__(self, code: str, key: Hashable = None):
        super().__init__(code if key is None else f"{code}: {key}")
        self.code, self.key = code, key


@dataclass(frozen=True)
class BalanceCustomer:
    """:param load: what is evened out (1 for customers, revenue, visit minutes…), at least 0
    :param territory: today's; :param locked: must stay there"""

    key: Hashable
    latitude: float
    longitude: float
    load: float
    territory: Hashable
    locked: bool = False


@dataclass(frozen=True)
class Centre:
    """Where a territory is worked from."""

    territory: Hashable
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Move:
    """One proposed change. ``why``: ``closer`` (shorter way to the new centre) or ``balance`` (evens the loads);
    distances in km."""

    key: Hashable
    source: Hashable
    target: Hashable
    load: float
    why: str
    km_before: float
    km_after: float


@dataclass(frozen=True)
class BalancePlan:
    """``cut_off``: customers whose nearest neighbours all belong to other territories after the change.
    ``bound_gap_percent``: the plan costs at most this much more than the best possible one."""

    moves: tuple[Move, ...]
    before: BalanceMetrics
    after: BalanceMetrics
    cut_off: tuple[Hashable, ...]
    bound_gap_percent: float


def balance(*, customers, centres, tolerance_percent=5.0, moving_km=0.0, mode=COMPACT) -> BalancePlan:
    """Propose moves that bring every load within ``tolerance_percent`` of the mean.

    :param customers: :class:`BalanceCustomer` each in one of the ``centres``' territories
    :param moving_km: what a move is worth avoiding: km of way per unit of load; 0 moves freely
    :param mode: ``compact`` minimises load × distance (+ moving), ``fewest_changes`` the load that moves
    :raises BalanceError: see there
    """
    customers, centres = list(customers), list(centres)
    index = _checked(customers, centres, tolerance_percent, moving_km)
    load = np.array([customer.load for customer in customers], dtype=float)
    before = np.array([index[customer.territory] for customer in customers])
    distance = distances_km(customers, centres)
    cost = _cost(distance, load, before, moving_km, mode)
    for number, customer in enumerate(customers):
        if customer.locked:
            kept = cost[number, before[number]]
            cost[number] = np.inf
            cost[number, before[number]] = kept
    mean = load.sum() / len(centres)
    width = tolerance_percent / 100 * mean
    bounds = np.full(len(centres), mean - width), np.full(len(centres), mean + width)
    try:
        assigned = assign(cost=cost, load=load, lower=bounds[0], upper=bounds[1])
    except InfeasibleBalance as error:
        raise BalanceError("infeasible") from error
    place = assigned.place
    return BalancePlan(
        moves=tuple(_moves(customers, centres, before, place, distance)),
        before=balance_metrics(place=before, load=load, distance_km=distance, before=before),
        after=balance_metrics(place=place, load=load, distance_km=distance, before=before),
        cut_off=tuple(customers[number].key for number in cut_off(customers, place)),
        bound_gap_percent=100 * max(0.0, assigned.cost - assigned.bound) / assigned.bound if assigned.bound > 0 else 0.0,
    )


def _checked(customers, centres, tolerance_percent, moving_km):
    index = {centre.territory: number for number, centre in enumerate(centres)}
    if len(index) < 2 or len(index) != len(centres):
        raise BalanceError("territories")
    if len(customers) < len(centres):
        raise BalanceError("customers")
    if not 0 < tolerance_percent <= 100 or not np.isfinite(moving_km) or moving_km < 0:
        raise BalanceError("tolerance")
    for item in (*customers, *centres):
        key = item.key if isinstance(item, BalanceCustomer) else item.territory
        if not (np.isfinite([item.latitude, item.longitude]).all() and abs(item.latitude) <= 90 and abs(item.longitude) <= 360):
            raise BalanceError("number", key)
    for customer in customers:
        if customer.territory not in index:
            raise BalanceError("territories", customer.territory)
        if not np.isfinite(customer.load) or customer.load < 0:
            raise BalanceError("number", customer.key)
    if not sum(customer.load for customer in customers) > 0:
        raise BalanceError("load")
    return index


def distances_km(customers, centres):
    """Return the (n, k) great-circle distances (haversine; Sinnott, "Virtues of the haversine", Sky and Telescope 68, 1984)."""
    here = np.radians([(item.latitude, item.longitude) for item in customers])
    there = np.radians([(item.latitude, item.longitude) for item in centres])
    lat, lng = here[:, None, 0] - there[None, :, 0], here[:, None, 1] - there[None, :, 1]
    half = np.sin(lat / 2) ** 2 + np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * np.sin(lng / 2) ** 2
    return 2 * EARTH_RADIUS_M / 1000 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def _cost(distance, load, before, moving_km, mode):
    away = np.arange(distance.shape[1])[None, :] != before[:, None]
    # customers without load cost a little too, so that they come to rest at the nearest centre, or stay
    weight = np.where(load > 0, load, 1e-6 * max(float(load.max()), 1.0))[:, None]
    if mode == FEWEST_CHANGES:
        farthest = float(distance.max()) or 1.0
        return weight * (away + 1e-4 * distance / farthest * away)
    return weight * (distance + moving_km * away)


def _moves(customers, centres, before, place, distance):
    for number in np.flatnonzero(before != place):
        customer, source, target = customers[number], before[number], place[number]
        km_before, km_after = float(distance[number, source]), float(distance[number, target])
        yield Move(
            key=customer.key, source=centres[source].territory, target=centres[target].territory, load=customer.load,
            why="closer" if km_after < km_before else "balance", km_before=km_before, km_after=km_after,
        )


def cut_off(customers, place):
    """Return the numbers of customers none of whose nearest neighbours shares their territory."""
    if len(customers) <= NEIGHBOURS:
        return []
    lat, lng = np.radians([(item.latitude, item.longitude) for item in customers]).T
    positions = np.column_stack([np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)])
    _distance, nearest = cKDTree(positions).query(positions, k=NEIGHBOURS + 1)
    own = np.arange(len(customers))
    same = (place[nearest] == place[:, None]) & (nearest != own[:, None])
    return np.flatnonzero(~same.any(axis=1)).tolist()
