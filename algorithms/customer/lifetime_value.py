"""What a customer is worth over a horizon: expected margin of future orders, discounted, with an interval.

*Expected*: the sum over the horizon's steps of expected orders in the step (BG/NBD) × expected order value (Gamma-Gamma) × margin,
discounted to today from the end of the step.

*Interval*: the exact predictive distribution of what the customer will spend. For n orders, the sum is gamma(p·n, v) with
v ~ gamma(p·x + q, gamma + x·z), so that sum / (sum + gamma + x·z) is beta(p·n, p·x + q); the number of orders has the exact
probabilities of `repeat_buying`. It covers chance in the customer's behaviour, not the error of the fitted parameters, and
takes the mean discount. No random numbers: the same history always has the same interval.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from scipy.special import betainc, expit

from .order_value import ValueModel, expected_value, fit_order_value
from .purchase_history import PurchaseHistories
from .repeat_buying import BuyingModel, alive_probability, expected_orders, fit_buying, order_tails

CENT = Decimal("0.01")
RARE = 1e-6  # chances the interval does without
HALVINGS, FALSE_POSITIONS = 7, 5
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Horizon:
    """``length`` in units of the histories (52 weeks); discounted by ``annual_rate`` at the end of each of ``steps`` equal steps."""

    length: float = 52.0
    units_per_year: float = 52.18
    annual_rate: float = 0.10
    steps: int = 12
    coverage: float = 0.80


@dataclass(frozen=True, slots=True)
class CustomerValue:
    """One customer's figures; all None with verdict ``too_little_history``.

    ``order_probability`` is the chance of at least one order within the horizon; ``usual_orders`` is what the same model
    expected of him on the day of his last purchase, for a horizon of the same length (see `churn`).
    """

    key: Hashable
    verdict: str
    alive: float | None = None
    orders: float | None = None
    usual_orders: float | None = None
    order_probability: float | None = None
    order_value: Decimal | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ValueReport:
    """The customers' values, in the order of the histories, and the two models they rest on."""

    customers: tuple[CustomerValue, ...]
    buying: BuyingModel
    spending: ValueModel


def value_customers(*, histories: PurchaseHistories, margin: float = 1.0, horizon: Horizon | None = None) -> ValueReport:
    """Fit both models to ``histories`` and return what each customer is worth; ``margin`` is the share of a sale that is earned."""
    horizon = horizon or Horizon()
    facts = {"frequency": histories.frequency, "recency": histories.recency, "age": histories.age}
    buying = fit_buying(**facts)
    spending = fit_order_value(frequency=histories.frequency, spend=histories.spend)
    if not (buying.is_usable and spending.is_usable):
        silent = tuple(CustomerValue(key, "too_little_history") for key in histories.keys)
        return ValueReport(silent, buying, spending)
    alive = alive_probability(model=buying, **facts)
    each = expected_value(model=spending, frequency=histories.frequency, spend=histories.spend)
    orders, discounted = _orders_over_time(buying, facts, horizon)
    kept = np.divide(discounted, orders, out=np.ones_like(orders), where=orders > 0)
    usual = expected_orders(model=buying, horizon=horizon.length, **{**facts, "age": histories.recency})
    once, low, high = _interval(buying, spending, histories, orders, horizon)
    verdict = "fitted" if buying.verdict == spending.verdict == "fitted" else "uncertain"
    return ValueReport(
        tuple(
            CustomerValue(
                key, verdict, float(alive[place]), float(orders[place]), float(usual[place]), float(once[place]), _money(each[place]),
                _money(discounted[place] * each[place] * margin),
                _money(low[place] * kept[place] * margin), _money(high[place] * kept[place] * margin),
            )
            for place, key in enumerate(histories.keys)
        ),
        buying, spending,
    )


def _money(amount):
    return Decimal(repr(float(amount))).quantize(CENT, rounding=ROUND_HALF_UP)


def _orders_over_time(buying, facts, horizon):
    """Return expected orders within the horizon, plain and each discounted from the end of its step."""
    before, discounted = 0.0, np.zeros(len(facts["frequency"]))
    for step in range(1, horizon.steps + 1):
        end = horizon.length * step / horizon.steps
        upto = expected_orders(model=buying, horizon=end, **facts)
        discounted += (upto - before) * (1 + horizon.annual_rate) ** (-end / horizon.units_per_year)
        before = upto
    return before, discounted


def _interval(buying, spending, histories, orders, horizon):
    """Return the probability of an order and the two ends of the central interval of what is spent, undiscounted."""
    count = len(histories)
    once, low, high = np.zeros(count), np.zeros(count), np.zeros(count)
    # customers who will order about as often together: a chunk is as wide as its busiest customer
    ordered = np.argsort(orders, kind="stable")
    for start in range(0, count, CHUNK):
        rows = ordered[start:start + CHUNK]
        tails = np.stack(list(order_tails(
            model=buying, frequency=histories.frequency[rows], recency=histories.recency[rows], age=histories.age[rows],
            horizon=horizon.length)), axis=1)
        once[rows] = tails[:, 0]
        exactly = tails - np.pad(tails[:, 1:], ((0, 0), (0, 1)))
        exactly = exactly[:, :1 + int((tails > RARE).any(axis=0).sum())]
        x, z = histories.frequency[rows].astype(float), histories.spend[rows]
        for ends, level in ((low, (1 - horizon.coverage) / 2), (high, (1 + horizon.coverage) / 2)):
            ends[rows] = _spend_quantile(spending, x, z, 1 - tails[:, 0], exactly, level)
    return once, low, high


def _spend_quantile(spending, x, z, none, exactly, level):
    """Return the quantile of the sum of orders; ``none`` and ``exactly`` are the probabilities of 0 and of 1, 2, … orders."""
    result = np.zeros(len(x))
    above = none < level  # else the quantile is: no order at all
    if not above.any():
        return result
    x, z, none, exactly = x[above], np.where(x > 0, z, 0.0)[above], none[above], exactly[above]
    if not spending.is_gamma:
        number = 1 + ((none[:, None] + np.cumsum(exactly[:, :-1], axis=1)) < level).sum(axis=1)
        result[above] = number * expected_value(model=spending, frequency=x, spend=z)
        return result
    reach, shape = spending.gamma + x * z, spending.p * x + spending.q
    busy = spending.p * np.arange(1, exactly.shape[1] + 1)

    def excess(log_odds):  # of the beta distribution's share: -infinity … infinity stands for a sum of 0 … infinity
        return none + (exactly * betainc(busy, shape[:, None], expit(log_odds)[:, None])).sum(axis=1) - level

    result[above] = reach * np.exp(_root(excess, len(x)))
    return result


def _root(excess, count):
    """Return where the rising function is 0, for each of ``count`` rows at once: halving, then false position (Illinois)."""
    left, right = np.full(count, -30.0), np.full(count, 15.0)
    for _step in range(HALVINGS):
        middle = (left + right) / 2
        below = excess(middle) < 0
        left, right = np.where(below, middle, left), np.where(below, right, middle)
    at_left, at_right = excess(left), excess(right)
    for _step in range(FALSE_POSITIONS):
        point = np.clip(right - at_right * (right - left) / np.maximum(at_right - at_left, 1e-300), left, right)
        value = excess(point)
        below = value < 0
        # the end that stays counts half, so that it does not stay for ever
        at_left, at_right = np.where(below, value, at_left / 2), np.where(below, at_right / 2, value)
        left, right = np.where(below, point, left), np.where(below, right, point)
    return point
