"""Division as figures need it: exact, rounded half up to six decimals, and without an answer where there is none."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext

SIX_DECIMALS = Decimal("0.000001")


def exact(value) -> Decimal:
    """Return a number as the decimal that a person reads: 0.1 is a tenth, not the nearest binary fraction."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def total(values: Iterable) -> Decimal:
    """Return an exact sum."""
    return sum((exact(value) for value in values), Decimal())


def quotient(numerator, denominator, *, factor=1) -> Decimal | None:
    """Return ``factor`` · numerator / denominator, or None when the denominator is zero or either is unknown."""
    if numerator is None or denominator is None or not denominator:
        return None
    return rounded(exact(numerator) * exact(factor), exact(denominator))


def percent(part, whole) -> Decimal | None:
    """Return part of whole in percent, None without a whole."""
    return quotient(part, whole, factor=100)


def rounded(value, divisor=1) -> Decimal:
    """Return ``value / divisor`` to six decimals."""
    with localcontext() as context:
        context.prec = 50
        return (exact(value) / exact(divisor)).quantize(SIX_DECIMALS, rounding=ROUND_HALF_UP)


def median(values: Iterable) -> Decimal | None:
    """Return the middle value, the mean of the two middle ones, or None."""
    ordered = sorted(exact(value) for value in values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return rounded(ordered[half]) if len(ordered) % 2 else rounded(ordered[half - 1] + ordered[half], 2)
