"""How even and how compact territories are, in numbers a person can check by hand."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..geo.distance_table import unit_vectors

NEIGHBOURS = 5


@dataclass(frozen=True)
class Metrics:
    """State of a set of territories.

    :param loads: ``(territory key, load, deviation from its target in %)``
    :param imbalance_percent: the largest deviation, up or down
    :param cv: standard deviation of load / target, over their mean
    :param gini: 0 = all alike, towards 1 = one has everything
    :param compactness_km: mean distance of a customer to the centre of its territory, weighted by load
    """

    loads: tuple[tuple[Hashable, float, float], ...]
    imbalance_percent: float
    cv: float
    gini: float
    compactness_km: float


def measure(*, keys: Sequence[Hashable], loads: np.ndarray, targets: np.ndarray, load_km: float) -> Metrics:
    """Return the metrics of territories with these ``loads``; ``load_km`` is the sum of load × distance to the centre."""
    loads, targets = np.asarray(loads, dtype=float), np.asarray(targets, dtype=float)
    filled = np.divide(loads, targets, out=np.ones_like(loads), where=targets > 0)
    total = loads.sum()
    return Metrics(
        loads=tuple(
            (key, float(load), float(100 * (share - 1))) for key, load, share in zip(keys, loads, filled, strict=True)),
        imbalance_percent=float(100 * np.abs(filled - 1).max(initial=0.0)),
        cv=float(filled.std() / filled.mean()) if filled.size and filled.mean() > 0 else 0.0,
        gini=gini(filled),
        compactness_km=float(load_km / total) if total > 0 else 0.0,
    )


def gini(values) -> float:
    """Gini's coefficient: mean absolute difference over twice the mean."""
    ordered = np.sort(np.asarray(values, dtype=float))
    count, total = ordered.size, ordered.sum()
    if not count or total <= 0:
        return 0.0
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * total))


def isolated(*, positions, assigned) -> np.ndarray:
    """Return the places of customers whose nearest neighbours (up to five) are all in other territories."""
    assigned = np.asarray(assigned)
    count = min(NEIGHBOURS, len(assigned) - 1)
    if count < 1:
        return np.zeros(0, dtype=int)
    vectors = unit_vectors(positions)
    _distances, nearest = cKDTree(vectors).query(vectors, k=count + 1)
    itself = nearest == np.arange(len(assigned))[:, None]
    # several at one address: the query may leave out the customer itself, then the last one goes
    itself[~itself.any(axis=1), -1] = True
    others = nearest[~itself].reshape(len(assigned), count)
    return np.flatnonzero((assigned[others] != assigned[:, None]).all(axis=1))


def after_moves(*, keys: Sequence[Hashable], loads, load_km: float, moves) -> tuple[list[float], float]:
    """Return loads and ``load_km`` once ``moves`` (source key, target key, load, km before, km after) are made."""
    moved, place = [float(load) for load in loads], {key: number for number, key in enumerate(keys)}
    for source, target, load, km_before, km_after in moves:
        moved[place[source]] -= load
        moved[place[target]] += load
        load_km += load * (km_after - km_before)
    return moved, load_km
