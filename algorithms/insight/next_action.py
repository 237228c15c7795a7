"""The one thing to do next for a customer, of all that could be done.

Each option belongs to a kind; kinds stand in an order of urgency that a person can check: what is critical, money that is owed, what
runs out by itself, what the night warns of, a visit that is due, a deal that stands still, a hint, an offer. Within a kind the heavier
wins (an insight's rank, else money), then the longer overdue, then the lower key. So the same facts always give the same answer, and the
answer can say why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

URGENCY = ("critical", "overdue", "expiring", "warning", "visit_due", "idle_deal", "info", "offer")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that could be done; ``weight``: rank or money, ``days``: how long it has waited, ``key``: the record."""

    kind: str
    key: int
    weight: float = 0.0
    days: int = 0


def choose_next(*, options: Iterable[Option]) -> Option | None:
    """Return what to do next, None where nothing is to be done."""
    return min(options, key=lambda option: (URGENCY.index(option.kind), -option.weight, -option.days, option.key), default=None)
