"""Which price breaks are worth printing beside a line of a quote."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class PriceBreak:
    """From ``quantity`` on, one unit costs ``price``."""

    quantity: Decimal
    price: Decimal


def next_breaks(*, quantity, price, breaks, limit=3):
    """The breaks above ``quantity`` that make a unit cheaper than ``price`` and than the break before, the nearest first.

    A break that costs as much or more is left out: whoever agreed on a better price, or a list with a dearer step, is told nothing untrue.
    """
    kept = []
    for step in sorted(breaks, key=lambda step: (step.quantity, step.price)):
        if len(kept) == limit:
            break
        if step.quantity > quantity and step.price < price:
            kept.append(step)
            price = step.price
    return tuple(kept)
