"""Why a visit that could be made on an empty day is not in the finished plan."""

from .plan import Unplanned
from .reasons import Reason
from .solution import Solution, Workshop
from .tour import NEVER


def explain_left_out(instance, orders):
    """Unplanned entries for the visits missing from `orders` ({route: order}), beside those left out from the start."""
    workshop = Workshop(instance)
    solution = Solution.from_orders(workshop, orders)
    reasons = list(instance.left_out)
    for q, routes in enumerate(solution.on):
        if not routes:
            reasons.append(_why(workshop, solution, q))
    return tuple(reasons)


def _why(workshop, solution, q):
    instance = workshop.instance
    visit = instance.visits[q]
    if visit.fixed and visit.fixed.start is not None:
        others = [instance.keys[o] for o in _rivals(workshop, solution, q)]
        if others:
            facts = {"day": visit.fixed.day, "start": visit.fixed.start, "others": tuple(others)}
            return Unplanned(visit=visit.key, reason=Reason.APPOINTMENT_CONFLICT, facts=facts)
    detour = min((_option_cost(workshop, solution, q, option) for option in instance.options[q]), default=NEVER)
    if detour < NEVER:
        return Unplanned(visit=visit.key, reason=Reason.LOWER_VALUE, facts={"value": visit.value, "detour": detour})
    days = tuple(dict.fromkeys(instance.routes[r].day for option in instance.options[q] for slot in option for r in slot))
    return Unplanned(visit=visit.key, reason=Reason.DAY_FULL, facts={"days": days, "value": visit.value})


def _option_cost(workshop, solution, q, option):
    total = 0
    for slot in option:
        total += min(workshop.insertion(solution.tours[route], q)[0] for route in slot)
    return min(total, NEVER)


def _rivals(workshop, solution, q):
    """Other fixed visits on the routes of q that do not go together with it even if the day held nothing else."""
    instance = workshop.instance
    rivals = {}
    for route in {route for option in instance.options[q] for slot in option for route in slot}:
        fixed = [o for o in solution.tours[route].order if instance.mandatory[o]]
        if workshop.insertion(workshop.tour(route, tuple(fixed)), q)[0] < NEVER:
            return []
        alone = [o for o in fixed if workshop.insertion(workshop.tour(route, (o,)), q)[0] == NEVER]
        rivals.update(dict.fromkeys(alone or fixed))
    return list(rivals)
