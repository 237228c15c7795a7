"""Who comes back: retention between two periods, and cohorts of customers by the month of their first order.

*Retention* = customers who bought in this period and the one before / customers of the one before. *Cohort*: all customers whose
first order lies in the same month; cell k counts those of them who bought in the k-th month after it. Cells of months that are
not over on ``today`` are None, not 0: nobody was lost in a month that has not passed.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order."""

    key: Hashable
    day: date
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Retention:
    """``rate`` is None where nobody bought in the period before."""

    before: int
    kept: int
    lost: frozenset
    won: frozenset
    rate: float | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """``active``, ``shares``, ``amounts``: one entry for each month since the first order, None while a month is not over."""

    month: date
    size: int
    active: tuple[int | None, ...]
    shares: tuple[float | None, ...]
    amounts: tuple[Decimal | None, ...]


def retention(*, before: Iterable[Hashable], now: Iterable[Hashable]) -> Retention:
    """Return how many buyers of the period before bought again in this one."""
    before, now = frozenset(before), frozenset(now)
    kept = len(before & now)
    return Retention(len(before), kept, before - now, now - before, kept / len(before) if before else None)


def month_number(day: date) -> int:
    """Return months since year 0: differences of it are months between."""
    return day.year * 12 + day.month - 1


def cohorts(*, purchases: Iterable[Purchase], today: date, months: int = 12) -> list[Cohort]:
    """Return the cohorts, oldest first, with ``months`` months after the first each; purchases after ``today`` are left out."""
    seen = [purchase for purchase in purchases if purchase.day <= today]
    first = {}
    for purchase in seen:
        number = month_number(purchase.day)
        first[purchase.key] = min(first.get(purchase.key, number), number)
    buyers, amounts, sizes = defaultdict(set), defaultdict(Decimal), defaultdict(int)
    for number in first.values():
        sizes[number] += 1
    for purchase in seen:
        start = first[purchase.key]
        cell = (start, month_number(purchase.day) - start)
        buyers[cell].add(purchase.key)
        amounts[cell] += purchase.amount
    over = month_number(today)  # this month is not over; the ones before are
    return [_cohort(start, sizes[start], buyers, amounts, min(months, over - start - 1), months) for start in sorted(sizes)]


def _cohort(start, size, buyers, amounts, last, months):
    offsets = range(months + 1)
    active = tuple(len(buyers.get((start, offset), ())) if offset <= last else None for offset in offsets)
    return Cohort(
        month=date(start // 12, start % 12 + 1, 1),
        size=size,
        active=active,
        shares=tuple(None if count is None else count / size for count in active),
        amounts=tuple(amounts.get((start, offset), Decimal(0)) if offset <= last else None for offset in offsets),
    )
