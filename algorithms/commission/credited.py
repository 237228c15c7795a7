"""From a sold line to what each rep is credited with: currency, margin, units, split and partial payment, exact to the cent."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .money import HUNDRED, ZERO, portion, rounded, shares
from .rule import Rule

UNIT_DIGITS = 6
ONE = Decimal(1)


class SoldLine(NamedTuple):
    """One line of an order or invoice, or the part of it that one payment covers.

    :param source: key of the event in the ledger; ``line``: the same for all payments of one line; ``order``: for rules by order
    :param position: the order in which events count within a period
    :param revenue: untaxed amount in the line's currency; ``cost`` likewise; ``quantity`` in the product's own unit
    :param fx: value of one unit of the line's currency in the plan's currency
    :param start: fraction of the line that earlier payments covered; ``stop``: after this one
    """

    source: str
    line: Hashable
    order: Hashable
    position: tuple
    revenue: Decimal
    cost: Decimal = ZERO
    quantity: Decimal = ZERO
    fx: Decimal = ONE
    start: Decimal = ZERO
    stop: Decimal = ONE
    realisation: Decimal | None = None
    wins_customer: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What one rule credits one rep with: ``base`` now, after ``before`` of the same line."""

    source: str
    rule: Hashable
    unit: Hashable
    position: tuple
    base: Decimal
    before: Decimal
    revenue: Decimal
    realisation: Decimal | None
    percent: Decimal
    whole: Decimal
    share: Decimal = HUNDRED


def base_of(*, line: SoldLine, rule: Rule, digits: int) -> Decimal:
    """Return what ``rule`` counts of the whole ``line``: money in the plan's currency, or units."""
    if rule.basis == "new_customer":
        return ONE if line.wins_customer else ZERO
    if rule.counts_units:
        return rounded(line.quantity, digits=UNIT_DIGITS)
    money = line.revenue - line.cost if rule.basis == "margin" else line.revenue
    if rule.basis == "margin" and money < 0 < line.revenue and not rule.charge_losses:
        money = ZERO
    return rounded(money * line.fx, digits=digits)


def credited(
    *, line: SoldLine, rule: Rule, credits: Sequence[tuple[Hashable, Decimal]], digits: int,
    shares_of: Mapping[Hashable, Decimal] | None = None,
) -> list[tuple[Hashable, Event]]:
    """Return ``[(rep, event)]`` of one line under one rule; the reps' bases sum to the line's where their percents sum to 100.

    :param shares_of: who is paid, and what percent of the plan; others of ``credits`` get no event. None: all, in full
    """
    whole = base_of(line=line, rule=rule, digits=digits)
    if rule.basis == "new_customer" and not whole:
        return []
    places = UNIT_DIGITS if rule.counts_units else digits
    percents = [percent for _rep, percent in credits]
    bases = shares(amount=whole, percents=percents, digits=places)
    revenues = bases if rule.basis == "revenue" and not rule.counts_units else shares(
        amount=rounded(line.revenue * line.fx, digits=digits), percents=percents, digits=digits)
    unit = line.line if rule.scope == "line" else line.order if rule.scope == "order" else None
    result = []
    for (rep, percent), base, revenue in zip(credits, bases, revenues, strict=True):
        share = HUNDRED if shares_of is None else shares_of.get(rep)
        if share is None:
            continue
        before = ZERO
        if line.start or line.stop != ONE:
            before, base = portion(amount=base, start=line.start, stop=line.stop, digits=places)
            revenue = portion(amount=revenue, start=line.start, stop=line.stop, digits=digits)[1]
        result.append((rep, Event(
            source=line.source, rule=rule.key, unit=unit, position=line.position, base=base, before=before, revenue=revenue,
            realisation=line.realisation, percent=percent, whole=whole, share=share,
        )))
    return result
