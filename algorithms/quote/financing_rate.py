"""The effective annual rate of what is lent and what is paid back.

The rate X that makes both sides worth the same at the start: outlay = sum of flow / (1 + X)^(month / 12), months being equal twelfths of a
year (Directive 2008/48/EC, Annex I, remark c). Newton's method on v = 1 / (1 + monthly rate): the sum is a polynomial in v
with no negative coefficient, so it is convex and the steps from above never pass the root.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext

HUNDREDTH = Decimal("0.01")
PRECISION = Decimal("1e-24")
MAX_STEPS = 500


def monthly_rate(*, outlay, flows):
    """The internal rate per month of ``outlay`` paid out at once and ``flows`` of (month, amount) coming back, unrounded.

    :raise ValueError: when less comes back than goes out, or nothing goes out
    """
    with localcontext() as context:
        context.prec = 40
        amounts = {}
        for month, amount in flows:
            if amount < 0:
                raise ValueError("a flow is negative")
            amounts[month] = amounts.get(month, Decimal(0)) + amount
        lent = outlay - amounts.pop(0, Decimal(0))
        if lent <= 0 or sum(amounts.values(), Decimal(0)) < lent:
            raise ValueError("there is no rate")
        last = max(amounts)
        coefficients = [amounts.get(month, Decimal(0)) for month in range(last, 0, -1)] + [-lent]
        factor = Decimal(1)
        for _step in range(MAX_STEPS):
            value = slope = Decimal(0)
            for coefficient in coefficients:  # Horner: the polynomial and its slope in one pass
                slope = slope * factor + value
                value = value * factor + coefficient
            step = value / slope
            factor -= step
            if abs(step) < PRECISION:
                break
        return 1 / factor - 1


def effective_annual_percent(*, outlay, flows):
    """``monthly_rate`` compounded over twelve months, in percent, to the hundredth."""
    with localcontext() as context:
        context.prec = 40
        rate = monthly_rate(outlay=outlay, flows=flows)
        return (((1 + rate) ** 12 - 1) * 100).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
