"""Which days a report that comes on a schedule is of: the last day, week or month that is over."""

from datetime import date, timedelta

PERIODS = ("day", "week", "month")


def last_period(*, period: str, today: date) -> tuple[date, date]:
    """Return the last period that ended before ``today``; weeks run from Monday to Sunday."""
    if period == "day":
        return today - timedelta(days=1), today - timedelta(days=1)
    if period == "week":
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if period == "month":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    raise ValueError(f"a report comes by {', '.join(PERIODS)}, not by {period}")
