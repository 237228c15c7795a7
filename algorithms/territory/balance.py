"""Propose which customers should change territory so that the work is even.

Three aims: ``shortest`` (least load × distance), ``fewer_moves`` (a move must save ``moving_km`` for each unit of
load), ``fewest_moves`` (as little load changes hands as can be, then the shortest). Locked customers, those without a
position and those without load stay where they are and count where they are.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..geo.distance import is_position
from ..geo.distance_table import distance_table_km, middle
from .balance_metrics import Metrics, isolated, measure
from .reassign import KICKS, reassign

SHORTEST, FEWER_MOVES, FEWEST_MOVES = "shortest", "fewer_moves", "fewest_moves"
AIMS = (SHORTEST, FEWER_MOVES, FEWEST_MOVES)


class BalanceInputError(ValueError):
    """Senseless input. ``code``: too_few_territories, duplicate, unknown_territory, load, share, tolerance, moving_km, aim, no_centre."""

    def __init__(self, code: str, key: Hashable = None):
        super().__init__(f"{code}: {key}" if key is not None else code)
        self.code, self.key = code, key


@dataclass(frozen=True, kw_only=True)
class BalanceCustomer:
    key: Hashable
    territory: Hashable
    load: float
    latitude: float | None = None
    longitude: float | None = None
    locked: bool = False


@dataclass(frozen=True, kw_only=True)
class BalanceTerritory:
    """``latitude``, ``longitude``: base of the seller; without them the middle of the customers. ``share``: of all the load."""

    key: Hashable
    latitude: float | None = None
    longitude: float | None = None
    share: float = 1.0


@dataclass(frozen=True, kw_only=True)
class BalanceProblem:
    customers: Sequence[BalanceCustomer]
    territories: Sequence[BalanceTerritory]
    tolerance_percent: float = 5.0
    aim: str = FEWER_MOVES
    moving_km: float = 10.0


@dataclass(frozen=True)
class Move:
    """``reasons``: of ``source_over``, ``target_under``, ``nearer``, ``exchange`` (makes room for another)."""

    customer: Hashable
    source: Hashable
    target: Hashable
    load: float
    km_before: float
    km_after: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """``within_tolerance`` False: no proposal can be, or none was found; ``gap``: at most so far from the best, as a share.

    :param isolated_before: customers all of whose nearest neighbours are in other territories; likewise ``isolated_after``
    :param unplaced: customers without a position, left where they are
    """

    moves: tuple[Move, ...]
    before: Metrics
    after: Metrics
    within_tolerance: bool
    gap: float
    moved_load_percent: float
    isolated_before: tuple[Hashable, ...]
    isolated_after: tuple[Hashable, ...]
    unplaced: tuple[Hashable, ...]


@dataclass(frozen=True)
class _Table:
    """The problem as arrays, customers and territories in the order of their keys' first appearance."""

    distance: np.ndarray
    load: np.ndarray
    current: np.ndarray
    free: np.ndarray
    placed: np.ndarray
    targets: np.ndarray


def balance(problem: BalanceProblem, *, seed: int = 1, kicks: int = KICKS, should_stop: Callable[[], bool] = lambda: False) -> Proposal:
    """Return the proposal. The same problem and seed give the same one; only ``should_stop`` can cut the search short."""
    _check(problem)
    table = _table(problem)
    weight = {SHORTEST: 0.0, FEWER_MOVES: problem.moving_km}.get(problem.aim, 10 * max(float(table.distance.max(initial=0)), 1.0))
    free = np.flatnonzero(table.free)
    stays = np.arange(len(table.targets)) == table.current[free, None]
    cost = table.load[free, None] * (table.distance[free] + weight * ~stays)
    fixed = np.bincount(table.current[~table.free], table.load[~table.free], len(table.targets))
    slack = problem.tolerance_percent / 100 * table.targets
    low, high = table.targets - slack, table.targets + slack
    found = reassign(
        cost=cost, load=table.load[free], low=low - fixed, high=high - fixed, current=table.current[free],
        seed=seed, kicks=kicks, should_stop=should_stop)
    assigned = table.current.copy()
    assigned[free] = found.assigned
    return _proposal(problem, table, assigned, low, high, found.gap)


def slider(problem: BalanceProblem, *, moving_km: Sequence[float], seed: int = 1) -> list[Proposal]:
    """One proposal per weight, from free movement (0) to the fewest moves (infinity): what a person sees when dragging."""
    return [
        balance(replace(problem, aim=FEWEST_MOVES) if math.isinf(km) else replace(problem, aim=FEWER_MOVES, moving_km=km), seed=seed)
        for km in moving_km
    ]


def _check(problem):
    if len(problem.territories) < 2:
        raise BalanceInputError("too_few_territories")
    keys = {territory.key for territory in problem.territories}
    if len(keys) < len(problem.territories):
        raise BalanceInputError("duplicate")
    if problem.aim not in AIMS:
        raise BalanceInputError("aim", problem.aim)
    for code, value in (("tolerance", problem.tolerance_percent), ("moving_km", problem.moving_km)):
        if not math.isfinite(value) or value < 0:
            raise BalanceInputError(code, value)
    for territory in problem.territories:
        if not math.isfinite(territory.share) or territory.share <= 0:
            raise BalanceInputError("share", territory.key)
    seen = set()
    for customer in problem.customers:
        if customer.key in seen:
            raise BalanceInputError("duplicate", customer.key)
        seen.add(customer.key)
        if customer.territory not in keys:
            raise BalanceInputError("unknown_territory", customer.key)
        if not math.isfinite(customer.load) or customer.load < 0:
            raise BalanceInputError("load", customer.key)


def _table(problem):
    place = {territory.key: number for number, territory in enumerate(problem.territories)}
    customers = problem.customers
    load = np.array([customer.load for customer in customers], dtype=float)
    current = np.array([place[customer.territory] for customer in customers], dtype=int)
    placed = np.array([is_position(customer.latitude, customer.longitude) for customer in customers], dtype=bool)
    positions = np.array([
        (customer.latitude, customer.longitude) if here else (0.0, 0.0)
        for customer, here in zip(customers, placed, strict=True)], dtype=float).reshape(-1, 2)
    centres = [
        _centre(territory, positions, load, (current == number) & placed) for number, territory in enumerate(problem.territories)]
    distance = distance_table_km(positions, centres)
    distance[~placed] = 0
    shares = np.array([territory.share for territory in problem.territories], dtype=float)
    return _Table(
        distance=distance, load=load, current=current, placed=placed,
        free=placed & (load > 0) & np.array([not customer.locked for customer in customers], dtype=bool),
        targets=load.sum() * shares / shares.sum())


def _centre(territory, positions, load, members):
    if is_position(territory.latitude, territory.longitude):
        return territory.latitude, territory.longitude
    found = middle(positions[members], load[members])
    if found is None:
        raise BalanceInputError("no_centre", territory.key)
    return found


def _proposal(problem, table, assigned, low, high, gap):
    keys = [territory.key for territory in problem.territories]
    customers, count = problem.customers, len(keys)
    rows = np.arange(len(customers))
    before, after = (np.bincount(where, table.load, count) for where in (table.current, assigned))
    km_before, km_after = table.distance[rows, table.current], table.distance[rows, assigned]
    moved = np.flatnonzero(assigned != table.current)
    moves = []
    for row in moved.tolist():
        source, target = int(table.current[row]), int(assigned[row])
        reasons = tuple(name for name, holds in (
            ("source_over", before[source] > high[source]), ("target_under", before[target] < low[target]),
            ("nearer", km_after[row] < km_before[row])) if holds)
        moves.append(Move(
            customer=customers[row].key, source=keys[source], target=keys[target], load=float(table.load[row]),
            km_before=float(km_before[row]), km_after=float(km_after[row]), reasons=reasons or ("exchange",)))
    placed = np.flatnonzero(table.placed)
    positions = [(customers[row].latitude, customers[row].longitude) for row in placed.tolist()]
    alone = [
        tuple(customers[int(placed[number])].key for number in isolated(positions=positions, assigned=where[placed]))
        for where in (table.current, assigned)]
    total = float(table.load.sum())
    return Proposal(
        moves=tuple(moves),
        before=measure(keys=keys, loads=before, targets=table.targets, load_km=float(table.load @ km_before)),
        after=measure(keys=keys, loads=after, targets=table.targets, load_km=float(table.load @ km_after)),
        within_tolerance=bool(((after >= low - 1e-6 * (1 + total)) & (after <= high + 1e-6 * (1 + total))).all()),
        gap=gap, moved_load_percent=float(100 * table.load[moved].sum() / total) if total else 0.0,
        isolated_before=alone[0], isolated_after=alone[1],
        unplaced=tuple(customer.key for customer, here in zip(customers, table.placed, strict=True) if not here))
