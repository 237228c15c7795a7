"""Find the best places for territories under a cap on their load: the capacitated p-median problem.

Choose ``count`` customers as centres and assign every customer to one of them, no load above ``capacity``, least sum of
distances. A first solution from spread-out centres is improved in parts: a few neighbouring territories at a time get
new centres and members, and keep them when that is shorter (POPMUSIC, Taillard & Voss 2002, on the local search of
Mulvey & Beck, "Solving capacitated clustering problems", EJOR 18, 1984).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .exchange import Exchange
from .transport import spread

STARTS, PART_SIZES = 4, (2, 3, 3, 4, 5)


@dataclass(frozen=True)
class Medians:
    """``assigned``: for each customer the position of its centre; ``excess``: load above the capacity, 0 when it fits."""

    assigned: np.ndarray
    cost: float
    excess: float


def place_centres(
    *, distance: np.ndarray, load: np.ndarray, capacity: float, count: int, seed: int = 1, rounds: int = 200,
    should_stop: Callable[[], bool] = lambda: False,
) -> Medians:
    """Return the best found within ``rounds`` of improvement. Deterministic for a seed unless ``should_stop`` cuts in."""
    load = np.asarray(load, dtype=float)
    if not 1 <= count <= len(load):
        raise ValueError(f"{count} centres for {len(load)} customers")
    chance = random.Random(seed)
    best = None
    for _start in range(STARTS):
        found = _settle(distance, load, capacity, _spread_out(distance, load, count, chance), should_stop)
        if best is None or found.rank < best.rank:
            best = found
        if should_stop():
            break
    for _round in range(rounds if count > 1 else 0):
        if should_stop():
            break
        best = _improve_part(distance, load, capacity, best, min(chance.choice(PART_SIZES), count), chance, should_stop)
    return Medians(assigned=best.centres[best.assigned], cost=best.cost, excess=best.excess)


def _other_place(distance, centres, number, chance):
    """Draw another centre instead of one: anywhere, or one of those that would be best if there were no cap."""
    others = np.setdiff1d(np.arange(len(distance)), centres)
    if chance.random() < 0.4:
        return chance.choice(others.tolist())
    nearest = distance[:, np.delete(centres, number)].min(axis=1)
    tried = np.array(sorted(chance.sample(others.tolist(), min(others.size, 150))))
    sums = np.minimum(distance[:, tried], nearest[:, None]).sum(axis=0)
    return int(tried[chance.choice(np.argsort(sums, kind="stable")[:4].tolist())])


@dataclass(frozen=True)
class _Layout:
    centres: np.ndarray
    assigned: np.ndarray
    cost: float
    excess: float

    @property
    def rank(self):
        return (round(self.excess, 6), self.cost)


def _spread_out(distance, load, count, chance):
    """Centres drawn far from each other, heavy customers first (k-means++, Arthur & Vassilvitskii 2007)."""
    centres = [chance.randrange(len(load))]
    nearest = distance[:, centres[0]].copy()
    while len(centres) < count:
        weights = nearest * np.maximum(load, 1e-9)
        weights[centres] = 0
        chosen = chance.choices(range(len(load)), weights.tolist())[0] if weights.sum() > 0 else next(
            place for place in range(len(load)) if place not in centres)
        centres.append(chosen)
        nearest = np.minimum(nearest, distance[:, chosen])
    return np.array(centres)


def _settle(distance, load, capacity, centres, should_stop, tries=12):
    """Assign and re-centre in turn until neither helps."""
    low, high = np.zeros(len(centres)), np.full(len(centres), float(capacity))
    price, assigned, best = None, None, None
    for turn in range(tries):
        cost = distance[:, centres]
        if turn < 3:
            relaxed = spread(cost=cost, load=load, low=low, high=high)
            price, assigned = relaxed.price, relaxed.parts.argmax(axis=1)
        search = Exchange(cost=cost, load=load, low=low, high=high, start=assigned, price=price)
        search.run(should_stop=should_stop)
        assigned = search.assigned
        moved = _recentred(distance, centres, assigned)
        found = _Layout(moved, assigned, float(distance[np.arange(len(load)), moved[assigned]].sum()), search.excess)
        if best is not None and found.rank >= best.rank:
            break
        best = found
        if (moved == centres).all() or should_stop():
            break
        centres = moved
    return best


def _recentred(distance, centres, assigned):
    moved = centres.copy()
    for number, centre in enumerate(centres):
        members = np.flatnonzero(assigned == number)
        if members.size:
            sums = distance[np.ix_(members, members)].sum(axis=0)
            place = int(sums.argmin())
            if members[place] != centre and sums[place] < distance[members, centre].sum() - 1e-9:
                moved[number] = members[place]
    return moved


def _improve_part(distance, load, capacity, layout, size, chance, should_stop):
    """Settle a few neighbouring territories anew, from one or two other centres."""
    first = chance.randrange(len(layout.centres))
    near = np.argsort(distance[layout.centres[first], layout.centres], kind="stable")
    pool = near[: size + 2].tolist()
    part = np.array(sorted([pool[0], *chance.sample(pool[1:], size - 1)]))
    members = np.flatnonzero(np.isin(layout.assigned, part))
    if size < 2 or members.size <= size:
        return layout
    centres = np.searchsorted(members, layout.centres[part])
    inner = distance[np.ix_(members, members)]
    for number in chance.sample(range(size), chance.choice((1, 1, 2))):
        centres[number] = _other_place(inner, centres, number, chance)
    found = _settle(inner, load[members], capacity, centres, should_stop)
    numbers = {place: number for number, place in enumerate(part)}
    old = np.array([numbers[number] for number in layout.assigned[members]])
    old_cost = float(distance[members, layout.centres[layout.assigned[members]]].sum())
    old_excess = float(np.maximum(np.bincount(old, load[members], size) - capacity, 0).sum())
    if found.rank >= (round(old_excess, 6), old_cost - 1e-9):
        return layout
    new_centres, assigned = layout.centres.copy(), layout.assigned.copy()
    new_centres[part], assigned[members] = members[found.centres], part[found.assigned]
    return _Layout(
        new_centres, assigned, layout.cost - old_cost + found.cost, layout.excess - old_excess + found.excess)
