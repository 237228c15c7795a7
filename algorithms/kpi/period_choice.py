"""The periods that a person picks by name: the month, quarter or year of a day, the one before, or the last days."""

from datetime import date, timedelta

from .window import previous

LENGTHS = {"month": 1, "quarter": 3, "year": 12}
CHOICES = ("this_month", "last_month", "this_quarter", "last_quarter", "this_year", "last_year", "last_30_days", "last_90_days")


def chosen_period(*, choice: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a period of ``CHOICES``; calendar periods end with their last day, also when it is to come.

    :raise KeyError: for another choice
    """
    which, _, unit = choice.partition("_")
    if choice in ("last_30_days", "last_90_days"):
        return today - timedelta(days=int(unit.partition("_")[0]) - 1), today
    if choice not in CHOICES:
        raise KeyError(choice)
    months = LENGTHS[unit]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    after = date(first.year + (first.month + months > 12), (first.month + months - 1) % 12 + 1, 1)
    span = first, after - timedelta(days=1)
    return span if which == "this" else previous(date_from=span[0], date_to=span[1])
