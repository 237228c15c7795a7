"""How often customers will buy again: the BG/NBD model of Fader, Hardie and Lee (2005), fitted by maximum likelihood.

Assumed: while active, a customer buys at random with a rate of his own; after each purchase he leaves for good with a
probability of his own; rates are gamma distributed over customers (``r``, ``alpha``), probabilities beta distributed (``a``, ``b``),
both independently. So a customer cannot leave before his second purchase, and who bought once is "alive" with certainty:
rank by expected orders, never by the probability of being alive.

Given what was seen of a customer who is still active, his rate is gamma(r + x, alpha + T) and his probability beta(a, b + x), still
independent; future orders are the smaller of a Poisson and a geometric number. Hence, exactly,

    P(N >= n) = P(alive) * I(t / (alpha + T + t); n, r + x) * B(a, b + x + n - 1) / B(a, b + x)

(I: regularised incomplete beta function). Expected orders are the sum over n: all terms are positive, where the published closed
form subtracts numbers that are nearly equal and divides by a - 1.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

MIN_CUSTOMERS = 20
MIN_REPEAT_BUYERS = 10
LOG_BOUND = 9.0
TAIL = 1e-10


@dataclass(frozen=True, slots=True)
class BuyingModel:
    """The fitted parameters, in units of the histories' time.

    ``verdict``: ``fitted``; ``too_little_history`` (parameters are NaN, nothing is predicted); ``at_limit`` where the data do not
    determine a parameter (all customers alike), so that predictions hold but the parameters mean little.
    """

    verdict: str
    customers: int
    repeat_buyers: int
    r: float = float("nan")
    alpha: float = float("nan")
    a: float = float("nan")
    b: float = float("nan")
    log_likelihood: float = float("nan")

    @property
    def is_usable(self):
        return self.verdict != "too_little_history"


def fit_buying(*, frequency, recency, age) -> BuyingModel:
    """Return the model of these customers (see `purchase_history`)."""
    frequency, recency, age = _checked(frequency, recency, age)
    repeat_buyers = int((frequency > 0).sum())
    if len(frequency) < MIN_CUSTOMERS or repeat_buyers < MIN_REPEAT_BUYERS or age.max(initial=0.0) <= 0:
        return BuyingModel("too_little_history", len(frequency), repeat_buyers)
    scale = float(age.mean())
    rows, weights = np.unique(np.stack([frequency, recency / scale, age / scale], axis=1), axis=0, return_counts=True)
    bounds = [(-LOG_BOUND, LOG_BOUND)] * 4
    best = min(
        (
            minimize(_minus_log_likelihood, start, args=(*rows.T, weights), jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 500})
            for start in ([0.0, 0.0, 0.0, 0.0], [-1.0, -1.0, 0.0, 1.0])
        ),
        key=lambda result: result.fun,
    )
    r, alpha, a, b = np.exp(best.x)
    at_limit = np.abs(best.x).max() > LOG_BOUND - 0.01
    return BuyingModel(
        verdict="at_limit" if at_limit else "fitted",
        customers=len(frequency),
        repeat_buyers=repeat_buyers,
        r=float(r), alpha=float(alpha * scale), a=float(a), b=float(b),
        # the density of x purchases in rescaled time, back in the unit given
        log_likelihood=float(-best.fun * weights.sum() - frequency.sum() * np.log(scale)),
    )


def _checked(frequency, recency, age):
    frequency, recency, age = (np.asarray(values, dtype=float).ravel() for values in (frequency, recency, age))
    if not len(frequency) == len(recency) == len(age):
        raise ValueError("frequency, recency and age must be of one length")
    wrong = ~((frequency >= 0) & (recency >= 0) & (recency <= age) & np.isfinite(age))
    if wrong.any():
        raise ValueError(f"the history in place {int(np.flatnonzero(wrong)[0])} is not 0 <= recency <= age with frequency >= 0")
    return frequency, recency, age


def _minus_log_likelihood(log_parameters, x, t_x, age, weights):
    """Return minus the mean log-likelihood and its gradient by the logarithms of r, alpha, a, b."""
    r, alpha, a, b = np.exp(log_parameters)
    again = x > 0
    earlier = np.where(again, b + x - 1, 1.0)
    alive = -(r + x) * np.log(alpha + age)
    left = np.where(again, np.log(a) - np.log(earlier) - (r + x) * np.log(alpha + t_x), -np.inf)
    both = np.logaddexp(alive, left)
    share = np.exp(left - both)  # of the likelihood that comes from having left
    value = (
        gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x) + both
    )
    mean_log = (1 - share) * np.log(alpha + age) + share * np.log(alpha + t_x)
    mean_inverse = (1 - share) / (alpha + age) + share / (alpha + t_x)
    outer = digamma(a + b) - digamma(a + b + x)
    slopes = np.stack([
        r * (digamma(r + x) - digamma(r) + np.log(alpha) - mean_log),
        r - alpha * (r + x) * mean_inverse,
        a * outer + share,
        b * (outer + digamma(b + x) - digamma(b) - share / earlier),
    ])
    total = weights.sum()
    return -float(weights @ value) / total, -(slopes @ weights) / total


def alive_probability(*, model: BuyingModel, frequency, recency, age) -> np.ndarray:
    """Return the probability that each customer has not left for good; 1 for all who bought once, by assumption."""
    x, t_x, age = _checked(frequency, recency, age)
    again = x > 0
    odds = (
        np.log(model.a) - np.log(np.where(again, model.b + x - 1, 1.0))
        + (model.r + x) * (np.log(model.alpha + age) - np.log(model.alpha + t_x))
    )
    return np.where(again, 1 / (1 + np.exp(np.minimum(odds, 700))), 1.0)


def order_tails(*, model: BuyingModel, frequency, recency, age, horizon):
    """Yield for n = 1, 2, … the probability of each customer to buy at least ``n`` times within ``horizon``, until all are next to 0."""
    x, _recency, age = _checked(frequency, recency, age)
    alive = alive_probability(model=model, frequency=frequency, recency=recency, age=age)
    shape, share = model.r + x, horizon / (model.alpha + age + horizon)
    # the negative binomial chances and the ratio of beta functions, from each n to the next
    log_chance = shape * np.log1p(-share)
    at_least, stays = -np.expm1(log_chance), np.ones(len(x))
    rows, count = np.arange(len(x)), 1
    while rows.size:
        tail = np.zeros(len(x))
        tail[rows] = alive[rows] * np.maximum(at_least, 0.0) * stays
        yield tail
        open_rows = tail[rows] > TAIL
        rows, shape, share = rows[open_rows], shape[open_rows], share[open_rows]
        log_chance = log_chance[open_rows] + np.log((shape + count - 1) / count * share)
        at_least = at_least[open_rows] - np.exp(log_chance)
        left = model.b + x[rows] + count - 1
        stays = stays[open_rows] * left / (model.a + left)
        count += 1


def expected_orders(*, model: BuyingModel, frequency, recency, age, horizon) -> np.ndarray:
    """Return the expected number of purchases of each customer within ``horizon`` from now."""
    expected = np.zeros(len(np.asarray(frequency)))
    for tail in order_tails(model=model, frequency=frequency, recency=recency, age=age, horizon=horizon):
        expected += tail
    return expected
