"""What a route plan takes from a rep's worked day: one span of work, and lunch in it."""

from .field_request import DAY, DayFacts


def day_facts(*, day, start, end, breaks=(), lunch=None):
    """Return the day's longest span of work, as seconds of the day; `breaks` and `lunch` are (from, to) moments.

    Lunch lies inside the span. Any other break (half a day of leave, an inner holiday) ends it: a route has one beginning and one end,
    so the longest part counts and the rest of the day stays free.
    """
    lunch_span = _span(day, *lunch) if lunch else None
    edges = [_second(day, start)]
    for pause in sorted(_span(day, *pause) for pause in breaks):
        if pause != lunch_span:
            edges += pause
    edges.append(_second(day, end))
    parts = list(zip(edges[::2], edges[1::2], strict=False))
    first, last = max(parts, key=lambda part: (part[1] - part[0], -part[0]))
    inside = lunch_span if lunch_span and first <= lunch_span[0] and lunch_span[1] <= last else None
    return DayFacts(date=day, start=first, stop=last, lunch=inside)


def _span(day, start, end):
    return _second(day, start), _second(day, end)


def _second(day, moment):
    """Seconds on the clock of `day`; midnight at its end is 24:00."""
    return (moment.date() - day).days * DAY + moment.hour * 3600 + moment.minute * 60 + moment.second
