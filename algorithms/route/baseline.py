"""The order that was given: what it costs to drive, and whether it keeps the rules."""

from .outcome import legs_of, order_is_allowed
from .plan import Baseline, Totals
from .reasons import Reason


def given_orders(instance):
    """{route: order of visits} of the problem's baseline; visits that cannot be planned at all are skipped."""
    number = {key: q for q, key in enumerate(instance.keys)}
    routes = {(spec.rep, spec.day): spec.index for spec in instance.routes}
    return {
        routes[given.rep, given.day]: tuple(number[key] for key in given.visits if key in number) for given in instance.problem.baseline
    }


def judge(instance, orders):
    """Baseline: totals as driven, and the first visit at which a rule breaks."""
    broken = None
    seen = {}
    for route, order in orders.items():
        for q in order:
            seen.setdefault(q, []).append(route)
        if broken is None and not order_is_allowed(instance, route, order):
            broken = _first_break(instance, route, order)
    if broken is None:
        broken = next((q for q, routes in seen.items() if not _matches(instance, q, routes)), None)
    seconds = metres = 0
    for route, order in orders.items():
        if order:
            spec = instance.routes[route]
            nodes = [instance.node[q] for q in order]
            seconds += sum(legs_of(spec, nodes, spec.seconds))
            metres += sum(legs_of(spec, nodes, spec.metres))
    visits = [q for order in orders.values() for q in order]
    value = {visit.key: visit.value for visit in instance.problem.visits}
    return Baseline(
        totals=Totals(
            visits=len(visits),
            travel_seconds=seconds,
            travel_metres=metres,
            service_seconds=sum(instance.service[q] for q in visits),
            value=sum(value[instance.keys[q]] for q in visits),
        ),
        feasible=broken is None,
        broken_visit=None if broken is None else instance.keys[broken],
        broken_reason=None if broken is None else Reason.DAY_FULL,
    )


def _first_break(instance, route, order):
    for count in range(1, len(order) + 1):
        if not order_is_allowed(instance, route, order[:count]):
            return order[count - 1]
    return order[-1]


def _matches(instance, q, routes):
    """Whether these routes are exactly one option of the visit."""
    for option in instance.options[q]:
        if len(option) == len(routes) and all(sum(route in slot for route in routes) == 1 for slot in option):
            return True
    return False
