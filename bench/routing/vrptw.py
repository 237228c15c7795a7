"""Solomon's and Gehring-Homberger's vehicle routing with time windows (Solomon 1987; rounding of the DIMACS challenge).

Distance = floor(10 x euclid) / 10, service starts inside the window, every customer is served, total distance counts.
"""

import math

from odoo.addons.sales_os.algorithms.route.problem import RouteProblem, Travel, Visit, WorkingDay

from .case import Case

SCALE = 10


def _numbers(path):
    rows = [line.split() for line in path.read_text().splitlines()]
    rows = [[float(cell) for cell in row] for row in rows if row and all(cell.replace(".", "").lstrip("-").isdigit() for cell in row)]
    (vehicles, capacity), customers = rows[0], [row for row in rows if len(row) == 7]
    return int(vehicles), int(capacity), customers


def read(path, reference):
    vehicles, capacity, rows = _numbers(path)
    travel = tuple(tuple(math.floor(SCALE * math.dist(a[1:3], b[1:3])) for b in rows) for a in rows)
    horizon = int(rows[0][5]) * SCALE
    days = tuple(
        WorkingDay(rep=k, day=0, shift_start=0, shift_end=horizon, start_place=0, end_place=0, capacity=capacity) for k in range(vehicles)
    )
    visits = tuple(
        Visit(
            key=int(row[0]),
            place=place,
            service=int(row[6]) * SCALE,
            windows={0: ((int(row[4]) * SCALE, int(row[5]) * SCALE),)},
            windows_hold="start",
            load=int(row[3]),
        )
        for place, row in enumerate(rows)
        if place
    )
    problem = RouteProblem(days=days, visits=visits, travel=Travel(seconds=travel, metres=travel), longest_day=10**9)
    return Case(name=path.stem, problem=problem, judge=lambda plan: _judge(path, plan), reference=reference)


def _judge(path, plan):
    vehicles, capacity, rows = _numbers(path)
    row_of = {int(row[0]): row for row in rows}
    faults, total, seen = [], 0, []
    if len(plan.days) > vehicles:
        faults.append("too many vehicles")
    for day in plan.days:
        here, now, load = rows[0], 0, 0
        for key in (stop.visit for stop in day.stops):
            row = row_of[key]
            leg = int(10 * math.hypot(row[1] - here[1], row[2] - here[2]))
            total, now, load = total + leg, max(now + leg, int(10 * row[4])), load + row[3]
            if now > 10 * row[5]:
                faults.append(f"late at {key}")
            now += int(10 * row[6])
            here = row
            seen.append(key)
        leg = int(10 * math.hypot(rows[0][1] - here[1], rows[0][2] - here[2]))
        total += leg
        if now + leg > 10 * rows[0][5] or load > capacity:
            faults.append(f"route {day.rep} too long or too full")
    if sorted(seen) != sorted(int(row[0]) for row in rows[1:]):
        faults.append("not every customer exactly once")
    return total / 10, faults
