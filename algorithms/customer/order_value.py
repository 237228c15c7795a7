"""What an order of a customer is worth: the Gamma-Gamma model of Fader, Hardie and Lee (2005), fitted by maximum likelihood.

Assumed: order values of one customer vary at random about a mean of his own (gamma, shape ``p``), the means vary over customers
(inverse gamma: ``q``, ``gamma``), and the mean does not depend on how often he buys. The last is tested: ``correlation`` says
how much frequency and value go together; above 0.3 in size the verdict is ``correlated`` and the result to be read with care.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

MIN_CUSTOMERS = 20
LOG_BOUND = 9.0
MAX_CORRELATION = 0.3


@dataclass(frozen=True, slots=True)
class ValueModel:
    """``verdict``: ``fitted``, ``correlated``, ``constant`` (all orders of all customers cost the same: that value is the answer),
    ``at_limit`` (the mean over customers is not determined, each is judged by the observed means), ``too_little_history``."""

    verdict: str
    customers: int
    p: float = float("nan")
    q: float = float("nan")
    gamma: float = float("nan")
    correlation: float = 0.0
    mean: float = float("nan")
    log_likelihood: float = float("nan")

    @property
    def is_usable(self):
        return self.verdict != "too_little_history"

    @property
    def is_gamma(self):
        return self.verdict in ("fitted", "correlated")


def fit_order_value(*, frequency, spend) -> ValueModel:
    """Return the model; ``spend`` is the mean value of the ``frequency`` repeat purchases. Customers without any are left out."""
    frequency, spend = np.asarray(frequency, dtype=float), np.asarray(spend, dtype=float)
    if frequency.shape != spend.shape:
        raise ValueError("frequency and spend must be of one length")
    known = (frequency > 0) & (spend > 0)
    x, z = frequency[known], spend[known]
    if len(x) < MIN_CUSTOMERS:
        return ValueModel("too_little_history", len(x))
    mean = float(x @ z / x.sum())
    if np.ptp(z) <= 1e-9 * mean:
        return ValueModel("constant", len(x), mean=mean)
    correlation = float(np.corrcoef(x, z)[0, 1]) if np.ptp(x) > 0 else 0.0
    best = minimize(
        _minus_log_likelihood, [1.0, 1.0, 0.0], args=(x, z / mean), jac=True, method="L-BFGS-B",
        bounds=[(-LOG_BOUND, LOG_BOUND)] * 3, options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 500},
    )
    p, q, gamma = (float(value) for value in np.exp(best.x))
    if np.abs(best.x).max() > LOG_BOUND - 0.01 or q <= 1:
        verdict = "at_limit"
    else:
        verdict = "correlated" if abs(correlation) > MAX_CORRELATION else "fitted"
    return ValueModel(
        verdict=verdict, customers=len(x), p=p, q=q, gamma=gamma * mean, correlation=correlation,
        mean=p * gamma * mean / (q - 1) if verdict != "at_limit" else mean,
        log_likelihood=float(-best.fun * len(x) - len(x) * np.log(mean)),
    )


def _minus_log_likelihood(log_parameters, x, z):
    p, q, gamma = np.exp(log_parameters)
    px = p * x
    reach = np.log(gamma + x * z)
    value = (
        gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(gamma) + (px - 1) * np.log(z) + px * np.log(x) - (px + q) * reach
    )
    slopes = np.stack([
        px * (digamma(px + q) - digamma(px) + np.log(z) + np.log(x) - reach),
        q * (digamma(px + q) - digamma(q) + np.log(gamma) - reach),
        q - gamma * (px + q) / (gamma + x * z),
    ])
    return -float(value.mean()), -slopes.mean(axis=1)


def expected_value(*, model: ValueModel, frequency, spend) -> np.ndarray:
    """Return the expected value of the next order: the customer's own mean, drawn to the mean of all the more the less he bought."""
    x, z = np.asarray(frequency, dtype=float), np.asarray(spend, dtype=float)
    own = (x > 0) & (z > 0)
    if not model.is_gamma:
        return np.where(own, z, model.mean)
    x = np.where(own, x, 0.0)
    return model.p * (model.gamma + x * np.where(own, z, 0.0)) / (model.p * x + model.q - 1)
