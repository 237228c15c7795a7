"""Numbers for periods: neighbouring periods differ by one, across years."""

from datetime import date, timedelta

SEASON = {"week": 52, "month": 12, "quarter": 4, "year": 1}
_MONDAY = date(1970, 1, 5)


def period_number(*, day: date, kind: str) -> int:
    """Return the number of the period that ``day`` lies in; weeks begin on Monday."""
    if kind == "week":
        return (day - _MONDAY).days // 7
    if kind == "month":
        return day.year * 12 + day.month - 1
    if kind == "quarter":
        return day.year * 4 + (day.month - 1) // 3
    if kind == "year":
        return day.year
    raise ValueError(f"period '{kind}'; choose one of {', '.join(SEASON)}")


def period_start(*, number: int, kind: str) -> date:
    """Return the first day of a period."""
    if kind == "week":
        return _MONDAY + timedelta(days=7 * number)
    if kind == "month":
        return date(number // 12, number % 12 + 1, 1)
    if kind == "quarter":
        return date(number // 4, number % 4 * 3 + 1, 1)
    if kind == "year":
        return date(number, 1, 1)
    raise ValueError(f"period '{kind}'; choose one of {', '.join(SEASON)}")


def last_finished(*, today: date, kind: str) -> int:
    """Return the number of the last period that is over."""
    return period_number(day=today, kind=kind) - 1
