"""What a purchase costs a month: loan, balloon loan or lease, to the cent.

The level instalment is that of an annuity whose last balance is the residual value (Kellison, The Theory of Interest, 3rd ed. 2009,
chapters 3 and 5):

    A = (P - R v^n) i / (1 - v^n)          paid at the end of each month (in arrears), v = 1 / (1 + i), i = annual rate / 12
    A' = A v                               paid at the beginning (in advance)
    A = (P - R) / n                        for i = 0

P is what is financed, R what is still owed, or what the goods are worth, when the term ends. The schedule is made of rounded payments,
interest is rounded each month, and the last instalment takes what rounding left: the balance ends at R exactly.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from .financing_rate import effective_annual_percent

ZERO = Decimal(0)
CENT = Decimal("0.01")
MAX_MONTHS = 480
MAX_RATE_PERCENT = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class FinancingTerms:
    """``kind``: a loan ends at nothing, a balloon loan with one last large payment, a lease with goods that are still worth something."""

    price: Decimal
    months: int
    annual_rate_percent: Decimal = ZERO
    down_payment: Decimal = ZERO
    residual: Decimal = ZERO
    kind: str = "loan"
    in_advance: bool = False
    fee_upfront: Decimal = ZERO
    fee_monthly: Decimal = ZERO
    rounding: Decimal = CENT

    @property
    def financed(self):
        return self.price - self.down_payment


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One row of the schedule; ``month`` counts from the start of the contract, 0 is the day itself."""

    number: int
    month: int
    opening: Decimal
    interest: Decimal
    principal: Decimal
    fee: Decimal
    amount: Decimal
    closing: Decimal
    is_residual: bool = False


@dataclass(frozen=True, kw_only=True)
class FinancingPlan:
    financed: Decimal
    instalment: Decimal  # what is paid a month, monthly fee included
    last_instalment: Decimal
    residual: Decimal
    interest: Decimal
    fees: Decimal
    cost: Decimal  # interest and fees: what financing costs more than paying at once
    total: Decimal  # all that is paid, the down payment included; a lease's residual is not paid
    effective_annual_percent: Decimal
    schedule: tuple[Payment, ...]


def rounded(amount, rounding):
    """``amount`` to the nearest multiple of ``rounding``, halves away from zero."""
    return (amount / rounding).quantize(Decimal(1), rounding=ROUND_HALF_UP) * rounding


def annuity(*, present, future=ZERO, periods, rate, in_advance=False):
    """The level payment, unrounded, that brings ``present`` down to ``future`` in so many periods."""
    with localcontext() as context:
        context.prec = 40
        if not rate:
            return (present - future) / periods
        discount = (1 + rate) ** -periods
        payment = (present - future * discount) * rate / (1 - discount)
        return payment / (1 + rate) if in_advance else payment


def problems(terms):
    """Yield the key of everything that makes these terms impossible, the most basic first."""
    numbers = (
        terms.price, terms.annual_rate_percent, terms.down_payment, terms.residual, terms.fee_upfront, terms.fee_monthly, terms.rounding,
    )
    if not all(number.is_finite() for number in numbers):
        yield "not_a_number"
        return
    if not 1 <= terms.months <= MAX_MONTHS:
        yield "months"
    if not 0 <= terms.annual_rate_percent <= MAX_RATE_PERCENT:
        yield "rate"
    if terms.fee_upfront < 0 or terms.fee_monthly < 0:
        yield "fee"
    if terms.price <= 0:
        yield "price"
        return
    if terms.down_payment < 0:
        yield "down_payment"
    elif terms.down_payment >= terms.price:
        yield "down_payment_price"
    elif terms.residual < 0:
        yield "residual"
    elif terms.residual >= terms.financed:
        yield "residual_financed"
    elif terms.kind == "loan" and terms.residual:
        yield "residual_loan"
    elif terms.fee_upfront >= terms.financed:
        yield "fee_financed"


def plan(terms):
    """The plan of ``terms`` that have no problems."""
    found = next(problems(terms), None)
    if found:
        raise ValueError(found)
    with localcontext() as context:
        context.prec = 40
        schedule = tuple(_schedule(terms))
        months = [row for row in schedule if not row.is_residual]
        interest = sum((row.interest for row in schedule), ZERO)
        fees = terms.fee_upfront + sum((row.fee for row in schedule), ZERO)
        paid = sum((row.amount for row in schedule), ZERO)
        return FinancingPlan(
            financed=terms.financed,
            instalment=months[0].amount,
            last_instalment=months[-1].amount,
            residual=terms.residual,
            interest=interest,
            fees=fees,
            cost=interest + fees,
            total=terms.down_payment + terms.fee_upfront + paid,
            effective_annual_percent=_effective_annual_percent(terms, schedule),
            schedule=schedule,
        )


def _effective_annual_percent(terms, schedule):
    flows = [(row.month, row.amount) for row in schedule]
    if terms.kind == "lease" and terms.residual:
        flows.append((terms.months, terms.residual))  # the goods go back at this value
    outlay = terms.financed - terms.fee_upfront
    if outlay <= sum((amount for month, amount in flows if not month), ZERO):
        return ZERO  # all is paid on the first day: nothing is lent
    return effective_annual_percent(outlay=outlay, flows=flows)


def _schedule(terms):
    """Yield the instalments, then the end of the term where a residual is left."""
    rate = terms.annual_rate_percent / 1200
    level = rounded(annuity(
        present=terms.financed, future=terms.residual, periods=terms.months, rate=rate, in_advance=terms.in_advance), terms.rounding)
    # in advance the last payment leaves what grows to the residual within the last month
    target = rounded(terms.residual / (1 + rate), terms.rounding) if terms.in_advance else terms.residual
    balance = terms.financed
    for number in range(1, terms.months + 1):
        month = number - 1 if terms.in_advance else number
        interest = rounded(balance * rate, terms.rounding) if month else ZERO
        principal = balance - target
        if number < terms.months:
            principal = min(max(level - interest, ZERO), principal)
        yield Payment(
            number=number, month=month, opening=balance, interest=interest, principal=principal, fee=terms.fee_monthly,
            amount=interest + principal + terms.fee_monthly, closing=balance - principal,
        )
        balance -= principal
    if terms.residual:
        interest = terms.residual - balance
        amount = terms.residual if terms.kind == "balloon" else ZERO
        yield Payment(
            number=terms.months + 1, month=terms.months, opening=balance, interest=interest, principal=amount - interest, fee=ZERO,
            amount=amount, closing=balance - amount + interest, is_residual=True,
        )
