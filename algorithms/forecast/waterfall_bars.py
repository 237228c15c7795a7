"""Where the bars of a waterfall chart begin and how long they are, in percent of the widest level."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Bar:
    """:param start_percent: where it begins, from the left; :param width_percent: how long it is, at least a hair"""

    kind: str
    amount: Decimal
    start_percent: float
    width_percent: float


def bars(*, begin: Decimal, steps: Sequence[tuple[str, Decimal]], hair_percent: float = 0.4) -> tuple[Bar, ...]:
    """Return the beginning, a bar for each step from the level before to the level after it, and the end.

    :param steps: kind and signed amount, in their order; those of zero have no bar
    """
    levels = [begin]
    for _kind, amount in steps:
        levels.append(levels[-1] + amount)
    least, most = min([Decimal(), *levels]), max([Decimal(), *levels])
    span = float(most - least) or 1.0

    def bar(kind, amount, low, high):
        width = max(hair_percent, 100 * float(high - low) / span)
        start = min(100 * float(low - least) / span, 100 - width)
        return Bar(kind, amount, round(start, 3), round(width, 3))

    found = [bar("begin", begin, min(Decimal(), begin), max(Decimal(), begin))]
    for (kind, amount), before, after in zip(steps, levels, levels[1:], strict=False):
        if amount:
            found.append(bar(kind, amount, min(before, after), max(before, after)))
    end = levels[-1]
    return (*found, bar("end", end, min(Decimal(), end), max(Decimal(), end)))
