"""How a payout is divided: by plan on the bill, and among statements when a bill is paid in part."""

from collections.abc import Hashable, Sequence
from decimal import Decimal

from .money import ZERO, rounded


def plan_parts(
    *, parts: Sequence[tuple[Hashable, Decimal]], amount: Decimal, digits: int, before: Decimal = ZERO,
) -> list[tuple[Hashable, Decimal]]:
    """Divide ``amount`` of a statement among its plans in their proportion, after ``before`` was divided likewise.

    What is paid in several parts is the whole again, plan by plan and to the cent.

    :param parts: ``[(plan, what the statement says)]``; their sum is the statement's total
    """
    total = sum((part for _plan, part in parts), ZERO)
    if not total:
        # plans that cancel each other out, and nothing is paid
        return [(plan, part) for plan, part in parts if part] if not amount and not before else []
    result, reached, earlier = [], ZERO, ZERO
    for plan, part in parts:
        reached += part
        after_total = rounded(reached * (before + amount) / total, digits=digits)
        before_total = rounded(reached * before / total, digits=digits)
        share = after_total - before_total - earlier
        earlier = after_total - before_total
        if share:
            result.append((plan, share))
    return result


def paid_parts(*, amounts: Sequence[Decimal], fraction: Decimal, digits: int) -> list[Decimal]:
    """Return what is paid of each of ``amounts``, in their order, when ``fraction`` (0 to 1) of their sum is paid.

    What goes against the sum (a clawed-back statement on a bill with others) is set off first, then the oldest is paid first.
    """
    total = sum(amounts, ZERO)
    if not fraction:
        return [ZERO] * len(amounts)
    sign = -1 if total < 0 else 1
    mirrored = [amount * sign for amount in amounts]
    left = rounded(total * sign * fraction, digits=digits) - sum((amount for amount in mirrored if amount < 0), ZERO)
    result = []
    for amount in mirrored:
        paid = amount if amount < 0 else min(amount, left)
        if amount > 0:
            left -= paid
        result.append(paid * sign)
    return result


def left_to_pay(*, total: Decimal, planned: Sequence[Decimal]) -> Decimal:
    """Return what no payout has taken up yet: it is carried to the next one."""
    return total - sum(planned, ZERO)


def payable_fault(*, amount: Decimal, left: Decimal) -> str | None:
    """Return why ``amount`` cannot be paid of ``left``: ``zero``, ``sign``, ``over``; None if it can."""
    if not amount:
        return "zero" if left else None
    if amount * left < 0 or not left:
        return "sign" if left else "over"
    return "over" if abs(amount) > abs(left) else None
