"""Where a person's day begins and ends, as UTC moments.

A day is the calendar day where the person works. On the two days a year when the clocks change it has 23 or 25 hours.
All moments are naive UTC, as Odoo stores them.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone(name):
    """Return the time zone called `name`; UTC when it is empty or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def local_date(*, moment: datetime, tz: str) -> date:
    """Return the calendar day of `moment` where the person works."""
    return moment.replace(tzinfo=UTC).astimezone(zone(tz)).date()


def local_time(*, moment: datetime, tz: str) -> time:
    """Return the clock time of `moment` where the person works."""
    return moment.replace(tzinfo=UTC).astimezone(zone(tz)).time().replace(microsecond=0)


def moment_of(*, day: date, clock: time, tz: str) -> datetime:
    """Return the moment when the person's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=zone(tz)).astimezone(UTC).replace(tzinfo=None)


def day_bounds(*, day: date, tz: str) -> tuple[datetime, datetime]:
    """Return the first moment of the day and the first moment of the next."""
    return (
        moment_of(day=day, clock=time.min, tz=tz),
        moment_of(day=day + timedelta(days=1), clock=time.min, tz=tz),
    )


def missed_from(*, planned_stop: datetime, tz: str, grace_hours: float) -> datetime:
    """Return the moment from which a visit nobody began counts as missed.

    That is the end of the person's day in which the visit should have ended, plus the hours of grace.
    """
    day = local_date(moment=planned_stop - timedelta(microseconds=1), tz=tz)
    return day_bounds(day=day, tz=tz)[1] + timedelta(hours=grace_hours)
