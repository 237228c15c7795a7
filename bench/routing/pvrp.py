"""Cordeau's periodic vehicle routing (Cordeau, Gendreau, Laporte 1997): day combinations, m vehicles a day, load and duration."""

import math

from odoo.addons.sales_os.algorithms.route.problem import RouteProblem, Travel, Visit, WorkingDay

from .case import Case

SCALE = 100
_ENDLESS = 10**7


def _parse(path):
    rows = [[float(cell) for cell in line.split()] for line in path.read_text().splitlines() if line.strip()]
    _, vehicles, count, days = (int(cell) for cell in rows[0])
    limits, nodes = rows[1 : 1 + days], rows[1 + days : 2 + days + count]
    return vehicles, days, limits, nodes


def _combos(row, days):
    return [tuple(day for day in range(days) if int(mask) >> (days - 1 - day) & 1) for mask in row[7 : 7 + int(row[6])]]


def read(path, reference):
    vehicles, horizon, limits, rows = _parse(path)
    travel = tuple(tuple(round(SCALE * math.dist(a[1:3], b[1:3])) for b in rows) for a in rows)
    days = tuple(
        WorkingDay(
            rep=k,
            day=day,
            shift_start=0,
            shift_end=int(limits[day][0] * SCALE) or _ENDLESS,
            start_place=0,
            end_place=0,
            capacity=int(limits[day][1]) or None,
        )
        for day in range(horizon)
        for k in range(vehicles)
    )
    visits = tuple(
        Visit(
            key=int(row[0]),
            place=place,
            service=int(row[3] * SCALE),
            patterns=tuple(_combos(row, horizon)),
            same_rep=False,
            load=int(row[4]),
        )
        for place, row in enumerate(rows)
        if place
    )
    problem = RouteProblem(days=days, visits=visits, travel=Travel(seconds=travel, metres=travel), longest_day=10**9)
    return Case(name=path.stem, problem=problem, judge=lambda plan: _judge(path, plan), reference=reference)


def _judge(path, plan):
    vehicles, horizon, limits, rows = _parse(path)
    by_key = {int(row[0]): row for row in rows}
    faults, total, on = [], 0.0, {}
    for day in range(horizon):
        if sum(1 for route in plan.days if route.day == day) > vehicles:
            faults.append(f"too many vehicles on day {day}")
    for route in plan.days:
        here, length, load = rows[0], 0.0, 0.0
        for key in (stop.visit for stop in route.stops):
            row = by_key[key]
            leg = round(math.hypot(row[1] - here[1], row[2] - here[2]), 2)
            length, load, here, total = length + leg + row[3], load + row[4], row, total + leg
            on.setdefault(key, []).append(route.day)
        leg = round(math.hypot(here[1] - rows[0][1], here[2] - rows[0][2]), 2)
        total += leg
        most, room = limits[route.day]
        if (most and length + leg > most + 1e-6) or (room and load > room):
            faults.append(f"route {route.rep} of day {route.day} too long or too full")
    for row in rows[1:]:
        if tuple(sorted(on.get(int(row[0]), []))) not in _combos(row, horizon):
            faults.append(f"customer {int(row[0])} follows no day combination")
    return round(total, 2), faults
