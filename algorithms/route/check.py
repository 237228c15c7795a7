"""Whether a plan keeps every rule: an independent judge that shares no arithmetic with the solvers.

It reads the problem and the plan only, computes distances itself with the plain haversine formula, walks each day second by second from
leave to back and returns what it finds wrong, in plain words for tests and benchmarks (not for users).
"""

import math

_RADIUS = 6371008.8


def _leg(problem, day, a, b):
    """(seconds, metres) between two places; None = nowhere in particular."""
    if a is None or b is None:
        return 0, 0
    if problem.travel is not None:
        return problem.travel.seconds[a][b], problem.travel.metres[a][b]
    if a == b:
        return 0, 0
    (lat1, lon1), (lat2, lon2) = problem.places[a], problem.places[b]
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = (1 - math.cos(p2 - p1)) / 2 + math.cos(p1) * math.cos(p2) * (1 - math.cos(math.radians(lon2 - lon1))) / 2
    metres = 2 * _RADIUS * math.atan2(math.sqrt(h), math.sqrt(1 - h)) * problem.road_factor
    speed = day.speed_kmh or problem.speed_kmh
    return round(metres * 3.6 / speed), round(metres)


def _near(found, expected):
    """Equal up to one unit: the same formula may round the other way."""
    return abs(found - expected) <= 1


def check_plan(problem, plan):
    """Violations as a list of strings; empty when the plan is right."""
    wrong = []
    visits = {visit.key: visit for visit in problem.visits}
    strangers = [stop.visit for day in plan.days for stop in day.stops if stop.visit not in visits]
    if strangers:
        return [f"unknown visits {strangers}"]
    working = {(day.rep, day.day): day for day in problem.days}
    made = {}
    for day_plan in plan.days:
        day = working.get((day_plan.rep, day_plan.day))
        if day is None:
            wrong.append(f"day {day_plan.rep}, {day_plan.day} is not worked")
            continue
        wrong += [f"{day_plan.rep}, {day_plan.day}: {text}" for text in _day_faults(problem, day, day_plan, visits)]
        for stop in day_plan.stops:
            made.setdefault(stop.visit, []).append((day_plan.day, day_plan.rep))
    for key, visit in visits.items():
        wrong += [f"visit {key}: {text}" for text in _visit_faults(visit, made.get(key, []), working)]
    left = [unplanned.visit for unplanned in plan.unplanned]
    if len(set(left)) != len(left):
        wrong.append("a visit is left out twice")
    if set(left) != set(visits) - set(made):
        wrong.append(f"planned and unplanned visits are not all visits: {set(visits) ^ (set(left) | set(made))}")
    if set(left) & set(made):
        wrong.append(f"visits both planned and left out: {set(left) & set(made)}")
    return wrong + _total_faults(plan, visits)


def _day_faults(problem, day, plan, visits):
    wrong = []
    now, place = plan.leave, day.start_place
    if plan.leave < day.shift_start:
        wrong.append("leaves before the shift")
    busy, driven, metres, load = [], 0, 0, 0
    for at, stop in enumerate(plan.stops):
        visit = visits[stop.visit]
        now, leg, far = _drive(problem, day, plan, place, visit.place, now, at, busy)
        driven, metres, load = driven + leg, metres + far, load + visit.load
        if not _near(stop.travel_seconds, leg) or not _near(stop.travel_metres, far):
            wrong.append(f"leg to {stop.visit} is {leg} s, {far} m, not {stop.travel_seconds} s, {stop.travel_metres} m")
        if not abs(stop.arrival - now) <= at + 2:
            wrong.append(f"arrives at {stop.visit} at {now}, not {stop.arrival}")
        if plan.lunch and plan.lunch.at_stop and plan.lunch.before_stop == at:
            if plan.lunch.start < stop.arrival:
                wrong.append("lunch before arrival")
            now = plan.lunch.end
        if stop.start < stop.arrival or stop.start < now - at - 2 or stop.departure - stop.start != visit.service:
            wrong.append(f"times of {stop.visit} do not add up")
        if not _may_start(visit, day, stop):
            wrong.append(f"{stop.visit} is closed from {stop.start} to {stop.departure}")
        busy.append((stop.start, stop.departure))
        now, place = stop.departure, visit.place
        if stop.sequence != at + 1:
            wrong.append("sequence has gaps")
    now, leg, far = _drive(problem, day, plan, place, day.end_place, now, len(plan.stops), busy)
    driven, metres = driven + leg, metres + far
    if abs(now - plan.back) > len(plan.stops) + 2 or plan.back > day.shift_end:
        wrong.append(f"is back at {now} ({plan.back}), shift ends {day.shift_end}")
    if abs(driven - plan.travel_seconds) > len(plan.stops) + 1 or abs(metres - plan.travel_metres) > len(plan.stops) + 1:
        wrong.append("travel does not add up")
    if day.max_driving is not None and driven > day.max_driving + len(plan.stops) + 1:
        wrong.append("drives too long")
    if day.max_visits is not None and len(plan.stops) > day.max_visits:
        wrong.append("too many visits")
    if day.capacity is not None and load > day.capacity:
        wrong.append("too much load")
    return wrong + _lunch_faults(day, plan, busy) + _position_faults(day, plan, visits)


def _drive(problem, day, plan, a, b, now, at, busy):
    """(arrival, seconds, metres) of the leg to stop number `at`; notes the drive in `busy`; lunch before the drive is waited for."""
    seconds, metres = _leg(problem, day, a, b)
    if plan.lunch and not plan.lunch.at_stop and plan.lunch.before_stop == at:
        now = max(now, plan.lunch.end)
    busy.append((now, now + seconds))
    return now + seconds, seconds, metres


def _may_start(visit, day, stop):
    fixed = visit.fixed
    if fixed and fixed.start is not None and fixed.day in (None, day.day):
        return stop.start == fixed.start
    if visit.windows is None:
        return True
    until = stop.departure if visit.windows_hold == "service" else stop.start
    return any(opens <= stop.start and until <= closes for opens, closes in visit.windows.get(day.day, ()))


def _lunch_faults(day, plan, busy):
    rule = day.lunch
    if rule is None or rule.seconds == 0 or rule.latest <= day.shift_start or rule.earliest >= day.shift_end:
        return [] if plan.lunch is None else ["lunch on a day without"]
    slack = len(plan.stops) + 2
    if plan.lunch is None:
        at_home = plan.back <= rule.latest or plan.leave >= rule.earliest + rule.seconds
        return [] if at_home else ["no lunch"]
    lunch, wrong = plan.lunch, []
    if not rule.earliest <= lunch.start <= rule.latest or lunch.end - lunch.start != rule.seconds:
        wrong.append(f"lunch from {lunch.start} to {lunch.end} breaks its rule")
    if any(begin < lunch.end - slack and lunch.start + slack < end for begin, end in busy):
        wrong.append("lunch during a drive or a visit")
    return wrong


def _position_faults(day, plan, visits):
    wrong, last = [], len(plan.stops) - 1
    for at, stop in enumerate(plan.stops):
        fixed = visits[stop.visit].fixed
        if fixed and fixed.position is not None and fixed.day in (None, day.day) and at != min(fixed.position - 1, last):
            wrong.append(f"{stop.visit} is stop {at + 1}, not {fixed.position}")
    return wrong


def _visit_faults(visit, made, working):
    if not made:
        return []
    wrong = []
    days = sorted((day for day, _ in made), key=str)
    reps = {rep for _, rep in made}
    if visit.patterns is None:
        if len(made) != 1:
            wrong.append("made more than once")
    elif days not in [sorted(pattern, key=str) for pattern in visit.patterns]:
        wrong.append(f"days {days} follow no pattern")
    if visit.days is not None and not set(days) <= set(visit.days):
        wrong.append("on a day it must not be")
    if visit.reps is not None and not reps <= set(visit.reps):
        wrong.append("by a rep it must not be")
    if visit.same_rep and len(reps) > 1:
        wrong.append("by several reps")
    if visit.fixed:
        if visit.fixed.day is not None and visit.fixed.day not in days:
            wrong.append("not on its fixed day")
        if visit.fixed.rep is not None and reps != {visit.fixed.rep}:
            wrong.append("not by its fixed rep")
    return wrong


def _total_faults(plan, visits):
    totals = plan.totals
    sums = {
        "visits": sum(len(day.stops) for day in plan.days),
        "travel_seconds": sum(s.travel_seconds for day in plan.days for s in day.stops) + sum(day.back_seconds for day in plan.days),
        "travel_metres": sum(s.travel_metres for day in plan.days for s in day.stops) + sum(day.back_metres for day in plan.days),
        "service_seconds": sum(visits[s.visit].service for day in plan.days for s in day.stops),
        "value": sum(visits[s.visit].value for day in plan.days for s in day.stops),
    }
    wrong = [f"total {name} is {getattr(totals, name)}, not {right}" for name, right in sums.items() if getattr(totals, name) != right]
    if any(day.wait_seconds < 0 or any(stop.wait < 0 for stop in day.stops) for day in plan.days):
        wrong.append("waits less than nothing")
    return wrong
