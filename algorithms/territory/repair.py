"""When exchanges cannot bring every load within its bounds: an integer programme over the customers easiest to move."""

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

MOVABLE, COLUMNS, NODES = 120, 8, 300


def repaired(*, cost, adjusted, load, low, high, assigned, breach) -> np.ndarray:
    """Return an assignment with as little load outside the bounds as found; the given one if none is better.

    :param adjusted: cost less what the load is worth in each territory: tells who is easiest to move where
    """
    customers, territories = cost.shape
    rows = np.arange(customers)
    order = np.sort(adjusted, axis=1)
    movable = np.sort(np.argsort(order[:, min(1, territories - 1)] - order[:, 0], kind="stable")[:MOVABLE])
    still = np.setdiff1d(rows, movable)
    fixed = np.bincount(assigned[still], load[still], territories)
    offered = np.zeros((movable.size, territories), dtype=bool)
    np.put_along_axis(offered, np.argsort(adjusted[movable], axis=1, kind="stable")[:, :COLUMNS], True, axis=1)
    offered[np.arange(movable.size), assigned[movable]] = True
    line, column = np.nonzero(offered)
    place, size = np.arange(line.size), line.size + 2 * territories
    whole = sparse.csr_matrix((np.ones(line.size), (line, place)), shape=(movable.size, size))
    loads = sparse.csr_matrix((load[movable[line]], (column, place)), shape=(territories, line.size))
    unit = sparse.identity(territories, format="csr")
    above, below = sparse.hstack([loads, -unit, 0 * unit]), sparse.hstack([loads, 0 * unit, unit])
    constraints = [
        LinearConstraint(whole, 1, 1), LinearConstraint(above, -np.inf, high - fixed), LinearConstraint(below, low - fixed, np.inf)]
    # first with firm bounds; only when those cannot be kept, at a price
    for room in (0.0, np.inf):
        result = milp(
            np.concatenate([cost[movable[line], column], np.full(2 * territories, breach)]), constraints=constraints,
            integrality=np.concatenate([np.ones(line.size), np.zeros(2 * territories)]),
            bounds=Bounds(0, np.concatenate([np.ones(line.size), np.full(2 * territories, room)])),
            options={"node_limit": NODES, "mip_rel_gap": 1e-4})
        if result.x is not None:
            chosen = result.x[:line.size] > 0.5
            found = assigned.copy()
            found[movable[line[chosen]]] = column[chosen]
            return found
    return assigned
