"""Assigning customers to territories with loads within bounds: the linear relaxation, solved exactly.

minimise   Σ cost[i, j] x[i, j]
subject to Σ_j x[i, j] = 1,   lower[j] ≤ Σ_i load[i] x[i, j] ≤ upper[j],   x ≥ 0

Almost all customers come out whole: a basic solution splits at most one customer for each binding bound
(Hess & Samuels, "Experiences with a sales districting model", Management Science 18(4), 1971).
Solved by HiGHS through scipy, over the cheapest few territories of each customer; a column left out that could
still help (negative reduced cost) is added and the program solved again, so the bound is that of the whole program.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack

FIRST_COLUMNS = 6


class InfeasibleBalance(ValueError):
    """No assignment, not even of parts of customers, keeps every territory within its bounds."""


@dataclass(frozen=True)
class Relaxation:
    """``share``: (n, k) shares of each customer; ``prices``: what one unit of load is worth in each territory;
    ``bound``: no assignment costs less."""

    share: np.ndarray
    prices: np.ndarray
    bound: float


def relax(*, cost, load, lower, upper) -> Relaxation:
    """Solve the relaxation.

    :param cost: (n, k) array, ``inf`` where a customer must not go
    :param load: (n,) loads, at least 0
    :param lower, upper: (k,) bounds on the load of each territory
    :raises InfeasibleBalance: when the bounds cannot be met
    """
    count, width = cost.shape
    allowed = np.isfinite(cost)
    columns = np.zeros_like(allowed)
    nearest = np.argsort(np.where(allowed, cost, np.inf), axis=1, kind="stable")[:, : min(FIRST_COLUMNS, width)]
    columns[np.arange(count)[:, None], nearest] = True
    columns &= allowed
    while True:
        solved = _solve(cost, load, lower, upper, columns)
        if solved is None:
            if (columns == allowed).all():
                raise InfeasibleBalance
            columns = allowed.copy()
            continue
        share, prices, of_customer, bound = solved
        reduced = np.where(allowed, cost, np.inf) - of_customer[:, None] - load[:, None] * prices[None, :]
        missing = (reduced < -1e-7 * max(1.0, float(np.abs(cost[allowed]).max(initial=0)))) & ~columns & allowed
        if not missing.any():
            return Relaxation(share=share, prices=prices, bound=bound)
        columns |= missing


def _solve(cost, load, lower, upper, columns):
    rows, places = np.nonzero(columns)
    count, width = cost.shape
    numbers = np.arange(rows.size)
    whole = coo_matrix((np.ones(rows.size), (rows, numbers)), shape=(count, rows.size))
    loads = coo_matrix((load[rows], (places, numbers)), shape=(width, rows.size))
    result = linprog(
        cost[rows, places], A_eq=whole.tocsr(), b_eq=np.ones(count),
        A_ub=_stacked(loads), b_ub=np.concatenate([upper, -lower]), bounds=(0, None), method="highs",
    )
    if result.status == 2:
        return None
    if result.status != 0:
        raise InfeasibleBalance(result.message)
    share = np.zeros((count, width))
    share[rows, places] = result.x
    marginals = result.ineqlin.marginals
    return share, marginals[:width] - marginals[width:], result.eqlin.marginals, float(result.fun)


def _stacked(loads):
    loads = loads.tocsr()
    return vstack([loads, -loads]).tocsr()
