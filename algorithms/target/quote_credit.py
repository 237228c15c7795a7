"""How much of a quote is whose: the credits of a line, or those of the whole quote."""

from collections.abc import Hashable, Sequence
from decimal import Decimal

Credits = Sequence[tuple[Hashable, Decimal]]


def credited_amounts(*, lines: Sequence[tuple[Decimal, Credits]], credits: Credits) -> dict[Hashable, Decimal]:
    """Return the amount credited to each rep.

    :param lines: ``(amount, the line's own credits)``; without own ones the quote's count
    :param credits: ``(rep, percent)`` of the quote
    """
    result: dict[Hashable, Decimal] = {}
    for amount, own in lines:
        for rep, percent in own or credits:
            result[rep] = result.get(rep, Decimal()) + amount * percent / 100
    return result
