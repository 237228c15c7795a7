"""The problem as solvers see it: small integers for everything, rows as lists, no keys.

`routes[r]` is a rep-day, `q` a visit (or a pattern of visits) that passed feasibility.py. An option of a visit is a tuple of slots, one
per day of the pattern; a slot is a tuple of the routes that can take it. A visit is planned by choosing one option and one route a slot.
"""

from dataclasses import dataclass, field

from .feasibility import possible_options
from .travel import has_position, travel_rows

NEVER = 1 << 60


@dataclass(slots=True)
class RouteSpec:
    """One rep-day. `windows[q]` = start windows of visit q on that day; `seconds`/`cost` = rows [from][to], `*_to` = rows [to][from]."""

    index: int
    rep: object
    day: object
    start: int
    end: int
    opens: int
    closes: int
    lunch: tuple | None
    max_visits: int
    max_driving: int
    capacity: int
    seconds: list
    seconds_to: list
    cost: list
    cost_to: list
    metres: list
    windows: list = field(default_factory=list)
    positions: dict = field(default_factory=dict)
    rich: bool = False
    kind: int = 0


@dataclass(slots=True)
class Instance:
    routes: list
    keys: list
    node: list
    service: list
    load: list
    prize: list
    mandatory: list
    options: list
    visits: list
    left_out: list
    problem: object

    @property
    def size(self):
        return len(self.keys)


def _transposed(rows):
    columns = [list(column) for column in zip(*rows, strict=False)]
    return rows if columns == rows else columns


def _route_specs(problem, nodes, nowhere, metres, by_speed):
    turned = {}

    def turn(rows):
        if id(rows) not in turned:
            turned[id(rows)] = _transposed(rows)
        return turned[id(rows)]

    specs = []
    for index, day in enumerate(problem.days):
        seconds = by_speed[day.speed_kmh or problem.speed_kmh]
        cost = metres if problem.objective == "distance" else seconds
        lunch = day.lunch
        if lunch and (lunch.seconds == 0 or lunch.latest <= day.shift_start or lunch.earliest >= day.shift_end):
            lunch = None
        specs.append(
            RouteSpec(
                index=index,
                rep=day.rep,
                day=day.day,
                start=nowhere if day.start_place is None else nodes[day.start_place],
                end=nowhere if day.end_place is None else nodes[day.end_place],
                opens=day.shift_start,
                closes=day.shift_end,
                lunch=(lunch.earliest, lunch.latest, lunch.seconds) if lunch else None,
                max_visits=NEVER if day.max_visits is None else day.max_visits,
                max_driving=NEVER if day.max_driving is None else day.max_driving,
                capacity=NEVER if day.capacity is None else day.capacity,
                seconds=seconds,
                seconds_to=turn(seconds),
                cost=cost,
                cost_to=turn(cost),
                metres=metres,
            )
        )
    return specs


def _rank(visit):
    """Visits are numbered by what they are, so that the plan does not hang on the order in which they were listed."""
    return (-1 if visit.place is None else visit.place, visit.service, visit.value, visit.optional)


def compile_instance(problem):
    """Integers for the solvers; what can be planned on no day is in `left_out` with its reason."""
    used = {visit.place for visit in problem.visits if has_position(problem, visit.place)}
    used |= {place for day in problem.days for place in (day.start_place, day.end_place) if place is not None}
    places = sorted(used)
    nodes = {place: node for node, place in enumerate(places)}
    metres, by_speed = travel_rows(problem, places)
    specs = _route_specs(problem, nodes, len(places), metres, by_speed)

    keys, node, service, load, options, windows, mandatory, visits, left_out = [], [], [], [], [], [], [], [], []
    for visit in sorted(problem.visits, key=_rank):
        found, by_route, refused = possible_options(problem, specs, nodes, visit)
        if refused:
            left_out.append(refused)
            continue
        if visit.fixed and visit.fixed.position is not None:
            for route in by_route:
                if visit.fixed.day in (None, specs[route].day):
                    specs[route].positions[len(keys)] = visit.fixed.position - 1
        visits.append(visit)
        keys.append(visit.key)
        node.append(nodes[visit.place])
        service.append(visit.service)
        load.append(visit.load)
        options.append(found)
        windows.append(by_route)
        mandatory.append(visit.fixed is not None)
    for spec in specs:
        spec.windows = [by_route.get(spec.index, ()) for by_route in windows]
        spec.rich = bool(spec.lunch or spec.positions or spec.max_driving < NEVER or any(len(w) > 1 for w in spec.windows))
    _number_kinds(specs)
    prizes = _prizes(problem, specs, visits, options)
    return Instance(specs, keys, node, service, load, prizes, mandatory, options, visits, left_out, problem)


def _number_kinds(specs):
    """Routes that differ in nothing but their name share a kind: one empty one of them stands for all."""
    kinds = {}
    for spec in specs:
        positions = tuple(sorted(spec.positions.items()))
        limits = (spec.opens, spec.closes, spec.lunch, spec.max_visits, spec.max_driving, spec.capacity)
        signature = (spec.day, spec.start, spec.end, id(spec.seconds), limits, tuple(spec.windows), positions)
        spec.kind = kinds.setdefault(signature, len(kinds))


def _prizes(problem, specs, visits, options):
    """What leaving a visit out costs, in the objective's unit.

    Optional: its value. Otherwise more than all driving the shifts leave time for, so that no saving outweighs a visit; fixed ones more
    than all others together. With the objective `value` one unit of value outweighs all driving.
    """
    pace = 1
    if problem.objective == "distance":
        for rows in {id(spec.seconds): (spec.seconds, spec.metres) for spec in specs}.values():
            for seconds, metres in zip(*rows, strict=False):
                pace = max([pace, *(m // s + 1 if s else m for m, s in zip(metres, seconds, strict=False))])
    everything = 1 + sum((spec.closes - spec.opens) * pace for spec in specs)
    times = [max(len(option) for option in found) for found in options]
    if problem.objective == "value":
        prizes = [visit.value * everything * count for visit, count in zip(visits, times, strict=False)]
    else:
        prizes = [(visit.value + (0 if visit.optional else everything)) * count for visit, count in zip(visits, times, strict=False)]
    most = 1 + everything + sum(prizes)
    return [prize + most if visit.fixed else prize for prize, visit in zip(prizes, visits, strict=False)]
