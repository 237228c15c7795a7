"""Which levels of a policy must approve, and because of what."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.sales_os.algorithms.discount.facts import Measured

DISCOUNT, MARGIN, AMOUNT, ALWAYS, FINDING = "discount", "margin", "amount", "always", "finding"
NOBODY = "none"


@dataclass(frozen=True, kw_only=True)
class Level:
    """Up to where one approver may go. None: the criterion is not tested."""

    key: Hashable
    sequence: int = 10
    approver: str = "manager"
    max_discount_percent: Decimal = Decimal(100)
    min_margin_percent: Decimal | None = None
    max_amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Because:
    """One criterion that goes beyond a limit."""

    criterion: str
    limit: Decimal | None = None
    value: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One level that must approve. ``level`` None: the quote is beyond every level, whoever stands above all of them is asked."""

    level: Level | None
    because: tuple[Because, ...]


def beyond(level: Level, tested: Measured) -> tuple[Because, ...]:
    """The criteria of ``level`` that ``tested`` does not keep; none if the level covers it."""
    found = []
    if tested.discount_percent > level.max_discount_percent:
        found.append(Because(criterion=DISCOUNT, limit=level.max_discount_percent, value=tested.discount_percent))
    if level.min_margin_percent is not None and tested.margin_percent is not None and tested.margin_percent < level.min_margin_percent:
        found.append(Because(criterion=MARGIN, limit=level.min_margin_percent, value=tested.margin_percent))
    if level.max_amount is not None and tested.amount > level.max_amount:
        found.append(Because(criterion=AMOUNT, limit=level.max_amount, value=tested.amount))
    return tuple(found)


def asked(*, levels: Iterable[Level], tested: Measured) -> tuple[Asked, ...]:
    """The levels that must approve, in order: all up to the first that covers the quote, those of nobody left out.

    A worse value never asks fewer levels. :func:`faults` says which levels make no sense.
    """
    result: list[Asked] = []
    because: tuple[Because, ...] = (Because(criterion=ALWAYS),)
    for level in sorted(levels, key=lambda item: item.sequence):
        if level.approver != NOBODY:
            result.append(Asked(level=level, because=because))
        because = beyond(level, tested)
        if not because:
            return tuple(result)
    return (*result, Asked(level=None, because=because))


def faults(levels: Sequence[Level]) -> list[tuple[str, Hashable]]:
    """What is wrong with ``levels`` as ``(fault, level key)``: ``percent``, ``sequence``, ``nobody``, ``shrinks``, ``same``."""
    found = []
    ordered = sorted(levels, key=lambda item: item.sequence)
    for level in ordered:
        if not 0 <= level.max_discount_percent <= 100 or (level.min_margin_percent is not None and level.min_margin_percent > 100):
            found.append(("percent", level.key))
    for before, level in zip(ordered, ordered[1:], strict=False):
        if level.sequence == before.sequence:
            found.append(("sequence", level.key))
        elif level.approver == NOBODY:
            found.append(("nobody", level.key))
        elif level.max_discount_percent < before.max_discount_percent:
            found.append(("shrinks", level.key))
        elif _covers_all_of(before, level):
            found.append(("same", level.key))
    return found


def _covers_all_of(wide: Level, narrow: Level) -> bool:
    """Whether ``wide`` goes as far as ``narrow`` in everything."""
    margins = (wide.min_margin_percent, narrow.min_margin_percent)
    amounts = (wide.max_amount, narrow.max_amount)
    return (
        wide.max_discount_percent >= narrow.max_discount_percent
        and (margins[0] is None or (margins[1] is not None and margins[0] <= margins[1]))
        and (amounts[0] is None or (amounts[1] is not None and amounts[0] >= amounts[1]))
    )
