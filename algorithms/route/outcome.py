"""From orders of stops to the plan a person reads: times, legs, totals."""

from .plan import DayPlan, LunchBreak, Stop, Totals
from .schedule import day_times


def legs_of(spec, nodes, rows):
    """The legs of a day over these nodes, start and end included."""
    path = [spec.start, *nodes, spec.end]
    return [rows[a][b] for a, b in zip(path, path[1:], strict=False)]


def order_times(instance, route, order):
    """Times of an order of visits on a rep-day, or None if it breaks a window, the shift or lunch."""
    spec = instance.routes[route]
    if any(not spec.windows[q] for q in order):
        return None
    legs = legs_of(spec, [instance.node[q] for q in order], spec.seconds)
    return day_times(spec, legs, [(instance.service[q], spec.windows[q]) for q in order])


def order_is_allowed(instance, route, order):
    """Whether a rep-day keeps every rule: times, counts, load, driving, locked positions."""
    spec = instance.routes[route]
    legs = legs_of(spec, [instance.node[q] for q in order], spec.seconds)
    if len(order) > spec.max_visits or sum(legs) > spec.max_driving:
        return False
    if sum(instance.load[q] for q in order) > spec.capacity:
        return False
    if any(q in spec.positions and at != min(spec.positions[q], len(order) - 1) for at, q in enumerate(order)):
        return False
    return order_times(instance, route, order) is not None


def day_plan(instance, route, order):
    """The DayPlan of a feasible order."""
    spec = instance.routes[route]
    nodes = [instance.node[q] for q in order]
    seconds, metres = legs_of(spec, nodes, spec.seconds), legs_of(spec, nodes, spec.metres)
    times = order_times(instance, route, order)
    lunch = None
    if times.lunch:
        begin, before, at_door = times.lunch
        lunch = LunchBreak(start=begin, end=begin + spec.lunch[2], before_stop=before, at_stop=at_door)
    stops = []
    for at, (q, (arrival, start, departure)) in enumerate(zip(order, times.stops, strict=False)):
        pause = lunch.end - lunch.start if lunch and lunch.at_stop and lunch.before_stop == at else 0
        stops.append(
            Stop(
                visit=instance.keys[q],
                sequence=at + 1,
                arrival=arrival,
                start=start,
                departure=departure,
                wait=start - arrival - pause,
                travel_seconds=seconds[at],
                travel_metres=metres[at],
            )
        )
    service = sum(stop.departure - stop.start for stop in stops)
    pause = lunch.end - lunch.start if lunch else 0
    return DayPlan(
        rep=spec.rep,
        day=spec.day,
        stops=tuple(stops),
        leave=times.leave,
        back=times.back,
        back_seconds=seconds[-1],
        back_metres=metres[-1],
        travel_seconds=sum(seconds),
        travel_metres=sum(metres),
        wait_seconds=times.back - times.leave - sum(seconds) - service - pause,
        service_seconds=service,
        lunch=lunch,
    )


def totals(days, values):
    """Sums over DayPlans; `values` = value by visit key."""
    return Totals(
        visits=sum(len(day.stops) for day in days),
        travel_seconds=sum(day.travel_seconds for day in days),
        travel_metres=sum(day.travel_metres for day in days),
        wait_seconds=sum(day.wait_seconds for day in days),
        service_seconds=sum(day.service_seconds for day in days),
        value=sum(values[stop.visit] for day in days for stop in day.stops),
    )
