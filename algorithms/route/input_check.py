"""Whether a problem makes sense at all: numbers that are numbers, days that can be worked, keys that exist."""

import math

from ..geo.distance import is_position
from .problem import DAY_SECONDS
from .reasons import InputIssue, Issue

OBJECTIVES = ("distance", "time", "value")
_LARGEST = 10**12


class _Findings(list):
    def add(self, issue, subject, key=None, **facts):
        self.append(InputIssue(issue=issue, subject=subject, key=key, facts=facts))

    def whole(self, subject, key, field, value, *, negative=False):
        """Whether `value` is an integer the solvers can count with."""
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
            self.add(Issue.NOT_A_NUMBER, subject, key, field=field, value=str(value))
            return False
        if value < 0 and not negative:
            self.add(Issue.NEGATIVE, subject, key, field=field, value=value)
            return False
        return True

    def speed(self, subject, key, value):
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.add(Issue.NOT_A_NUMBER, subject, key, field="speed_kmh", value=str(value))
        elif value <= 0:
            self.add(Issue.SPEED_NOT_POSITIVE, subject, key, value=value)


def problem_issues(problem):
    """Everything senseless about the problem, as InputIssue; empty when it can be planned."""
    found = _Findings()
    if problem.objective not in OBJECTIVES:
        found.add(Issue.UNKNOWN_OBJECTIVE, "problem", value=str(problem.objective))
    if problem.travel is None:
        found.speed("problem", None, problem.speed_kmh)
        factor = problem.road_factor
        if isinstance(factor, bool) or not isinstance(factor, (int, float)) or not math.isfinite(factor):
            found.add(Issue.NOT_A_NUMBER, "problem", field="road_factor", value=str(factor))
        elif factor < 1:
            found.add(Issue.ROAD_FACTOR_TOO_SMALL, "problem", value=factor)
    else:
        _matrix(found, problem)
    size = len(problem.places) if problem.travel is None else len(problem.travel.seconds)
    for day in problem.days:
        _day(found, problem, day, size)
    for visit in problem.visits:
        _visit(found, visit, size)
    _keys(found, problem)
    return tuple(found)


def _matrix(found, problem):
    travel = problem.travel
    size = len(travel.seconds)
    if len(travel.metres) != size or any(len(row) != size for rows in (travel.seconds, travel.metres) for row in rows):
        found.add(Issue.MATRIX_SHAPE, "problem", size=size)
        return
    for name, rows in (("seconds", travel.seconds), ("metres", travel.metres)):
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                try:
                    right = 0 <= value < _LARGEST and int(value) == value
                except (TypeError, ValueError):
                    right = False
                if not right:
                    found.add(Issue.NOT_A_NUMBER, "problem", field=f"{name} from place {i} to place {j}", value=str(value))
                    return


def _day(found, problem, day, size):
    key = (day.rep, day.day)
    shift = (day.shift_start, day.shift_end)
    if all([found.whole("day", key, "shift_start", shift[0]), found.whole("day", key, "shift_end", shift[1])]):
        if shift[1] <= shift[0]:
            found.add(Issue.SHIFT_ENDS_BEFORE_START, "day", key, shift=shift)
        elif shift[1] - shift[0] > problem.longest_day or shift[1] > 2 * problem.longest_day:
            found.add(Issue.DAY_TOO_LONG, "day", key, shift=shift)
    for name in ("max_visits", "max_driving", "capacity"):
        if getattr(day, name) is not None:
            found.whole("day", key, name, getattr(day, name))
    if day.speed_kmh is not None and problem.travel is None:
        found.speed("day", key, day.speed_kmh)
    for place in (day.start_place, day.end_place):
        if place is None:
            continue
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < size:
            found.add(Issue.UNKNOWN_KEY, "day", key, what="place", value=str(place))
        elif problem.travel is None and not (problem.places[place] and is_position(*problem.places[place])):
            found.add(Issue.START_WITHOUT_POSITION, "day", key, place=place)
    lunch = day.lunch
    if lunch is not None and all(found.whole("day", key, f"lunch {n}", getattr(lunch, n)) for n in ("earliest", "latest", "seconds")):
        if lunch.latest < lunch.earliest or lunch.seconds > DAY_SECONDS:
            found.add(Issue.LUNCH_IMPOSSIBLE, "day", key, lunch=(lunch.earliest, lunch.latest, lunch.seconds), shift=shift)


def _visit(found, visit, size):
    key = visit.key
    for name in ("service", "value", "load"):
        found.whole("visit", key, name, getattr(visit, name))
    if visit.place is not None and (isinstance(visit.place, bool) or not isinstance(visit.place, int) or not 0 <= visit.place < size):
        found.add(Issue.UNKNOWN_KEY, "visit", key, what="place", value=str(visit.place))
    for day, openings in (visit.windows or {}).items():
        for opens, closes in openings:
            if all([found.whole("visit", key, "window", opens, negative=True), found.whole("visit", key, "window", closes)]):
                if closes < opens:
                    found.add(Issue.WINDOW_ENDS_BEFORE_START, "visit", key, day=day, window=(opens, closes))
    for pattern in visit.patterns or ():
        if len(set(pattern)) < len(pattern) or not pattern:
            found.add(Issue.PATTERN_REPEATS_DAY, "visit", key, pattern=tuple(pattern))
    if visit.fixed is not None:
        if visit.fixed.start is not None:
            found.whole("visit", key, "start", visit.fixed.start)
        position = visit.fixed.position
        if position is not None and found.whole("visit", key, "position", position) and position < 1:
            found.add(Issue.NEGATIVE, "visit", key, field="position", value=position)


def _keys(found, problem):
    days, visits = set(), set()
    for day in problem.days:
        if (day.rep, day.day) in days:
            found.add(Issue.DUPLICATE_KEY, "day", (day.rep, day.day))
        days.add((day.rep, day.day))
    for visit in problem.visits:
        if visit.key in visits:
            found.add(Issue.DUPLICATE_KEY, "visit", visit.key)
        visits.add(visit.key)
    for given in problem.baseline:
        if (given.rep, given.day) not in days:
            found.add(Issue.UNKNOWN_KEY, "problem", None, what="day", value=(given.rep, given.day))
        for key in given.visits:
            if key not in visits:
                found.add(Issue.UNKNOWN_KEY, "problem", None, what="visit", value=key)
