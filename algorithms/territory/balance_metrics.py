"""How even and how compact territories are."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class BalanceMetrics:
    """Figures of one state of the territories.

    :param loads: load of each territory, in the order given
    :param imbalance_percent: the largest distance of a load from the mean, as percent of the mean
    :param cv_percent: coefficient of variation: standard deviation (of the population) over the mean
    :param gini: 0 when all are equal, towards 1 when one has everything (Gini 1912, by mean absolute difference)
    :param compactness_km: mean distance of a customer to the centre of its territory, weighted by load
    :param moved: customers that changed territory, and their share of the load in percent
    """

    loads: tuple[float, ...]
    imbalance_percent: float
    cv_percent: float
    gini: float
    compactness_km: float
    moved: int
    moved_percent: float


def balance_metrics(*, place, load, distance_km, before) -> BalanceMetrics:
    """Return the figures of assignment ``place``.

    :param place, before: (n,) territory index now and at the start
    :param load: (n,) loads
    :param distance_km: (n, k) distance of each customer to each centre
    """
    loads = np.bincount(place, weights=load, minlength=distance_km.shape[1])
    mean, total = float(loads.mean()), float(load.sum())
    changed = place != before
    own = distance_km[np.arange(load.size), place]
    return BalanceMetrics(
        loads=tuple(float(value) for value in loads),
        imbalance_percent=100 * float(np.abs(loads - mean).max()) / mean if mean else 0.0,
        cv_percent=100 * float(loads.std()) / mean if mean else 0.0,
        gini=_gini(loads),
        compactness_km=float((own * load).sum()) / total if total else float(own.mean()) if own.size else 0.0,
        moved=int(changed.sum()),
        moved_percent=100 * float(load[changed].sum()) / total if total else 0.0,
    )


def _gini(loads):
    count, total = loads.size, float(loads.sum())
    if not total:
        return 0.0
    ranked = np.sort(loads)
    return float((2 * np.arange(1, count + 1) - count - 1) @ ranked) / (count * total)
