"""Which customers should be visited next, and why.

Each customer gets points for five reasons; the sum ranks the list. The weights are the largest number of points a
reason can give, so that a weight of 0 switches a reason off.

==========  ==================================================================================================
reason      share of its weight
==========  ==================================================================================================
cadence     0 until 80 % of the interval has passed since the last visit, 1/2 on the day it is due, 1 when a
            whole interval overdue; a customer who was never visited counts from the day he became a customer,
            and at least as due
priority    the cadence's priority: 1 (highest) gives all, 2 a half, 3 a third …
quotes      1 - 1/(1 + number of open quotes): one gives a half, two give two thirds
churn       the risk itself (see `churn_risk`)
value       value/(value + half value): the half value gives a half
==========  ==================================================================================================

Priority and value sharpen the other reasons; alone they put nobody on the list.
A customer with a visit already planned is not due and leaves the list. Ties go to the earlier due date, then to the
key: the same facts always give the same list.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DueWeights:
    """Most points a reason can give; ``half_value`` is the amount that earns half of the value's points."""

    cadence: float = 50.0
    priority: float = 10.0
    quotes: float = 15.0
    churn: float = 15.0
    value: float = 10.0
    half_value: float = 10_000.0


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What is known of one customer on the day the list is made."""

    key: int
    since: date
    interval_days: float | None = None
    priority: int = 0
    last_visit: date | None = None
    planned_visit: date | None = None
    open_quotes: int = 0
    order_count: int = 0
    first_order: date | None = None
    last_order: date | None = None
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, the points it gave, and the figures to say it in words."""

    code: str
    points: float
    days: int = 0
    count: int = 0
    amount: float = 0.0
    share: float = 0.0


def reason_row(reason):
    """Return a reason as a plain list, to be stored."""
    return [reason.code, reason.points, reason.days, reason.count, reason.amount, reason.share]


def reason_of(row):
    """Return the reason that `reason_row` made a list of."""
    return Reason(*row)


@dataclass(frozen=True, slots=True)
class DueCustomer:
    """A customer's place in the list."""

    key: int
    score: float
    date_due: date | None
    overdue_days: int
    reasons: tuple[Reason, ...]


def interval_days(*, visits, period_days):
    """Return the days between two visits, None when none are wanted."""
    return period_days / visits if visits > 0 and period_days > 0 else None


def due_date(*, last_visit, since, interval):
    """Return the day of the next visit, None without a cadence."""
    if not interval:
        return None
    return last_visit + timedelta(days=round(interval)) if last_visit else since


def churn_risk(*, order_count, first_order, last_order, today):
    """Return how unusual the present silence is, 0 to 1.

    The usual gap between orders is the mean gap of at least three orders. The risk is 0 while the silence is at most
    one usual gap and reaches 1 at three. With fewer orders nothing is known, and nothing is claimed.
    """
    if order_count < 3 or not first_order or not last_order or last_order <= first_order:
        return 0.0
    gap = (last_order - first_order).days / (order_count - 1)
    silence = (today - last_order).days
    return min(1.0, max(0.0, (silence / gap - 1) / 2)) if gap else 0.0


def rank_due(*, customers, today, weights=None, limit=None):
    """Return the customers to visit, the most urgent first.

    :param customers: iterable of `CustomerFacts`
    :param limit: at most so many; None for all
    """
    weights = weights or DueWeights()
    ranked = [
        verdict
        for facts in customers
        if not facts.planned_visit and (verdict := judge_customer(facts=facts, today=today, weights=weights)).reasons
    ]
    ranked.sort(key=lambda verdict: (-verdict.score, verdict.date_due or date.max, verdict.key))
    return ranked[:limit] if limit else ranked


def judge_customer(*, facts, today, weights):
    """Return one customer's points and reasons, the heaviest reason first."""
    when = due_date(last_visit=facts.last_visit, since=facts.since, interval=facts.interval_days)
    reasons = [
        _cadence(facts, when, today, weights),
        _quotes(facts, weights),
        _churn(facts, today, weights),
    ]
    reasons = [reason for reason in reasons if reason and reason.points > 0]
    if reasons:
        # what a customer is worth sharpens a reason to go there; alone it is none
        reasons += [reason for reason in (_priority(facts, weights), _value(facts, weights)) if reason and reason.points > 0]
    reasons.sort(key=lambda reason: (-reason.points, reason.code))
    return DueCustomer(
        key=facts.key,
        score=round(sum(reason.points for reason in reasons), 2),
        date_due=when,
        overdue_days=max(0, (today - when).days) if when else 0,
        reasons=tuple(reasons),
    )


def _cadence(facts, when, today, weights):
    if when is None:
        return None
    late = (today - when).days
    elapsed = late / facts.interval_days + 1
    if not facts.last_visit:
        elapsed = max(1.0, elapsed)
    share = max(0.0, (elapsed - 0.8) / 0.4) if elapsed < 1 else 0.5 + min(1.0, elapsed - 1) / 2
    code = "never_visited" if not facts.last_visit else "overdue" if late > 0 else "due_today" if late == 0 else "due_soon"
    days = abs(late) if facts.last_visit else max(0, late)
    return Reason(code, round(weights.cadence * share, 2), days=days, share=share)


def _quotes(facts, weights):
    if facts.open_quotes <= 0:
        return None
    share = 1 - 1 / (1 + facts.open_quotes)
    return Reason("open_quotes", round(weights.quotes * share, 2), count=facts.open_quotes, share=share)


def _churn(facts, today, weights):
    risk = churn_risk(order_count=facts.order_count, first_order=facts.first_order, last_order=facts.last_order, today=today)
    if not risk:
        return None
    return Reason("silent", round(weights.churn * risk, 2), days=(today - facts.last_order).days, share=risk)


def _priority(facts, weights):
    if not facts.interval_days or facts.priority <= 0:
        return None
    return Reason("priority", round(weights.priority / facts.priority, 2), count=facts.priority)


def _value(facts, weights):
    if facts.value <= 0:
        return None
    share = facts.value / (facts.value + weights.half_value) if weights.half_value > 0 else 1.0
    return Reason("value", round(weights.value * share, 2), amount=facts.value, share=share)
