"""The days that a figure is of, and the days that it is compared with."""

from datetime import date, timedelta

MONTHS = (1, 3, 6, 12)


def previous(*, date_from: date, date_to: date) -> tuple[date, date]:
    """Return the period just before: the calendar one for whole months, quarters, half years and years, else as many days."""
    _check(date_from, date_to)
    months = _whole_months(date_from, date_to)
    last = date_from - timedelta(days=1)
    return (_shifted(date_from, -months), last) if months in MONTHS else (date_from - (date_to - date_from) - timedelta(days=1), last)


def year_before(*, date_from: date, date_to: date) -> tuple[date, date]:
    """Return the same days a year before; a period that ends with its month ends with that month then, too."""
    _check(date_from, date_to)
    last = _shifted(date_to, -12)
    if (date_to + timedelta(days=1)).day == 1:
        last = _shifted(date(date_to.year, date_to.month, 1), -11) - timedelta(days=1)
    return _shifted(date_from, -12), last


def months_until(*, day: date, count: int) -> list[tuple[date, date]]:
    """Return the ``count`` calendar months that end with that of ``day``, oldest first."""
    first = date(day.year, day.month, 1)
    starts = [_shifted(first, number - count + 1) for number in range(count + 1)]
    return [(start, following - timedelta(days=1)) for start, following in zip(starts, starts[1:], strict=False)]


def days_between(*, date_from: date, date_to: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [date_from + timedelta(days=number) for number in range((date_to - date_from).days + 1)]


def _whole_months(date_from, date_to):
    """Number of calendar months that the days fill, 0 when they do not."""
    after = date_to + timedelta(days=1)
    if date_from.day != 1 or after.day != 1:
        return 0
    return (after.year - date_from.year) * 12 + after.month - date_from.month


def _shifted(day, months):
    """The same day some months later; the last of the month where there is no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def _check(date_from, date_to):
    if date_to < date_from:
        raise ValueError(f"the period ends on {date_to}, before it begins on {date_from}")
