"""Exponential smoothing: simple, Holt's trend, damped trend (Gardner and McKenzie 1985).

The error of each step is linear in the two starting values (level, slope). So the recursion is run for the data, for a unit
level and for a unit slope; least squares then gives the best starting values of *every* candidate of a grid at once, and the
best candidate is the one with the smallest sum of squared one-step errors. No search that could stop at a poor place, no chance.
"""

from dataclasses import dataclass

import numpy as np

FAMILIES = ("simple", "holt", "damped")
_ALPHA_SIMPLE = np.linspace(0.01, 0.99, 50)
_ALPHA = np.array([0.02, 0.06, 0.12, 0.2, 0.3, 0.42, 0.55, 0.7, 0.85, 0.98])
_BETA = np.array([0.005, 0.03, 0.08, 0.15, 0.25, 0.4, 0.6, 0.9])
_PHI = np.array([0.8, 0.86, 0.91, 0.95, 0.98])
_ALPHA_STEPS = np.array([-0.06, -0.03, 0.0, 0.03, 0.06])
_BETA_FACTORS = np.array([0.4, 0.7, 1.0, 1.3, 1.7])
_PHI_STEPS = np.array([-0.02, 0.0, 0.015])


@dataclass(frozen=True)
class Smoothing:
    """``alpha`` smooths the level, ``beta`` the slope, ``phi`` damps it; ``level`` and ``slope`` are where it begins."""

    alpha: float
    beta: float
    phi: float
    level: float
    slope: float


def fit(*, values, family: str) -> Smoothing:
    """Return the best parameters of a family for a series without season."""
    series = np.asarray(values, dtype=float)
    if family == "simple":
        none = np.zeros_like(_ALPHA_SIMPLE)
        return _best(series, _ALPHA_SIMPLE, none, none, has_slope=False)
    phis = _PHI if family == "damped" else np.ones(1)
    coarse = _best(series, *_grid(_ALPHA, _BETA, phis), has_slope=True)
    alphas = np.clip(coarse.alpha + _ALPHA_STEPS, 0.01, 0.99)
    betas = np.clip(coarse.beta * _BETA_FACTORS, 0.001, 0.99)
    if family == "damped":
        phis = np.clip(coarse.phi + _PHI_STEPS, _PHI[0], _PHI[-1])
    return _best(series, *_grid(alphas, betas, phis), has_slope=True)


def origin_table(*, values, horizon: int, model: Smoothing) -> np.ndarray:
    """Return the forecasts made after 0, 1, … n values: row = values known, column = steps ahead - 1."""
    level, slope, states = model.level, model.slope, [(model.level, model.slope)]
    for value in np.asarray(values, dtype=float).tolist():
        expected = level + model.phi * slope
        error = value - expected
        level = expected + model.alpha * error
        slope = model.phi * slope + model.alpha * model.beta * error
        states.append((level, slope))
    reach = np.cumsum(model.phi ** np.arange(1, horizon + 1))
    known = np.array(states)
    return known[:, :1] + known[:, 1:] * reach


def _grid(*axes):
    return np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, len(axes)).T


def _best(series, alpha, beta, phi, *, has_slope):
    """Return the candidate with the smallest squared error, each with its best start."""
    data, level, slope = _runs(series, alpha, beta, phi)
    level_level, level_data = (level * level).sum(0), (level * data).sum(0)
    slope_slope, slope_data, level_slope = (slope * slope).sum(0), (slope * data).sum(0), (level * slope).sum(0)
    determinant = level_level * slope_slope - level_slope**2
    solvable = determinant > 1e-10 * level_level * slope_slope
    if has_slope:
        divisor = np.where(solvable, determinant, 1.0)
        first_slope = np.where(solvable, (slope_data * level_level - level_data * level_slope) / divisor, 0.0)
    else:
        first_slope = np.zeros_like(alpha)
    first_level = (level_data - first_slope * level_slope) / level_level
    errors = data - first_level * level - first_slope * slope
    best = int(np.argmin((errors * errors).sum(0)))
    return Smoothing(float(alpha[best]), float(beta[best]), float(phi[best]), float(first_level[best]), float(first_slope[best]))


def _runs(series, alpha, beta, phi):
    """Return the one-step errors with both starts zero, and what a unit of level and of slope would take off them."""
    count, size = len(series), len(alpha)
    level, slope = np.zeros((3, size)), np.zeros((3, size))
    level[1] = 1.0
    slope[2] = 1.0
    errors, gain = np.empty((count, 3, size)), alpha * beta
    for number, value in enumerate(series.tolist()):
        expected = level + phi * slope
        error = -expected
        error[0] += value
        errors[number] = error
        level = expected + alpha * error
        slope = phi * slope + gain * error
    return errors[:, 0], -errors[:, 1], -errors[:, 2]
