"""Which segment a customer belongs to: rows in order, the first whose criteria and figures fit wins.

Figures are compared as half-open bands: *from* belongs to the band, *below* does not, so that neighbouring bands that
name the same bound leave neither gap nor overlap.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ..core.match_row import LATER, MatchDecision, MatchRow, failed_criterion

REVENUE_LOW, REVENUE_HIGH, ORDERS_LOW = "revenue_low", "revenue_high", "orders_low"


@dataclass(frozen=True)
class Sales:
    """What a customer has ordered from one company: ``amount`` in the currency of that company."""

    company: Hashable
    amount: Decimal
    orders: int


@dataclass(frozen=True)
class Buyer:
    """A customer with its figures; ``traits`` maps the name of a fact to ids."""

    key: Hashable
    revenue: Decimal = Decimal(0)
    orders: int = 0
    traits: Mapping[str, frozenset] = field(default_factory=dict)


@dataclass(frozen=True)
class SegmentRow:
    """One segment; a bound of None is no bound."""

    row: MatchRow
    revenue_from: Decimal | None = None
    revenue_below: Decimal | None = None
    orders_from: int = 0


def judging_company(*, own: Hashable | None, sales: Iterable[Sales]) -> Hashable | None:
    """Return whose rows speak of a customer: its own company, else the one it orders from most often.

    Ties go to the lower key. None: the customer is shared and has ordered nothing, so that only rows of all companies speak.
    """
    if own is not None:
        return own
    ranked = sorted(sales, key=lambda entry: (-entry.orders, entry.company))
    return ranked[0].company if ranked else None


def yearly_revenue(*, sales: Iterable[Sales], rates: Mapping[Hashable, Decimal], decimals: int) -> Decimal:
    """Return the sum of ``sales`` in one currency, rounded once.

    :param rates: company -> what one unit of its currency is worth in the currency asked for
    """
    total = sum((entry.amount * rates[entry.company] for entry in sales), Decimal(0))
    return total.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def decide_segment(*, rows: Sequence[SegmentRow], buyer: Buyer) -> MatchDecision:
    """Return the first row that fits ``buyer``, and what each other row lost by."""
    winner, losers = None, []
    for row in rows:
        missed = _missed(row, buyer)
        if missed is None and winner is None:
            winner = row.row.key
        else:
            losers.append((row.row.key, missed or LATER))
    return MatchDecision(winner=winner, losers=tuple(losers))


def _missed(row, buyer):
    criterion = failed_criterion(row.row, buyer.traits)
    if criterion is not None:
        return criterion
    if row.revenue_from is not None and buyer.revenue < row.revenue_from:
        return REVENUE_LOW
    if row.revenue_below is not None and buyer.revenue >= row.revenue_below:
        return REVENUE_HIGH
    if buyer.orders < row.orders_from:
        return ORDERS_LOW
    return None
