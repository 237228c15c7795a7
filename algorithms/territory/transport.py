"""Spread loads over territories as if customers could be cut in parts: the linear programme that bounds and guides.

minimise  sum cost[i,j] x[i,j]   with  sum_j x[i,j] = 1  and  low[j] <= sum_i load[i] x[i,j] <= high[j].
Bounds that cannot be met are broken at a high price instead of failing. At most about as many customers as there are
territories come out in parts; the prices of the bounds say what a unit of load is worth in each territory.
Solved by HiGHS (Huangfu & Hall, "Parallelizing the dual revised simplex method", 2018) over the cheapest columns, with
further columns added until none has a negative reduced cost.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

FIRST_COLUMNS, ROUNDS = 6, 8


@dataclass(frozen=True)
class Spread:
    """``parts``: n × k, rows sum to 1. ``price``: per unit of load in a territory; ``bound``: no assignment costs less.

    ``excess``: load outside the bounds that even cut customers cannot avoid
    """

    parts: np.ndarray
    price: np.ndarray
    bound: float
    excess: float


def spread(*, cost: np.ndarray, load: np.ndarray, low: np.ndarray, high: np.ndarray, keep: np.ndarray | None = None) -> Spread:
    """Return the cheapest spread.

    :param keep: a column per customer to offer from the start, besides the cheapest ones
    """
    customers, territories = cost.shape
    if not customers:
        excess = float(np.maximum(low, 0).sum() + np.maximum(-high, 0).sum())
        return Spread(parts=np.zeros_like(cost), price=np.zeros(territories), bound=0.0, excess=excess)
    breach = 20 * max(float((np.ptp(cost, axis=1) / np.maximum(load, 1e-9)).max()), 1e-6)
    offered = _first_columns(cost, keep)
    for _round in range(ROUNDS):
        rows, columns = np.nonzero(offered)
        result = _solve(cost, load, low, high, breach, rows, columns)
        duals = result.ineqlin.marginals
        price = duals[:territories] - duals[territories:]
        reduced = cost - price * load[:, None] - result.eqlin.marginals[:, None]
        missing = (reduced < -1e-7 * (1 + np.abs(cost))) & ~offered
        if not missing.any():
            break
        offered |= missing
    parts = np.zeros_like(cost)
    parts[rows, columns] = result.x[: rows.size]
    excess = float(result.x[rows.size:].sum())
    return Spread(parts=parts, price=price, bound=float(result.fun) - breach * excess, excess=excess)


def _first_columns(cost, keep):
    customers, territories = cost.shape
    if territories <= FIRST_COLUMNS:
        return np.ones(cost.shape, dtype=bool)
    offered = np.zeros(cost.shape, dtype=bool)
    cheapest = np.argpartition(cost, FIRST_COLUMNS - 1, axis=1)[:, :FIRST_COLUMNS]
    offered[np.arange(customers)[:, None], cheapest] = True
    if keep is not None:
        offered[np.arange(customers), keep] = True
    return offered


def _solve(cost, load, low, high, breach, rows, columns):
    customers, territories = cost.shape
    count = rows.size
    whole = sparse.csr_matrix((np.ones(count), (rows, np.arange(count))), shape=(customers, count + 2 * territories))
    loads = sparse.csr_matrix((load[rows], (columns, np.arange(count))), shape=(territories, count))
    unit = sparse.identity(territories, format="csr")
    result = linprog(
        np.concatenate([cost[rows, columns], np.full(2 * territories, breach)]),
        A_ub=sparse.bmat([[loads, -unit, None], [-loads, None, -unit]], format="csr"), b_ub=np.concatenate([high, -low]),
        A_eq=whole, b_eq=np.ones(customers), bounds=(0, None), method="highs",
    )
    if result.status != 0:
        raise ArithmeticError(f"The linear programme ended with status {result.status}: {result.message}")
    return result
