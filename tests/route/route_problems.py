"""Small route problems for the tests of algorithms/route."""

import itertools

from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.route import Fixed, GivenRoute, Lunch, RouteProblem, Travel, Visit, WorkingDay

HOUR = 3600
NOON_BREAK = Lunch(earliest=12 * HOUR, latest=13 * HOUR, seconds=1800)


def line(*metres):
    """A matrix of places on a straight road, 10 m a second."""
    rows = tuple(tuple(abs(a - b) for b in metres) for a in metres)
    return Travel(seconds=tuple(tuple(m // 10 for m in row) for row in rows), metres=rows)


def working_day(rep="rep", day="mon", **values):
    return WorkingDay(
        **{"rep": rep, "day": day, "shift_start": 8 * HOUR, "shift_end": 17 * HOUR, "start_place": 0, "end_place": 0, **values}
    )


def visit(key, place, service=1800, **values):
    return Visit(key=key, place=place, service=service, **values)


def brute_force_seconds(problem):
    """Least driving over all orders of one rep-day without windows, lunch or limits."""
    rows = problem.travel.seconds
    best = None
    for order in itertools.permutations(v.place for v in problem.visits):
        path = [0, *order, 0]
        seconds = sum(rows[a][b] for a, b in zip(path, path[1:], strict=False))
        best = seconds if best is None else min(best, seconds)
    return best


@st.composite
def problems(draw):
    """Days, reps, lunch, windows, appointments, patterns and a given order as they come."""
    size = draw(st.integers(1, 7))
    points = draw(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=size + 1, max_size=size + 1))
    metres = tuple(tuple(200 * (abs(a - c) + abs(b - d)) for c, d in points) for a, b in points)
    travel = Travel(seconds=tuple(tuple(m // 12 for m in row) for row in metres), metres=metres)
    lunch = draw(st.sampled_from([None, NOON_BREAK]))
    names = draw(st.sampled_from([("mon",), ("mon", "tue"), ("mon", "tue", "wed")]))
    reps = draw(st.sampled_from([("ann",), ("ann", "bob")]))
    most = draw(st.sampled_from([None, 2, 4]))
    driving = draw(st.sampled_from([None, 2 * HOUR]))
    days = tuple(working_day(rep, day, lunch=lunch, max_visits=most, max_driving=driving) for rep in reps for day in names)
    visits = tuple(draw(_visits(number, names)) for number in range(1, size + 1))
    baseline = ()
    if draw(st.booleans()):
        singles = [v.key for v in visits if v.patterns is None]
        given = draw(st.permutations(singles))
        cut = draw(st.integers(0, len(given)))
        baseline = (GivenRoute(rep=reps[0], day=names[0], visits=tuple(given[:cut])),)
        if len(names) > 1:
            baseline += (GivenRoute(rep=reps[0], day=names[1], visits=tuple(given[cut:])),)
    objective = draw(st.sampled_from(["time", "distance", "value"]))
    return RouteProblem(days=days, visits=visits, travel=travel, objective=objective, baseline=baseline)


@st.composite
def _visits(draw, number, names):
    values = {"service": draw(st.sampled_from([0, 900, 3600, 7200])), "value": draw(st.integers(0, 5000)), "optional": draw(st.booleans())}
    kind = draw(st.sampled_from(["free", "free", "window", "two windows", "closed", "appointment", "position", "day", "pattern", "rep"]))
    if kind == "window":
        opens = draw(st.integers(7, 16)) * HOUR
        values["windows"] = dict.fromkeys(names, ((opens, opens + 2 * HOUR),))
    elif kind == "two windows":
        values["windows"] = dict.fromkeys(names[-1:], ((9 * HOUR, 11 * HOUR), (14 * HOUR, 16 * HOUR)))
    elif kind == "closed":
        values["windows"] = {}
    elif kind == "appointment":
        values["fixed"] = Fixed(day=draw(st.sampled_from(names)), start=draw(st.integers(7, 17)) * HOUR)
    elif kind == "position":
        values["fixed"] = Fixed(day=names[0], position=draw(st.integers(1, 3)))
    elif kind == "day":
        values["days"] = (draw(st.sampled_from([*names, "sun"])),)
    elif kind == "pattern" and len(names) > 1:
        values["patterns"] = (names[:2], names[-2:])
    elif kind == "rep":
        values["reps"] = ("bob",)
    return visit(f"v{number}", number, **values)
