"""Which statement an entry stands on, when it is paid, and what a statement adds up to."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .money import ZERO
from .period import period_end, period_start

DAY = timedelta(days=1)
# characters that make a spreadsheet read a text as a formula
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def statement_period(*, day: date, period: str, closed: Iterable[date]) -> date:
    """Return the first day of the statement period on which an entry of ``day`` stands: its own, or the first later one still open.

    :param closed: first days of the periods whose statement does not change any more
    """
    shut = frozenset(closed)
    start = period_start(day=day, period=period)
    while start in shut:
        start = period_end(day=start, period=period) + DAY
    return start


def payable_on(*, day: date, period: str, days: int) -> date:
    """Return when an entry of ``day`` is paid: so many days after its period has ended."""
    return period_end(day=day, period=period) + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a statement adds it up."""

    kind: str
    plan: object
    amount: Decimal
    late: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    total: Decimal
    late: Decimal
    by_kind: Mapping[str, Decimal]
    by_plan: Mapping[object, Decimal]


def totals(*, lines: Sequence[Line]) -> Totals:
    """Add up a statement; the parts by kind and by plan each sum to the total."""
    by_kind: dict[str, Decimal] = {}
    by_plan: dict[object, Decimal] = {}
    for line in lines:
        by_kind[line.kind] = by_kind.get(line.kind, ZERO) + line.amount
        by_plan[line.plan] = by_plan.get(line.plan, ZERO) + line.amount
    return Totals(
        total=sum((line.amount for line in lines), ZERO), late=sum((line.amount for line in lines if line.late), ZERO),
        by_kind=by_kind, by_plan=by_plan)


def content_hash(content: Mapping) -> str:
    """Return the fingerprint of what a statement says; the order of keys does not matter, that of lines does."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def plain_cell(text: str) -> str:
    """Return ``text`` so that a spreadsheet that opens a CSV file shows it and never calculates it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
