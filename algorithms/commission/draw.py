"""Caps, draws and guarantees: what a whole period pays, beside what its sales earned."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .money import ZERO


@dataclass(frozen=True, slots=True)
class PeriodTerms:
    """Terms of one rep for one period; None: there is no such term."""

    cap: Decimal | None = None
    draw: Decimal | None = None
    recoverable: bool = False
    guarantee: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PeriodPay:
    """Signed entries of one period, beside the earnings, and the debt of recoverable draws after it."""

    cap: Decimal
    draw: Decimal
    guarantee: Decimal
    balance: Decimal


def cap_reduction(*, total: Decimal, cap: Decimal | None) -> Decimal:
    """Return the (negative) entry that brings ``total`` down to ``cap``."""
    return ZERO if cap is None or total <= cap else cap - total


def period_pay(*, total: Decimal, terms: PeriodTerms, balance: Decimal) -> PeriodPay:
    """Return what a finished period pays beside ``total``.

    A draw lifts a weak period to its amount. A recoverable one is a debt: later periods pay it back from what they earn above the
    draw. A guarantee lifts what is left and is never paid back.

    :param balance: recoverable draws not yet paid back
    """
    cap = cap_reduction(total=total, cap=terms.cap)
    earned, draw = total + cap, ZERO
    floor = terms.draw or ZERO
    if terms.draw is not None and earned < floor:
        draw = floor - earned
        if terms.recoverable:
            balance += draw
    elif balance > 0:
        draw = -min(balance, earned - floor) if earned > floor else ZERO
        balance += draw
    paid = earned + draw
    guarantee = terms.guarantee - paid if terms.guarantee is not None and paid < terms.guarantee else ZERO
    return PeriodPay(cap=cap, draw=draw, guarantee=guarantee, balance=balance)


def pay_periods(*, totals: Sequence[Decimal], terms: Sequence[PeriodTerms]) -> list[PeriodPay]:
    """Return the pay of periods that follow each other; the debt of draws is carried from one to the next."""
    result, balance = [], ZERO
    for total, term in zip(totals, terms, strict=True):
        pay = period_pay(total=total, terms=term, balance=balance)
        balance = pay.balance
        result.append(pay)
    return result
