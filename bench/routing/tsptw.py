"""One route with time windows; the matrix includes service; total travel counts (Lopez-Ibanez, Blum: TSPTW benchmark collection)."""

from odoo.addons.sales_os.algorithms.route.problem import RouteProblem, Travel, Visit, WorkingDay

from .case import Case

SCALE = 10_000


def _parse(path):
    cells = path.read_text().split()
    size = int(cells[0])
    numbers = [float(cell) for cell in cells[1:]]
    matrix = [numbers[i * size : (i + 1) * size] for i in range(size)]
    tail = numbers[size * size :]
    return matrix, [(tail[2 * i], tail[2 * i + 1]) for i in range(size)]


def read(path, reference):
    matrix, windows = _parse(path)
    rows = tuple(tuple(round(SCALE * cell) for cell in row) for row in matrix)
    opens, closes = (round(SCALE * moment) for moment in windows[0])
    days = (WorkingDay(rep=0, day=0, shift_start=opens, shift_end=closes, start_place=0, end_place=0),)
    visits = tuple(
        Visit(key=i, place=i, service=0, windows={0: ((round(SCALE * window[0]), round(SCALE * window[1])),)})
        for i, window in enumerate(windows)
        if i
    )
    problem = RouteProblem(days=days, visits=visits, travel=Travel(seconds=rows, metres=rows), longest_day=10**12)
    return Case(name=path.stem, problem=problem, judge=lambda plan: _judge(path, plan), reference=reference)


def _judge(path, plan):
    matrix, windows = _parse(path)
    route = [stop.visit for day in plan.days for stop in day.stops]
    faults = [] if sorted(route) == list(range(1, len(matrix))) and len(plan.days) == 1 else ["not every stop exactly once"]
    total, now, here = 0.0, windows[0][0], 0
    for node in [*route, 0]:
        total += matrix[here][node]
        now = max(now + matrix[here][node], windows[node][0] if node else 0.0)
        if now > windows[node][1] + 1e-6:
            faults.append(f"late at {node}")
        here = node
    return round(total, 4), faults
