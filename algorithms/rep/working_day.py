"""When a representative works on a day: from calendar intervals to start, end and the breaks between."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class WorkedDay:
    """One worked day in local time. ``breaks`` are the gaps between start and end, lunch among them."""

    day: date
    start: datetime
    end: datetime
    breaks: tuple[Interval, ...] = ()
    lunch: Interval | None = None

    @property
    def worked_minutes(self) -> int:
        pause = sum((stop - start for start, stop in self.breaks), timedelta())
        return round((self.end - self.start - pause).total_seconds() / 60)


def subtract(*, intervals: Iterable[Interval], absences: Iterable[Interval]) -> list[Interval]:
    """Return what is left of ``intervals`` (sorted, disjoint) without ``absences`` (any order, may overlap)."""
    left = sorted(intervals)
    for away_from, away_to in absences:
        kept = []
        for start, stop in left:
            if away_to <= start or stop <= away_from:
                kept.append((start, stop))
                continue
            if start < away_from:
                kept.append((start, away_from))
            if away_to < stop:
                kept.append((away_to, stop))
        left = kept
    return left


def worked_days(*, intervals: Iterable[Interval], lunch_hour: float = 12.0, lunch_minutes: int = 0) -> dict[date, WorkedDay]:
    """Group local working ``intervals`` by day.

    The gap that lies at ``lunch_hour``, or else the longest gap, is the lunch of the day. Where the calendar leaves no gap,
    a lunch of ``lunch_minutes`` starts at ``lunch_hour`` if the day is at work then; 0 minutes means none.
    """
    by_day: dict[date, list[Interval]] = {}
    for start, stop in sorted(intervals):
        if stop > start:
            by_day.setdefault(start.date(), []).append((start, stop))
    return {
        day: _worked_day(day=day, intervals=day_intervals, lunch_hour=lunch_hour, lunch_minutes=lunch_minutes)
        for day, day_intervals in by_day.items()
    }


def _worked_day(*, day, intervals, lunch_hour, lunch_minutes):
    start, end = intervals[0][0], max(stop for _start, stop in intervals)
    breaks = []
    reached = intervals[0][1]
    for next_start, next_stop in intervals[1:]:
        if next_start > reached:
            breaks.append((reached, next_start))
        reached = max(reached, next_stop)
    wanted = start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=lunch_hour)
    lunch = next((gap for gap in breaks if gap[0] <= wanted < gap[1]), None)
    if lunch is None and breaks:
        lunch = max(breaks, key=lambda gap: (gap[1] - gap[0], -gap[0].timestamp()))
    if lunch is None and lunch_minutes > 0:
        wanted_end = wanted + timedelta(minutes=lunch_minutes)
        if start < wanted and wanted_end < end:
            lunch = (wanted, wanted_end)
            breaks = [lunch]
    return WorkedDay(day=day, start=start, end=end, breaks=tuple(breaks), lunch=lunch)


def is_absent(*, day: date, attendances: Iterable[Interval], absences: Iterable[Interval]) -> bool:
    """Whether somebody is away for the whole of ``day``.

    A day with working hours is lost when nothing of them is left; a day without any when an absence covers its noon.
    """
    absences = list(absences)
    if not absences:
        return False
    worked = [(start, stop) for start, stop in attendances if start.date() == day]
    if worked:
        return not subtract(intervals=worked, absences=absences)
    noon = datetime.combine(day, time(12), tzinfo=absences[0][0].tzinfo)
    return any(start <= noon < stop for start, stop in absences)
