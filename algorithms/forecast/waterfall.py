"""What became of the pipeline between two snapshots. Beginning plus all movements is the end, to the cent.

Of each deal that counts for the period (open, closing in it) in either snapshot the movements are, in this order:

==============  =====================================================================================================
``new``         not known before, counted at its present amount
``reopened``    was won or lost, is open again
``pulled_in``   was to close in another period
``up`` ``down`` stayed in the period, by the change of its amount
``slipped``     closes in another period now, by the amount it had
``won``         by the amount it was won with (a change of amount on the way is ``up`` or ``down``)
``lost``        by the amount it had, as it fell
``removed``     no longer known (deleted, merged, handed to someone outside this scope)
==============  =====================================================================================================

A deal that is new and won between the two counts as ``new`` and as ``won``: it came and went. Movements that take away are negative.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

KINDS = ("new", "reopened", "pulled_in", "up", "down", "slipped", "won", "lost", "removed")
STATES = ("open", "won", "lost")


@dataclass(frozen=True)
class SnapshotDeal:
    """:param period: number of the period in which it is to close (or closed)
    :param amount: what is counted; give weighted amounts for the weighted pipeline's waterfall
    """

    key: Hashable
    period: int
    amount: Decimal
    state: str = "open"

    def __post_init__(self):
        if self.state not in STATES:
            raise ValueError(f"deal {self.key}: state '{self.state}'; choose one of {', '.join(STATES)}")


@dataclass(frozen=True)
class Movement:
    kind: str
    key: Hashable
    amount: Decimal


@dataclass(frozen=True)
class Waterfall:
    """:param totals: ``(kind, amount, number of deals)`` of every kind, in the order of a waterfall chart
    :param won_before: already won in the period at the beginning; ``won_after`` at the end. They are not part of the sums
    """

    begin: Decimal
    end: Decimal
    totals: tuple[tuple[str, Decimal, int], ...]
    movements: tuple[Movement, ...]
    won_before: Decimal
    won_after: Decimal


def waterfall(*, before: Iterable[SnapshotDeal], after: Iterable[SnapshotDeal], period: int) -> Waterfall:
    """Return the movements of the open pipeline of one period."""
    old, new = _by_key(before), _by_key(after)
    keys = [*old, *(key for key in new if key not in old)]
    movements = tuple(
        Movement(kind, key, amount) for key in keys for kind, amount in _moves(old.get(key), new.get(key), period))
    totals = tuple(
        (kind, sum((move.amount for move in movements if move.kind == kind), Decimal()), sum(move.kind == kind for move in movements))
        for kind in KINDS)
    return Waterfall(
        _open(old.values(), period), _open(new.values(), period), totals, movements, _won(old.values(), period), _won(new.values(), period))


def _by_key(deals):
    known = {}
    for deal in deals:
        if deal.key in known:
            raise ValueError(f"deal {deal.key} is in the snapshot twice")
        known[deal.key] = deal
    return known


def _counts(deal, period):
    return deal is not None and deal.state == "open" and deal.period == period


def _open(deals, period):
    return sum((deal.amount for deal in deals if _counts(deal, period)), Decimal())


def _won(deals, period):
    return sum((deal.amount for deal in deals if deal.state == "won" and deal.period == period), Decimal())


def _moves(old, new, period):
    """Yield (kind, amount) of one deal; their sum is what it counts for now less what it counted for before."""
    if _counts(old, period):
        yield from _of_a_counted_deal(old, new, period)
        return
    if new is None or new.period != period:
        return
    if new.state == "open":
        yield ("new" if old is None else "pulled_in" if old.state == "open" else "reopened"), new.amount
    elif old is None or old.state == "open":  # came into the period and was closed before the second snapshot
        yield ("new" if old is None else "pulled_in"), new.amount
        yield new.state, -new.amount


def _of_a_counted_deal(old, new, period):
    if new is None:
        yield "removed", -old.amount
    elif new.state == "open" and new.period != period:
        yield "slipped", -old.amount
    elif new.state == "lost":
        yield "lost", -old.amount
    else:
        change = new.amount - old.amount
        if change:
            yield ("up" if change > 0 else "down"), change
        if new.state == "won":
            yield "won", -new.amount
