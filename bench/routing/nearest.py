"""The greedy peer: each day goes to the nearest visit that still fits, until none does."""

from odoo.addons.sales_os.algorithms.route.instance import compile_instance
from odoo.addons.sales_os.algorithms.route.outcome import order_is_allowed


def nearest_neighbour(problem):
    """(driving in the objective's unit + what is left out, visits left out) of the greedy plan."""
    instance = compile_instance(problem)
    left, cost = set(range(instance.size)), 0
    orders = {spec.index: () for spec in instance.routes}
    for spec in instance.routes:
        here = spec.start
        while True:
            options = sorted((q for q in left if spec.windows[q]), key=lambda q: spec.cost[here][instance.node[q]])
            step = next((s for q in options if (s := _step(instance, orders, spec, q)) is not None), None)
            if step is None:
                break
            chosen, q = step
            for route in chosen:
                orders[route] = (*orders[route], q)
            left.discard(q)
            here = instance.node[q]
    for spec in instance.routes:
        path = [spec.start, *(instance.node[q] for q in orders[spec.index]), spec.end]
        cost += sum(spec.cost[a][b] for a, b in zip(path, path[1:], strict=False)) if orders[spec.index] else 0
    return cost + sum(instance.prize[q] for q in left), len(left)


def _step(instance, orders, spec, q):
    """(routes, q) when q can be appended on this route, and on the other days of one of its patterns."""
    for option in instance.options[q]:
        if not any(spec.index in slot for slot in option):
            continue
        chosen = []
        for slot in option:
            slot = (spec.index,) if spec.index in slot else slot
            route = next((r for r in slot if order_is_allowed(instance, r, (*orders[r], q))), None)
            if route is None:
                break
            chosen.append(route)
        else:
            return chosen, q
    return None
