"""Team orienteering with time windows: collect as much score as a number of routes allows (Vansteenwegen et al. 2009)."""

import math

from odoo.addons.sales_os.algorithms.route.problem import RouteProblem, Travel, Visit, WorkingDay

from .case import Case

SCALE = 10


def _parse(path):
    rows = [[float(cell) for cell in line.split()] for line in path.read_text().splitlines()[2:] if line.strip()]
    return [row for row in rows if len(row) >= 8]


def read(path, routes, reference):
    rows = _parse(path)
    travel = tuple(tuple(math.floor(SCALE * math.dist(a[1:3], b[1:3])) for b in rows) for a in rows)
    end = int(rows[0][-1] * SCALE)
    days = tuple(WorkingDay(rep=k, day=0, shift_start=0, shift_end=end, start_place=0, end_place=0) for k in range(routes))
    visits = tuple(
        Visit(
            key=int(row[0]),
            place=place,
            service=int(row[3] * SCALE),
            windows={0: ((int(row[-2] * SCALE), int(row[-1] * SCALE)),)},
            windows_hold="start",
            optional=True,
            value=int(row[4]),
        )
        for place, row in enumerate(rows)
        if place
    )
    problem = RouteProblem(days=days, visits=visits, travel=Travel(seconds=travel, metres=travel), objective="value", longest_day=10**9)
    return Case(
        name=f"{path.stem}_m{routes}", problem=problem, judge=lambda plan: _judge(path, routes, plan), reference=reference, better="more"
    )


def _judge(path, routes, plan):
    rows = {int(row[0]): row for row in _parse(path)}
    home = rows[0]
    faults = [] if len(plan.days) <= routes else ["too many routes"]
    seen, score = set(), 0
    for day in plan.days:
        now, here = 0, home
        for key in (stop.visit for stop in day.stops):
            row = rows[key]
            now = max(now + int(10 * math.hypot(row[1] - here[1], row[2] - here[2])), int(10 * row[-2]))
            if now > 10 * row[-1] or key in seen:
                faults.append(f"late or twice at {key}")
            now, here, score = now + int(10 * row[3]), row, score + int(row[4])
            seen.add(key)
        if now + int(10 * math.hypot(home[1] - here[1], home[2] - here[2])) > 10 * home[-1]:
            faults.append("back too late")
    return score, faults
