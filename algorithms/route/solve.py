"""One function: the best plan found within a limit, whichever engine found it."""

from .baseline import given_orders, judge
from .explain import explain_left_out
from .input_check import problem_issues
from .instance import compile_instance
from .limit import Meter
from .outcome import day_plan, totals
from .plan import RoutePlan
from .reasons import RouteInputError
from .ruin_recreate import search
from .solution import Solution, Workshop


def plan(problem, *, seed, limit, progress=None, engine="best"):
    """The plan for `problem`; raises RouteInputError when it is senseless. Types: problem.py, plan.py."""
    issues = problem_issues(problem)
    if issues:
        raise RouteInputError(issues)
    instance = compile_instance(problem)
    workshop = Workshop(instance)
    orders, given, baseline = {}, None, None
    if problem.baseline:
        orders = given_orders(instance)
        baseline = judge(instance, orders)
        if baseline.feasible:
            given = Solution.from_orders(workshop, orders)
    meter = Meter(limit)
    best = search(instance, seed=seed, meter=meter, progress=progress, workshop=workshop)
    name = "own"
    kept = given is not None and given.cost <= best.cost
    if kept:
        best = given
    found = best.orders()
    days = tuple(day_plan(instance, route, order) for route, order in sorted(found.items()))
    return RoutePlan(
        days=days,
        unplanned=explain_left_out(instance, found),
        totals=totals(days, {visit.key: visit.value for visit in problem.visits}),
        cost=best.cost,
        engine=name,
        iterations=meter.used,
        baseline=baseline,
        kept_baseline=kept,
        stopped=meter.cancelled,
    )
