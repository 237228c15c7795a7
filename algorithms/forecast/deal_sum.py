"""What open deals may bring together: Σ p · amount, its variance, and the whole distribution behind the interval.

A few deals are not a bell curve: one of 100 000 with 50 % brings all or nothing, never 50 000. So the distribution of the
sum is computed, not assumed: every combination up to fourteen deals, beyond that one deal after the other
on a grid (the smallest of more than five hundred enter together, as a normal distribution). Deals are independent but for `rate_spread`.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

_EVERY_COMBINATION = 14
_CELLS = 16384
_ONE_BY_ONE = 500
# Gauss-Hermite nodes and weights for a standard normal, five points
_NODES = (-2.856970013872806, -1.355626179974266, 0.0, 1.355626179974266, 2.856970013872806)
_WEIGHTS = (0.011257411327720688, 0.2220759220056126, 0.5333333333333333, 0.2220759220056126, 0.011257411327720688)


@dataclass(frozen=True)
class OpenDeal:
    """:param probability_percent: chance of winning it in the period, 0 to 100"""

    key: Hashable
    amount: Decimal
    probability_percent: float

    def __post_init__(self):
        if not Decimal(self.amount).is_finite() or self.amount < 0:
            raise ValueError(f"deal {self.key}: an amount of {self.amount}; it must be zero or more")
        if not 0 <= self.probability_percent <= 100:
            raise ValueError(f"deal {self.key}: a probability of {self.probability_percent} %; it lies between 0 and 100")


@dataclass(frozen=True, eq=False)
class DealSum:
    """The distribution of a sum: ``amounts`` rising, ``chances`` summing to one."""

    amounts: np.ndarray
    chances: np.ndarray

    def at_least(self, amount) -> float:
        """The chance that the sum reaches ``amount``."""
        tolerance = 1e-9 * max(1.0, abs(float(self.amounts[-1])))
        return float(min(1.0, max(0.0, self.chances[self.amounts >= float(amount) - tolerance].sum())))

    def quantile(self, share: float) -> float:
        """The smallest amount that the sum does not exceed with a chance of ``share``."""
        place = int(np.searchsorted(np.cumsum(self.chances), share - 1e-9))
        return float(self.amounts[min(place, len(self.amounts) - 1)])

    def possible_around(self, amount) -> tuple[float, float]:
        """The nearest outcomes that may happen at or below ``amount``, and at or above it."""
        possible, tolerance = self.amounts[self.chances > 0], 1e-9 * max(1.0, abs(float(self.amounts[-1])))
        place = int(np.searchsorted(possible, float(amount) + tolerance, side="right")) - 1
        below = float(possible[max(place, 0)])
        return below, below if below >= float(amount) - tolerance else float(possible[min(place + 1, len(possible) - 1)])


@dataclass(frozen=True)
class WeightedPipeline:
    """:param total: all amounts, unweighted
    :param expected: Σ p · amount; always within ``low`` and ``high``
    :param deviation: standard deviation of the sum
    """

    count: int
    total: Decimal
    expected: Decimal
    deviation: Decimal
    low: Decimal
    high: Decimal
    level_percent: float


def weigh(*, deals: Sequence[OpenDeal], level_percent: float = 80.0, rate_spread: float = 0.0, digits: int = 2) -> WeightedPipeline:
    """Return the weighted pipeline with an interval that holds the sum in at least ``level_percent`` of all cases.

    Where one deal decides, both quantiles may be the same outcome, all or nothing, and what is expected, which no outcome is, lies beside
    them. An interval without the figure it belongs to misleads: it then goes on to the next possible outcome on that side.

    :param rate_spread: how much the rate of winning differs from period to period, as a share of itself (0.2 = by a fifth):
        then good and bad periods hit all deals at once and the interval is wider
    """
    if not 0 < level_percent < 100:
        raise ValueError(f"an interval of {level_percent} %; it lies between 0 and 100")
    expected = sum((deal.amount * Decimal(str(deal.probability_percent)) for deal in deals), Decimal()) / 100
    sums = distribution(deals=deals, rate_spread=rate_spread)
    mean = float(sums.amounts @ sums.chances)
    deviation = math.sqrt(max(0.0, float((sums.amounts - mean) ** 2 @ sums.chances)))
    tail, expected = (1 - level_percent / 100) / 2, _money(expected, digits)
    low, high = _money(sums.quantile(tail), digits), _money(sums.quantile(1 - tail), digits)
    if not low <= expected <= high:
        below, above = (_money(amount, digits) for amount in sums.possible_around(expected))
        low, high = min(low, below, expected), max(high, above, expected)
    return WeightedPipeline(
        count=len(deals), total=_money(sum((deal.amount for deal in deals), Decimal()), digits), expected=expected,
        deviation=_money(deviation, digits), low=low, high=high, level_percent=level_percent)


def distribution(*, deals: Sequence[OpenDeal], rate_spread: float = 0.0) -> DealSum:
    """Return the distribution of what the deals bring together."""
    if rate_spread < 0:
        raise ValueError(f"a spread of {rate_spread} between periods; it is zero or more")
    amounts = np.array([float(deal.amount) for deal in deals])
    chances = np.array([deal.probability_percent / 100 for deal in deals])
    sure = float(amounts[chances >= 1].sum())
    open_ones = (amounts > 0) & (chances > 0) & (chances < 1)
    amounts, chances = amounts[open_ones], chances[open_ones]
    if not len(amounts):
        return DealSum(np.array([sure]), np.array([1.0]))
    sums = _combinations if len(amounts) <= _EVERY_COMBINATION else _on_a_grid
    if not rate_spread:
        support, weights = sums(amounts, chances)
        return DealSum(support + sure, weights)
    parts = [sums(amounts, np.clip(chances * (1 + rate_spread * node), 0.0, 1.0)) for node in _NODES]
    return DealSum(parts[0][0] + sure, sum(weight * part[1] for weight, part in zip(_WEIGHTS, parts, strict=True)))


def _combinations(amounts, chances):
    """Every combination of won and lost; sums that are equal in cents are one."""
    support, weights = np.zeros(1), np.ones(1)
    for amount, chance in zip(amounts, chances, strict=True):
        support = np.concatenate([support, support + amount])
        weights = np.concatenate([weights * (1 - chance), weights * chance])
    rounded, places = np.unique(np.round(support, 6), return_inverse=True)
    return rounded, np.bincount(places, weights, len(rounded))


def _on_a_grid(amounts, chances):
    """Add one deal after the other on a grid. Where all amounts are multiples of a step that is coarse enough the grid is exact;
    otherwise a deal that ends between two cells is shared by both."""
    order = np.argsort(-amounts, kind="stable")
    amounts, chances = amounts[order], chances[order]
    room = _CELLS - min(len(amounts), _ONE_BY_ONE) - 1
    cents = np.rint(amounts * 100).astype(np.int64)
    common = int(np.gcd.reduce(cents)) / 100
    if common and np.abs(cents / 100 - amounts).max() < 1e-6 and amounts.sum() / common < room:
        step = common
    else:
        step = amounts.sum() / room
    weights, used = np.zeros(_CELLS + 1), 1
    weights[0] = 1.0
    for amount, chance in zip(amounts[:_ONE_BY_ONE], chances[:_ONE_BY_ONE], strict=True):
        whole, rest = divmod(float(amount / step) + 1e-9, 1.0)
        whole, rest, before = int(whole), rest if rest > 1e-6 else 0.0, weights[:used].copy()
        weights[:used] *= 1 - chance
        weights[whole:whole + used] += chance * (1 - rest) * before
        weights[whole + 1:whole + 1 + used] += chance * rest * before
        used += whole + 1
    weights = _spread_by_the_small(weights, amounts[_ONE_BY_ONE:] / step, chances[_ONE_BY_ONE:])
    return np.arange(len(weights)) * step, weights / weights.sum()


def _spread_by_the_small(weights, cells, chances):
    """Add what is left together, as a normal distribution."""
    if not len(cells):
        return weights
    mean, deviation = (cells * chances).sum(), math.sqrt((cells**2 * chances * (1 - chances)).sum())
    deviation, first = max(deviation, 0.5), max(0, int(mean - 8 * deviation))
    share = np.exp(-0.5 * ((np.arange(first, mean + 8 * deviation + 1) - mean) / deviation) ** 2)
    together = np.convolve(weights, share / share.sum())[:len(weights) - first]
    return np.r_[np.zeros(first), together]


def _money(amount, digits):
    return Decimal(amount).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
