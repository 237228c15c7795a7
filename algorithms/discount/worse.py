"""What of a quote is worse than what was approved. Better, or the same, is covered by the approval."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.sales_os.algorithms.discount.facts import Measured, QuoteFacts
from odoo.addons.sales_os.algorithms.discount.levels import ALWAYS, AMOUNT, DISCOUNT, FINDING, MARGIN

VOLUME, POLICY = "volume", "policy"
CUSTOMER, COMPANY, CURRENCY = "customer", "company", "currency"
PAYMENT_TERM, EARLY_DISCOUNT, PREPAYMENT = "payment_term", "early_discount", "prepayment"
# terms of the whole order concern whoever approved
ORDER_WIDE = frozenset({CUSTOMER, COMPANY, CURRENCY, PAYMENT_TERM, EARLY_DISCOUNT, PREPAYMENT})


@dataclass(frozen=True, kw_only=True)
class Worsening:
    """One thing that got worse; ``policy`` None: of the whole order."""

    what: str
    before: object
    after: object
    policy: Hashable | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyLimits:
    """What of a policy matters when quotes are compared."""

    tests_amount: bool = False
    least_volume_percent: Decimal = Decimal(0)


def worsenings(*, approved: QuoteFacts, now: QuoteFacts, limits: Mapping[Hashable, PolicyLimits]) -> tuple[Worsening, ...]:
    """Compare ``now`` with ``approved``.

    :param limits: policies under which ``now`` needs an approval; what other policies govern is compared with nothing
    """
    if not limits:
        return ()
    found = _terms(approved, now)
    for policy, policy_limits in limits.items():
        before, after = approved.groups.get(policy), now.groups.get(policy)
        if after is None:
            continue
        if before is None:
            found.append(Worsening(what=POLICY, before=None, after=after.discount_percent, policy=policy))
            continue
        found += _group(policy, before, after, policy_limits)
        found += _standing_lines(policy, before, approved, now)
    return tuple(found)


def _terms(approved, now):
    found = [
        Worsening(what=what, before=getattr(approved, what), after=getattr(now, what))
        for what in (CUSTOMER, COMPANY, CURRENCY) if getattr(approved, what) != getattr(now, what)
    ]
    if now.payment_days > approved.payment_days:
        found.append(Worsening(what=PAYMENT_TERM, before=approved.payment_days, after=now.payment_days))
    if now.early_discount_percent > approved.early_discount_percent:
        found.append(Worsening(what=EARLY_DISCOUNT, before=approved.early_discount_percent, after=now.early_discount_percent))
    if now.prepayment_percent < approved.prepayment_percent:
        found.append(Worsening(what=PREPAYMENT, before=approved.prepayment_percent, after=now.prepayment_percent))
    return found


def _group(policy: Hashable, before: Measured, after: Measured, limits: PolicyLimits):
    found = []
    if after.weighted_discount_percent > before.discount_percent:
        found.append(Worsening(what=DISCOUNT, before=before.discount_percent, after=after.weighted_discount_percent, policy=policy))
    if before.margin_percent is not None and after.weighted_margin_percent is not None \
            and after.weighted_margin_percent < before.margin_percent:
        found.append(Worsening(what=MARGIN, before=before.margin_percent, after=after.weighted_margin_percent, policy=policy))
    if limits.tests_amount and after.amount > before.amount:
        found.append(Worsening(what=AMOUNT, before=before.amount, after=after.amount, policy=policy))
    if before.amount > 0 and after.amount * 100 < before.amount * limits.least_volume_percent:
        found.append(Worsening(what=VOLUME, before=before.amount, after=after.amount, policy=policy))
    return found


def _standing_lines(policy, before, approved, now):
    """A line of quantity 0 may stand at what was approved of it, or of the whole."""
    found = []
    for key, line in now.lines.items():
        if not line.standing or line.policy != policy:
            continue
        was = approved.lines.get(key)
        same = was is not None and (was.product, was.unit) == (line.product, line.unit)
        discount = max(before.discount_percent, was.percent) if same else before.discount_percent
        if line.percent > discount:
            found.append(Worsening(what=DISCOUNT, before=discount, after=line.percent, policy=policy))
        floors = [value for value in (before.margin_percent, was.margin_percent if same else None) if value is not None]
        if floors and line.margin_percent is not None and line.margin_percent < min(floors):
            found.append(Worsening(what=MARGIN, before=min(floors), after=line.margin_percent, policy=policy))
    return found


def new_findings(*, approved: QuoteFacts, now: QuoteFacts, policy: Hashable) -> tuple[Worsening, ...]:
    """What else is wrong with the quote now, and was not when it was approved; ``policy`` stands for all of it."""
    return tuple(
        Worsening(what=FINDING, before=None, after=code, policy=policy) for code in now.findings if code not in approved.findings)


def is_concerned(*, policy: Hashable, criteria: frozenset, worse: tuple[Worsening, ...]) -> bool:
    """Whether a step that approved under ``policy`` because of ``criteria`` must be asked again."""
    return any(
        item.what in ORDER_WIDE
        or (item.policy == policy and (item.what in criteria or item.what in (VOLUME, POLICY) or ALWAYS in criteria))
        for item in worse)
