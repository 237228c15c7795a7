"""The best plan that can be put together from days seen during the search: set partitioning.

Every day of every accepted plan is a column; an integer programme (HiGHS through scipy) picks the columns that serve every visit once,
or leave it out at its prize, and follow one day pattern each. Heuristic column pools of this kind: Rochat, Taillard (1995),
"Probabilistic diversification and intensification in local search for vehicle routing"; Subramanian, Uchoa, Ochi (2013), "A hybrid
algorithm for a class of vehicle routing problems".
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

FEW = 1000  # columns when no clock limits the programme


class Pool:
    """Days seen: per kind of rep-day and set of visits the cheapest order, with the moment it was last seen."""

    def __init__(self, instance):
        self.instance = instance
        self.kinds = [spec.kind for spec in instance.routes]
        self.best = {}
        self.raw = {}
        self.clock = 0

    def add(self, tours):
        """Remembers the tours of a plan."""
        self.clock += 1
        for tour in tours:
            if tour.size:
                key = (self.kinds[tour.route], tour.members)
                known = self.best.get(key)
                if known is None or tour.cost <= known[0]:
                    self.best[key] = (tour.cost, tour.order, self.clock)

    def join(self, pool, widen):
        """Takes over the days of a share's pool; `widen` tells them in the numbers of the whole."""
        self.clock += 1
        for (kind, _), (cost, order, _) in pool.best.items():
            ((_, wide),) = widen({0: order}).items()
            key = (kind, frozenset(wide))
            known = self.best.get(key)
            if known is None or cost <= known[0]:
                self.best[key] = (cost, wide, self.clock)

    def add_orders(self, orders):
        """Remembers {route: order} of another engine, to be costed when it is needed."""
        for route, order in orders.items():
            key = (self.kinds[route], frozenset(order))
            if key not in self.best:
                self.raw[key] = (route, order)

    def newest(self, most, workshop):
        """Up to `most` columns (kind, order, cost), the latest ones."""
        late = list(self.raw.values())[-most:]
        self.raw.clear()
        tours = [workshop.tour(route, order) for route, order in late]
        self.add([tour for tour in tours if tour.feasible])
        items = sorted(self.best.items(), key=lambda item: -item[1][2])[:most]
        return [(key[0], order, cost) for key, (cost, order, _) in items]


def recombine(instance, workshop, pool, *, most=4000, seconds=None):
    """{route: order} of the best combination, or None when none was found in time."""
    columns = pool.newest(most if seconds is not None else min(most, FEW), workshop)
    if not columns:
        return None
    rows, cols, values, lows, highs = [], [], [], [], []
    costs = [float(cost) for _, _, cost in columns]
    row = 0

    def cell(r, c, v):
        rows.append(r)
        cols.append(c)
        values.append(v)

    routes_of = {}
    for spec in instance.routes:
        routes_of.setdefault(spec.kind, []).append(spec.index)
    for kind, routes in routes_of.items():
        mine = [c for c, column in enumerate(columns) if column[0] == kind]
        for c in mine:
            cell(row, c, 1.0)
        lows.append(0.0)
        highs.append(float(len(routes)))
        row += 1
    holding = {}
    for c, (kind, order, _) in enumerate(columns):
        for q in order:
            holding.setdefault(q, []).append((c, routes_of[kind][0]))
    for q in range(instance.size):
        out = len(costs)
        costs.append(float(instance.prize[q]))
        options = instance.options[q]
        choice = row
        cell(row, out, 1.0)
        lows.append(1.0)
        highs.append(1.0)
        row += 1
        links = {}
        for option in options:
            if len(option) == 1 and len(options) == 1:
                for c, _ in holding.get(q, ()):
                    cell(choice, c, 1.0)
                continue
            y = len(costs)
            costs.append(0.0)
            cell(choice, y, 1.0)
            for slot in option:
                links.setdefault(slot, []).append(y)
        for slot, ys in links.items():
            inside = set(slot)
            for c, route in holding.get(q, ()):
                if route in inside:
                    cell(row, c, 1.0)
            for y in ys:
                cell(row, y, -1.0)
            lows.append(0.0)
            highs.append(0.0)
            row += 1
    matrix = coo_array((values, (rows, cols)), shape=(row, len(costs))).tocsc()
    options = {"mip_rel_gap": 0.0}
    if seconds is not None:
        options["time_limit"] = seconds
    else:
        options["node_limit"] = 100
    result = milp(
        np.array(costs),
        constraints=LinearConstraint(matrix, lows, highs),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(costs)),
        options=options,
    )
    if result.x is None:
        return None
    free = {kind: list(routes) for kind, routes in routes_of.items()}
    orders = {}
    for (kind, order, _), chosen in zip(columns, result.x, strict=False):
        if chosen > 0.5:
            orders[free[kind].pop(0)] = order
    return orders
