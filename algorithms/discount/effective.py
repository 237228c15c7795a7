"""The discount really given: list price of the day against what is asked, whatever the way.

A line's *list amount* is quantity × list price, without tax, in the order's currency. What is *given* on a line is its list amount
less its net amount where that is positive. Three conventions close the ways around:

- an amount below zero (a discount line, a reward, a trade-in, a line of negative quantity) is given in full;
- a line without a list price counts at its own price where that is positive: it neither gives a discount nor hides one;
- a price above the list is kept by its line: it never pays for a discount elsewhere in the order.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
PERCENT_PLACES = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class LineTerms:
    """One order line, amounts without tax. ``standing`` marks a line of quantity 0 that can still be chosen or delivered.

    ``percent`` and ``margin_percent`` are the line's own, by its unit prices; they decide of a standing line alone.
    """

    key: Hashable
    list_amount: Decimal
    net_amount: Decimal
    cost_amount: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)
    margin_percent: Decimal | None = None
    standing: bool = False


@dataclass(frozen=True, kw_only=True)
class OrderDiscount:
    list_amount: Decimal
    net_amount: Decimal
    given_amount: Decimal
    percent: Decimal


def rounded_percent(share: Decimal) -> Decimal:
    """``share`` (0.1) as a percentage of two places (10.00), half away from zero."""
    return (share * HUNDRED).quantize(PERCENT_PLACES, ROUND_HALF_UP)


def line_list_amount(*, gross_amount: Decimal, net_amount: Decimal, has_list_price: bool) -> Decimal:
    """The amount a line would have at list price.

    :param gross_amount: quantity × list price of the day, without tax
    :param has_list_price: False for what is priced otherwise (re-invoiced costs, a product whose list price is 0)
    """
    if has_list_price and gross_amount > 0:
        return gross_amount
    return Decimal(0) if gross_amount < 0 else max(Decimal(0), net_amount)


def line_percent(*, list_amount: Decimal, net_amount: Decimal) -> Decimal:
    """Discount of one line; negative where it is sold above the list, 100 for an amount below zero."""
    if list_amount <= 0:
        return HUNDRED.quantize(PERCENT_PLACES) if net_amount < 0 else Decimal("0.00")
    return rounded_percent(min(Decimal(1), (list_amount - net_amount) / list_amount))


def margin_percent(*, net_amount: Decimal, cost_amount: Decimal) -> Decimal | None:
    """Margin as a share of the net amount. None where nothing is sold and nothing costs; -100 where something is given for nothing."""
    if net_amount <= 0:
        return None if not net_amount and cost_amount <= 0 else -HUNDRED.quantize(PERCENT_PLACES)
    return rounded_percent((net_amount - cost_amount) / net_amount)


def line_given(*, list_amount: Decimal, net_amount: Decimal) -> Decimal:
    return max(Decimal(0), list_amount - net_amount)


def discount_percent(*, list_amount: Decimal, given_amount: Decimal) -> Decimal:
    """Given amount as a share of the list amount, 0 to 100. Where nothing has a list amount any gift is 100 %."""
    if given_amount <= 0:
        return Decimal("0.00")
    if list_amount <= 0:
        return HUNDRED.quantize(PERCENT_PLACES)
    return min(HUNDRED.quantize(PERCENT_PLACES), rounded_percent(min(Decimal(1), given_amount / list_amount)))


def order_discount(lines: Iterable[LineTerms]) -> OrderDiscount:
    """The discount of a whole order. A standing line has no weight, so the order is at least as discounted as each of them."""
    lines = list(lines)
    list_amount = sum((line.list_amount for line in lines), Decimal(0))
    given_amount = sum((line_given(list_amount=line.list_amount, net_amount=line.net_amount) for line in lines), Decimal(0))
    percent = discount_percent(list_amount=list_amount, given_amount=given_amount)
    standing = [line.percent for line in lines if line.standing]
    return OrderDiscount(
        list_amount=list_amount,
        net_amount=sum((line.net_amount for line in lines), Decimal(0)),
        given_amount=given_amount,
        percent=min(HUNDRED.quantize(PERCENT_PLACES), max([percent, *standing])),
    )
