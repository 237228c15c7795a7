"""On which rep-days, and when, a single visit could be made if it were the only one: and if on none, why.

Whatever passes here can be planned on an empty day; whatever fails can be planned on no day at all, and is answered before any solving.
"""

from .plan import Unplanned
from .reasons import Reason
from .schedule import alone_fits
from .travel import has_position

# The reason told is that of the day that came furthest through these gates.
_GATES = (
    Reason.NO_WORKING_DAY,
    Reason.NO_REP,
    Reason.CLOSED,
    Reason.WINDOW_TOO_SHORT,
    Reason.NO_VISIT_ALLOWED,
    Reason.LOAD_TOO_LARGE,
    Reason.WINDOW_OUTSIDE_SHIFT,
    Reason.APPOINTMENT_OUTSIDE_SHIFT,
    Reason.TOO_MUCH_DRIVING,
    Reason.TOO_FAR,
    Reason.APPOINTMENT_UNREACHABLE,
)
_RANK = {reason: rank for rank, reason in enumerate(_GATES)}


def _appointment_on(visit, spec):
    """Whether the visit must begin at a fixed second on that day (in a pattern: on one of its days)."""
    return visit.fixed is not None and visit.fixed.start is not None and visit.fixed.day in (None, spec.day)


def _start_windows(visit, spec):
    """(windows in which the visit may start on that day, reason, facts)."""
    if _appointment_on(visit, spec):
        start = visit.fixed.start
        if start < spec.opens or start + visit.service > spec.closes:
            return (), Reason.APPOINTMENT_OUTSIDE_SHIFT, {"day": spec.day, "start": start, "shift": (spec.opens, spec.closes)}
        return ((start, start),), None, {}
    openings = visit.windows.get(spec.day, ()) if visit.windows is not None else ((spec.opens, spec.closes),)
    if not openings:
        return (), Reason.CLOSED, {"days": (spec.day,)}
    whole = visit.service if visit.windows_hold == "service" or visit.windows is None else 0
    starts = [(opens, closes - whole) for opens, closes in sorted(openings) if closes - whole >= opens]
    if not starts:
        if visit.windows is None:
            return (), Reason.TOO_FAR, {"day": spec.day, "needed": visit.service, "shift": (spec.opens, spec.closes)}
        longest = max(closes - opens for opens, closes in openings)
        return (), Reason.WINDOW_TOO_SHORT, {"day": spec.day, "service": visit.service, "longest": longest}
    merged = []
    for opens, closes in starts:
        opens, closes = max(opens, spec.opens), min(closes, spec.closes - visit.service)
        if opens > closes:
            continue
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    if not merged:
        facts = {"day": spec.day, "window": (min(o for o, _ in openings), max(c for _, c in openings)), "shift": (spec.opens, spec.closes)}
        return (), Reason.WINDOW_OUTSIDE_SHIFT, facts
    return tuple(merged), None, {}


def _on_route(visit, spec, node):
    """(start windows, reason, facts) for one rep-day on which the visit would be the only one."""
    if spec.max_visits < 1:
        return (), Reason.NO_VISIT_ALLOWED, {"day": spec.day, "max_visits": spec.max_visits}
    if visit.load > spec.capacity:
        return (), Reason.LOAD_TOO_LARGE, {"day": spec.day, "load": visit.load, "capacity": spec.capacity}
    windows, reason, facts = _start_windows(visit, spec)
    if reason:
        return (), reason, facts
    there, back = spec.seconds[spec.start][node], spec.seconds[node][spec.end]
    if there + back > spec.max_driving:
        return (), Reason.TOO_MUCH_DRIVING, {"day": spec.day, "needed": there + back, "max_driving": spec.max_driving}
    if alone_fits(spec, node, visit.service, windows):
        return windows, None, {}
    needed = there + visit.service + back
    if _appointment_on(visit, spec):
        facts = {
            "day": spec.day,
            "start": visit.fixed.start,
            "earliest": spec.opens + there,
            "shift": (spec.opens, spec.closes),
            "needed": needed,
        }
        return (), Reason.APPOINTMENT_UNREACHABLE, facts
    facts = {"day": spec.day, "needed": needed, "travel_there": there, "travel_back": back, "shift": (spec.opens, spec.closes)}
    return (), Reason.TOO_FAR, facts


def _wanted_patterns(visit, worked):
    """The patterns of day keys the visit may follow."""
    fixed = visit.fixed.day if visit.fixed else None
    if visit.patterns is not None:
        patterns = visit.patterns
        if visit.days is not None:
            patterns = tuple(pattern for pattern in patterns if set(pattern) <= set(visit.days))
        return patterns if fixed is None else tuple(pattern for pattern in patterns if fixed in pattern)
    if fixed is not None:
        return ((fixed,),)
    return tuple((day,) for day in (worked if visit.days is None else visit.days))


def possible_options(problem, specs, nodes, visit):
    """(options, start windows by route, None) for the solvers, or (None, None, Unplanned) when no day will do."""
    if not has_position(problem, visit.place):
        return None, None, Unplanned(visit=visit.key, reason=Reason.NO_POSITION, facts={"place": visit.place})
    patterns = _wanted_patterns(visit, tuple(dict.fromkeys(spec.day for spec in specs)))
    asked = {day for pattern in patterns for day in pattern}
    reps = None if visit.reps is None else set(visit.reps)
    if visit.fixed and visit.fixed.rep is not None:
        reps = {visit.fixed.rep}

    by_route, worst, routes_of_day = {}, (-1, None, {}), {}
    refusals = []
    for spec in specs:
        if spec.day not in asked:
            continue
        if reps is not None and spec.rep not in reps:
            refusals.append((Reason.NO_REP, {"reps": tuple(sorted(reps, key=str))}))
            continue
        windows, reason, facts = _on_route(visit, spec, nodes[visit.place])
        if reason:
            refusals.append((reason, facts))
        else:
            by_route[spec.index] = windows
            routes_of_day.setdefault(spec.day, []).append(spec.index)

    options = _options(visit, specs, patterns, routes_of_day)
    if options:
        return options, by_route, None
    if not refusals:
        refusals = [(Reason.NO_WORKING_DAY, {"days": tuple(asked)})]
    if by_route:
        return None, None, Unplanned(visit=visit.key, reason=Reason.PATTERN_IMPOSSIBLE, facts={"patterns": len(patterns)})
    worst = max(refusals, key=lambda refusal: _RANK[refusal[0]])
    facts = dict(worst[1])
    if worst[0] is Reason.CLOSED:
        facts = {"days": tuple(fact["days"][0] for reason, fact in refusals if reason is Reason.CLOSED)}
    return None, None, Unplanned(visit=visit.key, reason=worst[0], facts=facts)


def _options(visit, specs, patterns, routes_of_day):
    """Options as in instance.py. One-day patterns become one option with one wide slot: the solver picks the day."""
    single = tuple(sorted({route for pattern in patterns if len(pattern) == 1 for route in routes_of_day.get(pattern[0], ())}))
    options = [(single,)] if single else []
    for pattern in patterns:
        if len(pattern) == 1 or not all(day in routes_of_day for day in pattern):
            continue
        if not visit.same_rep:
            options.append(tuple(tuple(routes_of_day[day]) for day in pattern))
            continue
        reps = {}
        for day in pattern:
            for route in routes_of_day[day]:
                reps.setdefault(specs[route].rep, {}).setdefault(day, []).append(route)
        for days in reps.values():
            if len(days) == len(pattern):
                options.append(tuple(tuple(days[day]) for day in pattern))
    return tuple(options)
