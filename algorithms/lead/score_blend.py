"""How the linear model and the trees are joined, and calibrated in the same step.

The log-odds of both, given for records the models had not seen, are the facts of a small logistic regression: chance of coming true =
1/(1 + exp(-(c + u·linear + v·trees))), u and v not negative. It is Platt's calibration (1999) of a stacked pair (Wolpert 1992);
being a weighted sum of log-odds, it leaves the reasons additive. Isotonic calibration would not, and makes ties.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

RIDGE = 1.0


def blend(*, margins: np.ndarray, outcome: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the constant and the weights of the columns of ``margins`` (log-odds) that fit ``outcome`` best.

    A small ridge draws the weights to an equal share of 1, so that the answer is finite where ``margins`` separate the outcomes.
    """
    rows, count = margins.shape
    middle = np.full(count, 1 / count)

    def loss(point):
        total = point[0] + margins @ point[1:]
        chance = expit(total)
        away = point[1:] - middle
        value = np.logaddexp(0, total).sum() - outcome @ total + RIDGE * away @ away
        slope = np.concatenate([[np.sum(chance - outcome)], margins.T @ (chance - outcome) + 2 * RIDGE * away])
        return value / rows, slope / rows

    found = minimize(
        loss, np.concatenate([[0.0], middle]), jac=True, method="L-BFGS-B", bounds=[(-5, 5)] + [(0, 5)] * count,
        options={"ftol": 1e-14, "gtol": 1e-10},
    )
    return float(found.x[0]), found.x[1:]
