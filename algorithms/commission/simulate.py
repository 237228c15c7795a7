"""What months of history would have paid under other terms, beside what they paid."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from .book import PlanBook
from .money import HUNDRED, ZERO, rounded


def retimed(*, book: PlanBook, start: date, version: int = -1) -> PlanBook:
    """Return ``book`` as if one of its versions (the newest) had been in force alone, for everybody assigned, from ``start`` on."""
    rules = book.versions[version][1] if book.versions else ()
    assignments = {}
    for rep, rows in book.assignments.items():
        ordered = sorted(rows, key=lambda row: row.start)
        assignments[rep] = (replace(ordered[0], start=min(start, ordered[0].start)), *ordered[1:])
    return replace(book, versions=((start, rules),), assignments=assignments, closed=None)


@dataclass(frozen=True, slots=True)
class RepChange:
    """``percent``: by how much pay changes; None when there was none before."""

    rep: Hashable
    before: Decimal
    after: Decimal
    delta: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All representatives, those who gain most first; ``cost_percent_*``: of the revenue, None without any."""

    reps: tuple[RepChange, ...]
    before: Decimal
    after: Decimal
    delta: Decimal
    winners: int
    losers: int
    cost_percent_before: Decimal | None
    cost_percent_after: Decimal | None


def compared(*, before: Mapping[Hashable, Decimal], after: Mapping[Hashable, Decimal], revenue: Decimal) -> Comparison:
    """Compare pay per representative; who is in one of the two only counts as 0 in the other."""
    changes = []
    for rep in {**before, **after}:
        old, new = before.get(rep, ZERO), after.get(rep, ZERO)
        percent = rounded((new - old) * HUNDRED / abs(old), digits=1) if old else None
        changes.append(RepChange(rep=rep, before=old, after=new, delta=new - old, percent=percent))
    changes.sort(key=lambda change: (-change.delta, str(change.rep)))
    old_sum, new_sum = sum((row.before for row in changes), ZERO), sum((row.after for row in changes), ZERO)
    return Comparison(
        reps=tuple(changes), before=old_sum, after=new_sum, delta=new_sum - old_sum,
        winners=sum(1 for row in changes if row.delta > 0), losers=sum(1 for row in changes if row.delta < 0),
        cost_percent_before=_percent(old_sum, revenue), cost_percent_after=_percent(new_sum, revenue))


def _percent(cost: Decimal, revenue: Decimal) -> Decimal | None:
    return rounded(cost * HUNDRED / revenue, digits=2) if revenue > 0 else None


def bar_percent(*, reached: Decimal, quota: Decimal) -> Decimal | None:
    """Return attainment in percent, None without a quota."""
    return rounded(reached * HUNDRED / quota, digits=1) if quota > 0 else None
