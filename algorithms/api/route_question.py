"""A stateless question for a route, as the problem that the route planner answers."""

from dataclasses import dataclass

from ..route.problem import GivenRoute, RouteProblem, Visit, WorkingDay

REP, DAY = "rep", "day"


@dataclass(frozen=True, kw_only=True)
class RouteStop:
    """`window`: first and last minute of the day between which the visit takes place; `value` 0: must be visited if it fits."""

    key: str
    latitude: float
    longitude: float
    minutes: int
    window: tuple[int, int] | None = None
    value: int = 0


def read_question(*, start, end, shift, stops, objective, speed_kmh):
    """One working day from `start` to `end`; the order the stops are given in is the baseline."""
    day = WorkingDay(rep=REP, day=DAY, shift_start=shift[0] * 60, shift_end=shift[1] * 60, start_place=0, end_place=1)
    visits = tuple(
        Visit(
            key=stop.key,
            place=index,
            service=stop.minutes * 60,
            windows={DAY: ((stop.window[0] * 60, stop.window[1] * 60),)} if stop.window else None,
            optional=bool(stop.value),
            value=stop.value,
        )
        for index, stop in enumerate(stops, 2)
    )
    return RouteProblem(
        days=(day,),
        visits=visits,
        places=(start, end, *((stop.latitude, stop.longitude) for stop in stops)),
        objective=objective,
        speed_kmh=speed_kmh,
        baseline=(GivenRoute(rep=REP, day=DAY, visits=tuple(stop.key for stop in stops)),),
    )
