"""The periods of a plan: calendar months, quarters, years."""

from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def period_start(*, day: date, period: str) -> date:
    """Return the first day of the period that ``day`` lies in."""
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def period_end(*, day: date, period: str) -> date:
    """Return the last day of the period that ``day`` lies in."""
    start = period_start(day=day, period=period)
    month = start.month - 1 + MONTHS[period]
    return date(start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def periods_between(*, start: date, stop: date, period: str) -> list[date]:
    """Return the first days of all periods from that of ``start`` to that of ``stop``."""
    result, day = [], period_start(day=start, period=period)
    while day <= stop:
        result.append(day)
        day = period_end(day=day, period=period) + timedelta(days=1)
    return result
