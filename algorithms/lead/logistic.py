"""Logistic regression with a ridge, on coded columns.

Each level of a category is a column of its own; a number counts by its place among the training rows (0 to 1) and, in steps, by its bin, so
that curved relations are seen. The ridge draws every coefficient to zero, rare levels most, and keeps the answer finite where the
data separate perfectly. Coefficients are found by Newton's method; the ridge is picked by cross-validation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit

from .fact_table import NUMBER, Coding

RIDGES = (300.0, 100.0, 30.0, 10.0, 3.0, 1.0)
KNOTS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9)
BEND_WEIGHT = 3.0
MAX_STEPS = 50


@dataclass(frozen=True, slots=True)
class Linear:
    """Log-odds = ``intercept`` + for each column the entry of its code in ``weights``."""

    intercept: float
    weights: tuple[np.ndarray, ...]

    def parts(self, codes):
        """Return what each column adds to the log-odds of each row."""
        return np.stack([weight[codes[:, column]] for column, weight in enumerate(self.weights)], axis=1)

    def predict(self, codes):
        return self.intercept + self.parts(codes).sum(axis=1)


def basis(codings: Sequence[Coding], codes: np.ndarray) -> list[np.ndarray]:
    """Return for each column the matrix (codes, features) that turns a code into features, mean 0 on the training rows."""
    tables = []
    for column, coding in enumerate(codings):
        table = np.eye(coding.count)
        share = np.bincount(codes[:, column], minlength=coding.count) / len(codes)
        if coding.kind == NUMBER and len(coding.edges) > 1:
            place = np.cumsum(share[1:]) - share[1:] / 2
            bends = [np.concatenate([[0.0], np.maximum(place - knot, 0.0)]) for knot in KNOTS]
            table = np.stack([table[:, 0], *bends], axis=1) * BEND_WEIGHT
        tables.append(table - share @ table)
    return tables


def fit_path(*, codings, codes, outcome, ridges=RIDGES) -> list[Linear]:
    """Return one fit for each of ``ridges``."""
    tables = basis(codings, codes)
    design = np.hstack([np.ones((len(codes), 1)), *(table[codes[:, column]] for column, table in enumerate(tables))])
    ends = np.cumsum([1, *(table.shape[1] for table in tables)])
    point, fits = np.zeros(design.shape[1]), []
    share = outcome.mean()
    point[0] = np.log(share / (1 - share))
    for ridge in ridges:
        point = _newton(design, outcome, ridge, point)
        weights = tuple(table @ point[start:end] for table, start, end in zip(tables, ends[:-1], ends[1:], strict=True))
        fits.append(Linear(float(point[0]), weights))
    return fits


def _newton(design, outcome, ridge, point):
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 1e-9
    loss = _loss(design, outcome, penalty, point)
    for _step in range(MAX_STEPS):
        chance = expit(design @ point)
        gradient = design.T @ (outcome - chance) - penalty * point
        curvature = (design.T * np.maximum(chance * (1 - chance), 1e-9)) @ design + np.diag(penalty)
        move = cho_solve(cho_factor(curvature), gradient)
        size = 1.0
        while (new := _loss(design, outcome, penalty, point + size * move)) > loss and size > 1e-6:
            size /= 2
        point = point + size * move
        if loss - new < 1e-8 * len(outcome):
            break
        loss = new
    return point


def _loss(design, outcome, penalty, point):
    margin = design @ point
    return float(np.logaddexp(0, margin).sum() - outcome @ margin + 0.5 * penalty @ point**2)
