"""Rounding and sharing of money: what is split is the whole again, to the cent."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_UNIT = {digits: Decimal(1).scaleb(-digits) for digits in range(10)}


def rounded(amount: Decimal, *, digits: int) -> Decimal:
    """Return ``amount`` rounded to ``digits`` decimals, halves away from zero, so that plus and minus mirror each other."""
    return amount.quantize(_UNIT[digits], rounding=ROUND_HALF_UP)


def shares(*, amount: Decimal, percents: Sequence[Decimal], digits: int) -> list[Decimal]:
    """Divide ``amount`` by ``percents``, in their order.

    Each share is the difference of two rounded running totals; where the percents sum to 100 the shares sum to ``amount``.
    """
    result, reached, before = [], ZERO, ZERO
    for percent in percents:
        reached += percent
        total = rounded(amount * reached / HUNDRED, digits=digits)
        result.append(total - before)
        before = total
    return result


def portion(*, amount: Decimal, start: Decimal, stop: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """Return ``(what of amount lies before the fraction start, what lies between start and stop)``.

    Portions that follow each other from 0 to 1 sum to ``amount``, whatever their number.
    """
    before = rounded(amount * start, digits=digits)
    return before, rounded(amount * stop, digits=digits) - before


def exact(number: float | None) -> Decimal:
    """Return the decimal number that a person typed, not the binary one next to it; None is 0."""
    return Decimal(repr(number or 0))
