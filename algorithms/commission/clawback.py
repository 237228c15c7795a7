"""What a refund takes back: the part of the earning that was paid, at the rate at which it was paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .money import ZERO, rounded

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Window:
    """How long after the sale a refund takes back; ``days`` 0: for ever."""

    claws_back: bool
    days: int

    def covers(self, *, sold: date, refunded: date) -> bool:
        return self.claws_back and (not self.days or (refunded - sold).days <= self.days)


def effective_refund(*, total: Decimal, paid: Decimal, refunded: Decimal) -> Decimal:
    """Return the fraction of the refunds that takes money back: as far as they exceed what was still unpaid of ``total``."""
    if refunded <= 0:
        return ZERO
    return min(ONE, max(ZERO, paid + refunded - total) / refunded)


def claw_back(
    *, refund: Decimal, effective: Decimal, line: Decimal, base: Decimal, amount: Decimal, before: Decimal, digits: int,
) -> tuple[Decimal, Decimal]:
    """Return the negative ``(base, amount)`` that a refund of one line takes back from one earning.

    :param refund: refunded value of the line (positive); ``line``: its full value
    :param effective: see :func:`effective_refund`
    :param base: base that has earned ``amount`` so far; both are what may be taken back at most
    :param before: part of ``line`` that earlier refunds took back, so that cents of several refunds add up
    """
    if not line:
        return ZERO, ZERO
    start = min(ONE, abs(before / line))
    stop = min(ONE, abs((before + refund * effective) / line))
    return tuple(
        rounded(value * start, digits=digits) - rounded(value * stop, digits=digits) for value in (base, amount))
