"""A quote's terms at another discount than the one it has: what would be tested then."""

from dataclasses import replace
from decimal import Decimal

from odoo.addons.sales_os.algorithms.discount.facts import Measured, QuoteFacts

from .money import HUNDRED


def measured_at(*, measured: Measured, discount: Decimal) -> Measured:
    """Return ``measured`` as if everything listed were sold ``discount`` percent below the list; the cost stays what it is."""
    if measured.list_amount <= 0:
        return measured
    net = measured.list_amount * (HUNDRED - discount) / HUNDRED
    factor = net / (measured.list_amount - measured.given_amount) if measured.list_amount != measured.given_amount else Decimal(1)
    return replace(
        measured, discount_percent=discount, weighted_discount_percent=discount, given_amount=measured.list_amount - net,
        amount=measured.amount * factor, margin_percent=_margin_at(measured.margin_percent, factor),
        weighted_margin_percent=_margin_at(measured.weighted_margin_percent, factor))


def _margin_at(margin: Decimal | None, factor: Decimal) -> Decimal | None:
    """The cost is ``100 - margin`` percent of the old net amount."""
    if margin is None or factor <= 0:
        return margin
    return HUNDRED - (HUNDRED - margin) / factor


def facts_at(*, facts: QuoteFacts, discount: Decimal) -> QuoteFacts:
    """Return the facts of the whole quote at ``discount`` percent."""
    return replace(facts, groups={key: measured_at(measured=group, discount=discount) for key, group in facts.groups.items()})
