"""One function: the best plan found within a limit, whichever engine found it."""

import gc
from contextlib import contextmanager

from .baseline import given_orders, judge
from .explain import explain_left_out
from .input_check import problem_issues
from .instance import compile_instance
from .limit import Meter
from .outcome import day_plan, totals
from .plan import RoutePlan
from .portfolio import find_best
from .reasons import RouteInputError
from .solution import Solution, Workshop

ENGINES = ("best", "own", "pyvrp")


def plan(problem, *, seed, limit, progress=None, engine="best"):
    """The RoutePlan for a RouteProblem; raises RouteInputError when the problem is senseless.

    `progress(share, cost)` is called now and then. `engine`: "best" = all that apply under one limit; "own", "pyvrp" = that one alone
    (PyVRP falls back to our own where it is not installed or cannot express the problem).
    """
    if engine not in ENGINES:
        raise ValueError(f"engine must be one of {ENGINES}, not {engine!r}")
    issues = problem_issues(problem)
    if issues:
        raise RouteInputError(issues)
    instance = compile_instance(problem)
    workshop = Workshop(instance)
    meter = Meter(limit)
    given, baseline = None, None
    if problem.baseline:
        orders = given_orders(instance)
        baseline = judge(instance, orders)
        if baseline.feasible:
            given = Solution.from_orders(workshop, orders)

    def report(cost):
        if progress is not None:
            progress(min(1.0, meter.fraction()), cost)

    with _collector_at_rest():
        best, name = find_best(instance, workshop, seed=seed, meter=meter, engine=engine, given=given, progress=report)
    kept = given is not None and given.cost <= best.cost
    found = (given if kept else best).orders()
    days = tuple(day_plan(instance, route, order) for route, order in sorted(found.items()))
    return RoutePlan(
        days=days,
        unplanned=explain_left_out(instance, found),
        totals=totals(days, {visit.key: visit.value for visit in problem.visits}),
        cost=(given if kept else best).cost,
        engine="given order" if kept else name,
        iterations=meter.used,
        baseline=baseline,
        kept_baseline=kept,
        stopped=meter.cancelled,
    )


@contextmanager
def _collector_at_rest():
    """Orders remembered by the hundred thousand hold no cycles; looking for some took a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
