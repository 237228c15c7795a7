"""Turn what a rep's plan holds (stops, openings, rhythms, the working days) into the question the engine answers.

What is decided here: which visits form a pattern over several weeks, what a priority is worth, which hours count when a stop has its
own window, where lunch may lie, and what "the order that was given" is when stops carry no date yet.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from .patterns import fortnightly, weekly
from .problem import Fixed, GivenRoute, Lunch, RouteProblem, Visit, WorkingDay

MINUTE = 60
HOUR = 3600
DAY = 24 * HOUR
#: one step of priority weighs as much as this much driving
PRIORITY_SECONDS = 4 * HOUR
#: priorities from 1 (highest) to this one weigh something
LOWEST_PRIORITY = 5
#: more value than this adds nothing: the engine counts in whole seconds
LARGEST_VALUE_SECONDS = 30 * 24 * HOUR

PATTERNS = {
    "fortnightly": fortnightly,
    "weekly": weekly,
    "twice_weekly": lambda dates: weekly(dates, per_week=2),
    "thrice_weekly": lambda dates: weekly(dates, per_week=3),
}


@dataclass(frozen=True, kw_only=True)
class StopFacts:
    """One stop as the plan holds it. `sequence` orders the stops of a day; `customer` joins the visits of one rhythm."""

    key: int
    position: tuple[float, float] | None
    minutes: int
    date: datetime.date | None = None
    sequence: int = 0
    keep_day: bool = False
    locked: bool = False
    appointment: tuple[datetime.date, int] | None = None  # day and second of the day
    rhythm: str = "once"
    customer: int | None = None
    openings: Mapping[int, tuple[tuple[int, int], ...]] | None = None  # weekday → (from, to) in seconds; None = always open
    window: tuple[int, int] | None = None
    priority: int = 0
    value: float = 0.0
    optional: bool = False
    load: int = 0


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """One day the rep works: from and to in seconds of the day, and when the working hours put lunch."""

    date: datetime.date
    start: int
    stop: int
    lunch: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """Everything one optimisation needs. `hour_value`: what an hour of driving is worth, in the money of the stops' values."""

    stops: tuple[StopFacts, ...]
    days: tuple[DayFacts, ...]
    home: tuple[float, float] | None
    objective: str = "time"
    speed_kmh: float = 50.0
    road_factor: float = 1.3
    hour_value: float = 60.0
    max_day_minutes: int = 0
    max_stops: int = 0
    capacity: int = 0
    lunch_slack: int = HOUR  # seconds by which lunch may begin earlier or later


@dataclass(frozen=True, kw_only=True)
class FieldRequest:
    """The question, and which stops stand behind each visit of it (several for a rhythm, in the order of their dates)."""

    problem: RouteProblem
    stops_by_visit: Mapping[int, tuple[int, ...]]


def field_request(facts):
    """Build the engine's problem. Visits are numbered in the order their first stop is listed."""
    dates = tuple(day.date for day in facts.days)
    places = [facts.home] if facts.home else []
    visits, stops_by_visit, visit_of_stop, place_of = [], {}, {}, {}
    for number, (group, is_whole) in enumerate(_groups(facts.stops)):
        where = group[0].position
        if where is not None and where not in place_of:
            place_of[where] = len(places)
            places.append(where)
        visits.append(_visit(facts, number, group[0], dates, place_of.get(where), is_whole))
        stops_by_visit[number] = tuple(stop.key for stop in group)
        visit_of_stop.update({stop.key: number for stop in group})
    problem = RouteProblem(
        days=tuple(working_day(facts, day) for day in facts.days),
        visits=tuple(visits),
        places=tuple(places),
        road_factor=facts.road_factor,
        speed_kmh=facts.speed_kmh,
        objective=facts.objective,
        baseline=_given_order(facts.stops, dates, visit_of_stop),
    )
    return FieldRequest(problem=problem, stops_by_visit=stops_by_visit)


def working_day(facts, day):
    """The longest day the rep may work cuts the shift at its end."""
    stop = min(day.stop, day.start + facts.max_day_minutes * MINUTE) if facts.max_day_minutes else day.stop
    home = 0 if facts.home else None
    return WorkingDay(
        rep=0,
        day=day.date,
        shift_start=day.start,
        shift_end=stop,
        start_place=home,
        end_place=home,
        lunch=lunch_of_day(day.lunch, start=day.start, stop=stop, slack=facts.lunch_slack),
        max_visits=facts.max_stops or None,
        capacity=facts.capacity or None,
    )


def lunch_of_day(lunch, *, start, stop, slack):
    """The pause as long as the working hours say, within `slack` of their hour; none on a day that is cut before it."""
    if not lunch or stop < lunch[1]:
        return None
    seconds = lunch[1] - lunch[0]
    earliest, latest = max(lunch[0] - slack, start), min(lunch[0] + slack, stop - seconds)
    return Lunch(earliest=earliest, latest=latest, seconds=seconds) if seconds > 0 and latest >= earliest else None


def stop_value(*, objective, value, priority, hour_value, speed_kmh):
    """What leaving this stop out costs, in the objective's unit.

    Money becomes driving time by what an hour of driving is worth; each step of priority (1 = highest) adds four hours.
    """
    seconds = min(max(value, 0.0) * HOUR / hour_value, LARGEST_VALUE_SECONDS) if hour_value > 0 else 0.0
    if priority > 0:
        seconds += max(LOWEST_PRIORITY + 1 - priority, 0) * PRIORITY_SECONDS
    return round(seconds * speed_kmh / 3.6) if objective == "distance" else round(seconds)


def _held(stop):
    return stop.locked or stop.keep_day or stop.appointment is not None


def _groups(stops):
    """The stops of one rhythm together, as a whole; those of a rhythm that holds a locked stop, and all others, each for itself."""
    rhythms = {}
    for stop in stops:
        if stop.rhythm != "once":
            rhythms.setdefault((stop.customer, stop.rhythm), []).append(stop)
    done = set()
    for stop in stops:
        key = (stop.customer, stop.rhythm)
        group = rhythms.get(key, [])
        if not group or any(_held(member) for member in group):
            yield [stop], False
        elif key not in done:
            done.add(key)
            yield sorted(group, key=_listed), True


def _listed(stop):
    return stop.date is None, stop.date or datetime.date.min, stop.sequence, stop.key


def _visit(facts, number, stop, dates, place, is_whole):
    patterns = (PATTERNS[stop.rhythm](list(dates)) or None) if is_whole else None
    return Visit(
        key=number,
        place=place,
        service=stop.minutes * MINUTE,
        windows=_windows(stop, dates),
        days=None if patterns else _days(stop, dates),
        patterns=patterns,
        optional=stop.optional,
        value=stop_value(
            objective=facts.objective, value=stop.value, priority=stop.priority, hour_value=facts.hour_value, speed_kmh=facts.speed_kmh
        ),
        load=stop.load,
        fixed=_fixed(stop, facts.stops),
    )


def _days(stop, dates):
    if stop.appointment or stop.locked or not stop.date:
        return None
    if stop.keep_day:
        return (stop.date,)
    if stop.rhythm != "once":
        # its rhythm holds a locked visit: this one stays in its week
        week = stop.date.isocalendar()[:2]
        return tuple(day for day in dates if day.isocalendar()[:2] == week) or (stop.date,)
    return None


def _fixed(stop, stops):
    if stop.appointment:
        return Fixed(day=stop.appointment[0], rep=0, start=stop.appointment[1])
    if stop.locked and stop.date:
        before = sum(1 for other in stops if other.date == stop.date and (other.sequence, other.key) < (stop.sequence, stop.key))
        return Fixed(day=stop.date, rep=0, position=before + 1)
    return None


def _windows(stop, dates):
    if stop.window:
        return dict.fromkeys(dates, (stop.window,))
    if stop.openings is None:
        return None
    return {day: tuple(stop.openings[day.weekday()]) for day in dates if stop.openings.get(day.weekday())}


def _given_order(stops, dates, visit_of_stop):
    """The order the stops came in; those without a date are dealt evenly over the working days as they are listed."""
    rows = {day: [] for day in dates}
    listed = sorted(stops, key=_listed)
    undated = [stop for stop in listed if not stop.date]
    for stop in listed:
        if stop.date in rows:
            rows[stop.date].append(stop.key)
    for index, stop in enumerate(undated if dates else ()):
        rows[dates[index * len(dates) // len(undated)]].append(stop.key)
    return tuple(
        GivenRoute(rep=0, day=day, visits=tuple(dict.fromkeys(visit_of_stop[key] for key in keys))) for day, keys in rows.items() if keys
    )
