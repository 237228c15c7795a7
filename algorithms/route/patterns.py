"""On which days a customer with a cadence may be visited: alternatives of worked dates for `Visit.patterns`.

A pattern names a weekday and the weeks it is visited in. Where that weekday is not worked in a week (holiday, leave), the nearest
worked day of that week stands in (the earlier one on a tie); a week without any worked day has no visit.
"""

from datetime import date, timedelta


def _weeks(dates):
    weeks = {}
    for day in sorted(set(dates)):
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    first, last = min(weeks), max(weeks)
    mondays = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return [(monday, weeks.get(monday, [])) for monday in mondays]


def _in_week(worked, monday, weekday):
    wanted = monday + timedelta(days=weekday)
    return min(worked, key=lambda day: (abs((day - wanted).days), day))


def every_weeks(dates: list[date], *, weeks: int) -> tuple[tuple[date, ...], ...]:
    """Patterns with one visit every `weeks` weeks on the same weekday; each first week of the cycle is an alternative."""
    if weeks < 1:
        raise ValueError("an interval is at least one week")
    if not dates:
        return ()
    calendar = _weeks(dates)
    weekdays = sorted({day.weekday() for day in dates})
    patterns = {}
    for offset in range(min(weeks, len(calendar))):
        chosen = [(monday, worked) for monday, worked in calendar[offset::weeks] if worked]
        for weekday in weekdays:
            pattern = tuple(_in_week(worked, monday, weekday) for monday, worked in chosen)
            if pattern:
                patterns[pattern] = None
    most = max((len(pattern) for pattern in patterns), default=0)
    if weeks < len(calendar):  # a cycle that loses a visit to the edge of the horizon is as good as the others
        return tuple(patterns)
    return tuple(pattern for pattern in patterns if len(pattern) == most)


def weekly(dates: list[date], *, per_week: int = 1) -> tuple[tuple[date, ...], ...]:
    """Patterns with `per_week` visits a week on the same weekdays, at least a day apart where the week allows it."""
    single = every_weeks(dates, weeks=1)
    if per_week <= 1:
        return single
    patterns = {}
    for group in _groups(len(single), per_week):
        days = sorted({day for index in group for day in single[index]})
        patterns[tuple(days)] = None
    most = max((len(pattern) for pattern in patterns), default=0)
    full = [pattern for pattern in patterns if len(pattern) == most]
    apart = [p for p in full if all((b - a).days > 1 for a, b in zip(p, p[1:], strict=False))]
    return tuple(apart or full)


def _groups(count, size, first=0):
    if size == 0:
        yield ()
        return
    for index in range(first, count - size + 1):
        for rest in _groups(count, size - 1, index + 1):
            yield (index, *rest)


def fortnightly(dates: list[date]) -> tuple[tuple[date, ...], ...]:
    """Patterns with one visit every second week on the same weekday."""
    return every_weeks(dates, weeks=2)


def once(dates: list[date]) -> tuple[tuple[date, ...], ...]:
    """Any one day."""
    return tuple((day,) for day in sorted(set(dates)))
