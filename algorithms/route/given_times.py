"""The times of an order that a person chose by hand, whether it can be kept or not.

The engine plans only what keeps every rule. Whoever drags a stop wants to see what happens, so here the given order is driven as it
is: waiting until a customer opens, lunch at the first moment it may begin, and every rule that breaks is named instead of refused.
"""

from dataclasses import dataclass

from .plan import DayPlan, LunchBreak, Stop
from .travel import travel_rows


@dataclass(frozen=True, kw_only=True)
class GivenTimes:
    """`broken`: visit → "late" (for the customer's hours or the agreed time), "closed" or "after_shift"; `lost`: visits without a place."""

    days: tuple[DayPlan, ...]
    broken: dict
    lost: tuple


def given_times(problem):
    """Drive `problem.baseline` day by day."""
    visits = {visit.key: visit for visit in problem.visits}
    working = {day.day: day for day in problem.days}
    places = list(range(len(problem.places)))
    metres, by_speed = travel_rows(problem, places)
    days, broken, lost = [], {}, []
    for route in problem.baseline:
        day = working[route.day]
        placed = [visits[key] for key in route.visits if visits[key].place is not None]
        lost += [key for key in route.visits if visits[key].place is None]
        if placed:
            seconds = by_speed[day.speed_kmh or problem.speed_kmh]
            days.append(_drive(day, placed, seconds, metres, broken))
    return GivenTimes(days=tuple(days), broken=broken, lost=tuple(lost))


def _drive(day, visits, seconds, metres, broken):
    nowhere = len(seconds) - 1
    at = nowhere if day.start_place is None else day.start_place
    leave = max(day.shift_start, _first_opening(visits[0], day) - seconds[at][visits[0].place])
    now, stops, lunch, waited = leave, [], None, 0
    for index, visit in enumerate(visits):
        lunch = lunch or _lunch(day, now, index)
        if lunch and lunch.before_stop == index:
            now = lunch.end
        leg = seconds[at][visit.place]
        arrival = now + leg
        start, problem = _start(visit, day, arrival)
        if problem or start + visit.service > day.shift_end:
            broken[visit.key] = problem or "after_shift"
        now = start + visit.service
        waited += start - arrival
        stops.append(
            Stop(
                visit=visit.key,
                sequence=index + 1,
                arrival=arrival,
                start=start,
                departure=now,
                wait=start - arrival,
                travel_seconds=leg,
                travel_metres=metres[at][visit.place],
            )
        )
        at = visit.place
    end = nowhere if day.end_place is None else day.end_place
    back = now + seconds[at][end]
    if back > day.shift_end:
        broken.setdefault(visits[-1].key, "after_shift")
    return DayPlan(
        rep=day.rep,
        day=day.day,
        stops=tuple(stops),
        leave=leave,
        back=back,
        back_seconds=seconds[at][end],
        back_metres=metres[at][end],
        travel_seconds=sum(stop.travel_seconds for stop in stops) + seconds[at][end],
        travel_metres=sum(stop.travel_metres for stop in stops) + metres[at][end],
        wait_seconds=waited,
        service_seconds=sum(visit.service for visit in visits),
        lunch=lunch,
    )


def _lunch(day, now, index):
    if not day.lunch or not day.lunch.earliest <= now:
        return None
    return LunchBreak(start=now, end=now + day.lunch.seconds, before_stop=index, at_stop=False)


def _openings(visit, day):
    if visit.fixed and visit.fixed.start is not None:
        return ((visit.fixed.start, visit.fixed.start + visit.service),)
    return ((day.shift_start, day.shift_end),) if visit.windows is None else tuple(sorted(visit.windows.get(day.day, ())))


def _first_opening(visit, day):
    openings = _openings(visit, day)
    return openings[0][0] if openings else day.shift_start


def _start(visit, day, arrival):
    openings = _openings(visit, day)
    if not openings:
        return arrival, "closed"
    for opens, closes in openings:
        if max(arrival, opens) + visit.service <= closes:
            return max(arrival, opens), None
    return arrival, "late"
