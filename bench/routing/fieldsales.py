"""Field sales as it is: reps at home, opening hours, appointments, visits by interval, driving plus the value of what is left out."""

import json
import math

from odoo.addons.sales_os.algorithms.route.problem import Fixed, RouteProblem, Visit, WorkingDay

from .case import Case

_WEEK = 5


def _patterns(interval, days):
    weeks = days // _WEEK
    if interval == 7:
        return tuple(tuple(week * _WEEK + day for week in range(weeks)) for day in range(_WEEK))
    if interval == 14:
        return tuple(tuple(week * _WEEK + day for week in range(first, weeks, 2)) for first in (0, 1) for day in range(_WEEK))
    return tuple((day,) for day in range(days))


def read(path, entry):
    data = json.loads(path.read_text())
    reps, horizon = data["reps"], range(data["days"])
    places = (*(tuple(rep["home"]) for rep in reps), *((c["lat"], c["lon"]) for c in data["customers"]))
    days = tuple(
        WorkingDay(
            rep=rep["id"],
            day=day,
            shift_start=rep["start"] * 60,
            shift_end=rep["end"] * 60,
            start_place=place,
            end_place=place,
            max_visits=rep["max_visits"],
        )
        for place, rep in enumerate(reps)
        for day in horizon
    )
    fixed = {a["customer"]: Fixed(day=a["day"], rep=a["rep"], start=a["start"] * 60) for a in data["appointments"]}
    visits = tuple(
        Visit(
            key=customer["id"],
            place=len(reps) + number,
            service=customer["service"] * 60,
            windows={day: _opening(customer, day) for day in horizon if _opening(customer, day)},
            patterns=_patterns(customer["interval"], data["days"]) if data["periodic"] else None,
            reps=None if customer["rep"] is None else (customer["rep"],),
            optional=True,
            value=round(120 * customer["value"]),
            fixed=fixed.get(customer["id"]),
        )
        for number, customer in enumerate(data["customers"])
    )
    problem = RouteProblem(days=days, visits=visits, places=places, road_factor=data["road_factor"], speed_kmh=data["speed_kmh"])
    nearest = (entry.get("nearest_neighbour") or {}).get("cost")
    return Case(name=path.stem, problem=problem, judge=lambda plan: judge(data, plan), reference=entry["value"], nearest=nearest)


def _opening(customer, day):
    hours = customer["hours"].get(str(day % _WEEK))
    return ((hours[0] * 60, hours[1] * 60),) if hours else ()


def _seconds(data, a, b):
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, place)) for place in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return round(2 * 6371008.8 * math.asin(math.sqrt(h)) * data["road_factor"] / (data["speed_kmh"] / 3.6))


def judge(data, plan):
    customers = {customer["id"]: customer for customer in data["customers"]}
    reps = {rep["id"]: rep for rep in data["reps"]}
    fixed = {a["customer"]: a for a in data["appointments"]}
    faults, total, on = [], 0, {}
    for route in plan.days:
        rep = reps[route.rep]
        here, now = rep["home"], rep["start"] * 60
        if len(route.stops) > rep["max_visits"]:
            faults.append("too many visits")
        for key in (stop.visit for stop in route.stops):
            customer = customers[key]
            place = (customer["lat"], customer["lon"])
            leg = _seconds(data, here, place)
            total, now, here = total + leg, now + leg, place
            meeting = fixed.get(key)
            if meeting and meeting["day"] == route.day:
                opens = closes = meeting["start"] * 60
            else:
                hours = customer["hours"].get(str(route.day % _WEEK), (1, 0))
                opens, closes = hours[0] * 60, (hours[1] - customer["service"]) * 60
            now = max(now, opens)
            if now > closes:
                faults.append(f"{key} is closed on day {route.day}")
            now += customer["service"] * 60
            on.setdefault(key, []).append((route.day, route.rep))
        leg = _seconds(data, here, rep["home"])
        total += leg
        if now + leg > rep["end"] * 60:
            faults.append(f"rep {route.rep} is home late on day {route.day}")
    for key, customer in customers.items():
        total += _left_out(data, customer, on.get(key, []), fixed.get(key), faults)
    return total, faults


def _left_out(data, customer, made, meeting, faults):
    """What a missing customer costs; notes what is wrong about a planned one."""
    key = customer["id"]
    if meeting and (meeting["day"], meeting["rep"]) not in made:
        faults.append(f"appointment with {key} is not kept")
    if not made:
        times = {7: data["days"] // _WEEK, 14: data["days"] // _WEEK // 2}.get(customer["interval"], 1) if data["periodic"] else 1
        return round(120 * customer["value"]) * times
    if customer["rep"] is not None and any(rep != customer["rep"] for _, rep in made):
        faults.append(f"{key} is visited by the wrong rep")
    days = tuple(sorted(day for day, _ in made))
    if len(days) != 1 if not data["periodic"] else days not in _patterns(customer["interval"], data["days"]):
        faults.append(f"{key} follows no pattern: {days}")
    return 0
