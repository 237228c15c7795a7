"""A yearly target over its months, a parent's target over its children: sums that are exact to the cent.

Shares are cut down to whole cents; the cents left over go to those who were cut most (largest remainder, Hare and Niemeyer), then to
the earlier one. So the parts always add up and no part differs from its share by a cent or more.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal, localcontext


class SpreadError(ValueError):
    """A target cannot be spread this way; the message says why."""


def spread(*, total: Decimal, weights: Sequence, digits: int = 2) -> list[Decimal]:
    """Return the parts of ``total`` in proportion to ``weights``.

    :param weights: zero or more each; all zero means equal parts
    :param digits: decimals of the currency, 0 for visits or pieces
    """
    if not weights:
        raise SpreadError("there is nothing to spread the target over")
    shares = [Decimal(str(weight)) for weight in weights]
    if bad := [share for share in shares if not share.is_finite() or share < 0]:
        raise SpreadError(f"a weight of {bad[0]}; weights are zero or more")
    cent = Decimal(1).scaleb(-digits)
    with localcontext() as context:
        context.prec = 60
        if total % cent:
            raise SpreadError(f"a target of {total} has more than {digits} decimals")
        cents, whole = int(total / cent), sum(shares)
        if not whole:
            shares, whole = [Decimal(1)] * len(shares), Decimal(len(shares))
        wanted = [cents * share / whole for share in shares]
        parts = [int(want.to_integral_value(rounding=ROUND_FLOOR)) for want in wanted]
        order = sorted(range(len(parts)), key=lambda number: (parts[number] - wanted[number], number))
        for number in order[:cents - sum(parts)]:
            parts[number] += 1
        return [part * cent for part in parts]


def seasonal_weights(*, last_year: Sequence, flat_share: float = 0.0) -> list[Decimal]:
    """Return the weights of the periods in the shape of last year.

    :param last_year: what each period brought then; below zero (credit notes) counts as zero
    :param flat_share: 0 takes last year as it was, 1 spreads evenly; one odd year is better not trusted wholly
    """
    if not 0 <= flat_share <= 1:
        raise SpreadError(f"a flat share of {flat_share}; it lies between 0 and 1")
    if not last_year:
        raise SpreadError("there is no last year to take the shape from")
    amounts = [max(Decimal(), Decimal(str(amount))) for amount in last_year]
    mean, flat = sum(amounts) / len(amounts), Decimal(str(flat_share))
    if not mean:
        return [Decimal(1)] * len(amounts)
    return [(1 - flat) * amount / mean + flat for amount in amounts]


def respread(*, total: Decimal, weights: Sequence, fixed: Sequence[Decimal | None], digits: int = 2) -> list[Decimal]:
    """Return the parts of ``total`` where some are fixed already: months that are over, parts typed by hand.

    :param fixed: the part where it is fixed, None where it is free
    """
    if len(fixed) != len(weights):
        raise SpreadError(f"{len(fixed)} parts with {len(weights)} weights")
    free = [number for number, part in enumerate(fixed) if part is None]
    rest = total - sum((part for part in fixed if part is not None), Decimal())
    if not free:
        if rest:
            raise SpreadError(f"all parts are fixed and {rest} is left over")
        return list(fixed)
    if rest < 0 <= total:
        raise SpreadError(f"the fixed parts exceed the target by {-rest}")
    parts = list(fixed)
    for number, part in zip(free, spread(total=rest, weights=[weights[number] for number in free], digits=digits), strict=True):
        parts[number] = part
    return parts
