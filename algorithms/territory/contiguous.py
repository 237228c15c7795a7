"""Design territories from scratch: connected, balanced on several activities, compact (commercial territory design).

Given units on a map, who borders whom and several activities a unit, choose ``count`` centres and assign every unit so
that each territory hangs together, every activity of it is within ``tolerance`` of the mean, and the sum of distances
to the centres is least (Ríos-Mercado & Fernández, "A reactive GRASP for a commercial territory design problem with
multiple balancing requirements", Computers & OR 36, 2009). Centres are searched on the linear relaxation; the most
promising are settled by HiGHS as an integer programme, with a cut for every piece that is cut off (Salazar-Aguilar et
al., "New models for commercial territory design", 2011).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

NEAR_CENTRES, NODE_LIMIT, CUT_ROUNDS = 5, 400, 25
# a stop for programmes that get nowhere; those that lead to an answer take a fraction of it
SECONDS_A_PROGRAMME = 10


@dataclass(frozen=True)
class Design:
    """``assigned``: territory number per unit; ``centres``: unit in the middle of each; ``feasible``: connected and balanced."""

    assigned: np.ndarray
    centres: np.ndarray
    cost: float
    feasible: bool


@dataclass(frozen=True)
class _Map:
    distance: np.ndarray
    activity: np.ndarray  # units × activities
    neighbours: tuple[frozenset[int], ...]
    low: np.ndarray
    high: np.ndarray


def design(
    *, distance: np.ndarray, activity: np.ndarray, neighbours, count: int, tolerance, seed: int = 1, rounds: int = 12,
    should_stop: Callable[[], bool] = lambda: False,
) -> Design | None:
    """Return the best design found, or None when no start led to a connected and balanced one.

    :param neighbours: for each unit the units that border it
    :param tolerance: allowed deviation from the mean per activity, 0.05 = 5 %
    """
    activity = np.asarray(activity, dtype=float)
    mean, tolerance = activity.sum(axis=0) / count, np.asarray(tolerance, dtype=float)
    land = _Map(distance, activity, tuple(frozenset(units) for units in neighbours), mean * (1 - tolerance), mean * (1 + tolerance))
    chance, best, settled = random.Random(seed), None, set()
    for turn in range(rounds):
        if should_stop():
            break
        start = _spread_out(distance, count, chance) if best is None or turn % 3 == 2 else _shaken(land, best.centres, chance)
        centres = _search_centres(land, start, should_stop)
        while tuple(sorted(centres)) not in settled and not should_stop():
            settled.add(tuple(sorted(centres)))
            assigned = _settle(land, centres)
            if assigned is None:
                break
            centres = _middles(distance, assigned, count)
            cost = float(distance[np.arange(len(assigned)), centres[assigned]].sum())
            if best is None or cost < best.cost - 1e-9:
                best = Design(assigned=assigned, centres=centres, cost=cost, feasible=True)
    return best


def _spread_out(distance, count, chance):
    centres = [chance.randrange(len(distance))]
    while len(centres) < count:
        weights = distance[:, centres].min(axis=1) ** 2
        centres.append(chance.choices(range(len(distance)), weights.tolist())[0])
    return np.array(centres)


def _shaken(land, centres, chance):
    """Move two centres somewhere near."""
    centres = centres.copy()
    for number in chance.sample(range(len(centres)), min(2, len(centres))):
        near = [unit for unit in np.argsort(land.distance[centres[number]], kind="stable")[1:13].tolist() if unit not in centres]
        centres[number] = chance.choice(near)
    return centres


def _middles(distance, assigned, count):
    middles = []
    for number in range(count):
        members = np.flatnonzero(assigned == number)
        middles.append(members[distance[np.ix_(members, members)].sum(axis=0).argmin()])
    return np.array(middles)


def _search_centres(land, centres, should_stop):
    """Move one centre at a time to a neighbour while the relaxation gets shorter."""
    value, parts = _relaxed(land, centres)
    improved = True
    while improved and not should_stop():
        improved = False
        if parts is not None:
            middles = _weighted_middles(land.distance, parts)
            if len(set(middles.tolist())) == len(middles) and (middles != centres).any():
                found, found_parts = _relaxed(land, middles)
                if found < value - 1e-6:
                    centres, value, parts, improved = middles, found, found_parts, True
                    continue
        for number in range(len(centres)):
            for unit in sorted(land.neighbours[centres[number]] - set(centres.tolist())):
                if should_stop():
                    return centres
                tried = centres.copy()
                tried[number] = unit
                found, found_parts = _relaxed(land, tried)
                if found < value - 1e-6:
                    centres, value, parts, improved = tried, found, found_parts, True
    return centres


def _weighted_middles(distance, parts):
    return np.array([int((distance @ parts[:, number]).argmin()) for number in range(parts.shape[1])])


def _relaxed(land, centres):
    rows, columns = _columns(land, centres)
    result = _programme(land, centres, rows, columns, (), whole=False)
    if result.x is None:
        return float("inf"), None
    parts = np.zeros((len(land.distance), len(centres)))
    parts[rows, columns] = result.x
    return float(result.fun), parts


def _columns(land, centres):
    """The centres that each unit may go to: the nearest ones; a centre only to itself."""
    cost = land.distance[:, centres]
    near = np.argsort(cost, axis=1, kind="stable")[:, :NEAR_CENTRES]
    offered = np.zeros(cost.shape, dtype=bool)
    np.put_along_axis(offered, near, True, axis=1)
    offered[centres] = False
    offered[centres, np.arange(len(centres))] = True
    return np.nonzero(offered)


def _programme(land, centres, rows, columns, cuts, *, whole):
    units, count, size = len(land.distance), len(centres), rows.size
    place = np.arange(size)
    constraints = [LinearConstraint(sparse.csr_matrix((np.ones(size), (rows, place)), shape=(units, size)), 1, 1)]
    for number in range(land.activity.shape[1]):
        matrix = sparse.csr_matrix((land.activity[rows, number], (columns, place)), shape=(count, size))
        constraints.append(LinearConstraint(matrix, land.low[number], land.high[number]))
    if cuts:
        lines, entries, values = zip(*(
            (line, entry, value) for line, cut in enumerate(cuts) for entry, value in cut), strict=True)
        constraints.append(LinearConstraint(sparse.csr_matrix((values, (lines, entries)), shape=(len(cuts), size)), 0, np.inf))
    return milp(
        land.distance[rows, centres[columns]], constraints=constraints, bounds=Bounds(0, 1),
        integrality=np.full(size, int(whole)),
        options={"node_limit": NODE_LIMIT, "mip_rel_gap": 5e-4, "time_limit": SECONDS_A_PROGRAMME} if whole else None,
    )


def _settle(land, centres):
    """Return the assignment to given centres, or None when no connected and balanced one was found."""
    rows, columns = _columns(land, centres)
    entry = {(int(row), int(column)): number for number, (row, column) in enumerate(zip(rows, columns, strict=True))}
    cuts = []
    for _round in range(CUT_ROUNDS):
        result = _programme(land, centres, rows, columns, cuts, whole=True)
        if result.x is None:
            return None
        chosen = result.x > 0.5
        assigned = np.zeros(len(land.distance), dtype=int)
        assigned[rows[chosen]] = columns[chosen]
        new = [cut for number, centre in enumerate(centres) for cut in _cuts(land, assigned, number, int(centre), entry)]
        if not new:
            return assigned
        cuts += new
    return None


def _cuts(land, assigned, number, centre, entry):
    """Yield, for each piece of a territory that its centre does not reach, that one of its neighbours has to join."""
    for piece in pieces(land.neighbours, np.flatnonzero(assigned == number).tolist()):
        if centre not in piece:
            around = frozenset().union(*(land.neighbours[unit] for unit in piece)) - piece
            bridge = [(entry[unit, number], 1.0) for unit in sorted(around) if (unit, number) in entry]
            for unit in sorted(piece):
                yield [*bridge, (entry[unit, number], -1.0)]


def pieces(neighbours, units) -> list[frozenset[int]]:
    """Split ``units`` into connected pieces."""
    left, found = set(units), []
    while left:
        piece, border = set(), [min(left)]
        while border:
            unit = border.pop()
            if unit in left:
                left.discard(unit)
                piece.add(unit)
                border.extend(neighbours[unit] & left)
        found.append(frozenset(piece))
    return found
