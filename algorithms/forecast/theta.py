"""The Theta method (Assimakopoulos and Nikolopoulos 2000) and its optimised form (Fiorucci and others 2016).

Standard: the mean of the straight line through the history and of simple smoothing of a line with twice the curvature. It won
the M3 competition. Optimised: the line is the one known at each moment (dynamic), and how much of it is used is fitted along with the
smoothing. The one-step errors are linear in the starting level and in that share, so least squares solves both for each
candidate of the smoothing weight.
"""

import numpy as np

from . import smoothing

_ALPHA = np.linspace(0.01, 0.99, 50)
_WARM_UP = 3  # a line needs three points before its errors mean anything
_CURVATURE = 2.0


def straight_lines(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return intercept and slope of the least-squares line through the first 0, 1, … n values (time counts from 1)."""
    count = np.arange(1.0, len(values) + 1)
    total, moment = np.cumsum(values), np.cumsum(count * values)
    middle, scatter = (count + 1) / 2, count * (count * count - 1) / 12
    slope = np.divide(moment - middle * total, scatter, out=np.zeros_like(total), where=scatter > 0)
    slope[:2] = 0.0
    intercept = total / count - slope * middle
    return np.r_[values[0], intercept], np.r_[0.0, slope]


def standard_table(*, values, horizon: int) -> np.ndarray:
    """The standard method's forecasts after 0, 1, … n values; the last row is the forecast."""
    series = np.asarray(values, dtype=float)
    count = len(series)
    intercept, slope = straight_lines(series)
    time = np.arange(1.0, count + 1)
    bent = _CURVATURE * series - (intercept[-1] + slope[-1] * time)
    model = smoothing.fit(values=bent, family="simple")
    # smoothing is linear: that of the bent line is twice that of the values less that of the line known at the time
    begin = (model.level + intercept[-1]) / _CURVATURE
    smooth, smooth_time = _smooth(series, model.alpha, begin), _smooth(time, model.alpha, 0.0)
    line = intercept[:, None] + slope[:, None] * (np.arange(count + 1)[:, None] + np.arange(1, horizon + 1))
    curved = _CURVATURE * smooth - intercept - slope * smooth_time
    return (curved[:, None] + line) / 2


def optimised_table(*, values, horizon: int) -> np.ndarray:
    """The optimised dynamic method's forecasts after 0, 1, … n values; the last row is the forecast."""
    series = np.asarray(values, dtype=float)
    intercept, slope = straight_lines(series)
    alpha, share, level = _fit_optimised(series, intercept, slope)
    level, known = _smooth(series, alpha, level), np.arange(len(series) + 1.0)
    mean = np.r_[series[0], np.cumsum(series) / known[1:]]
    table = np.empty((len(series) + 1, horizon))
    for step in range(horizon):  # the forecast itself is taken for what comes next
        expected = level + share * _pull(alpha, known, intercept, slope)
        table[:, step] = expected
        level = alpha * expected + (1 - alpha) * level
        slope = np.where(known >= 1, ((known - 1) * slope + 6 * (expected - mean) / (known + 1)) / (known + 2), 0.0)
        mean = (known * mean + expected) / (known + 1)
        known = known + 1
        intercept = mean - (known + 1) / 2 * slope
    return table


def _pull(alpha, known, intercept, slope):
    """How far the line lies above the smoothed level, as smoothing sees a line."""
    fade = (1 - alpha) ** known
    return fade * intercept + (1 - fade * (1 - alpha)) / alpha * slope


def _smooth(values, alpha, begin):
    smooth, level = [begin], begin
    for value in values.tolist():
        level += alpha * (value - level)
        smooth.append(level)
    return np.array(smooth)


def _fit_optimised(series, intercept, slope):
    """Return smoothing weight, share of the line (0 to 1; a half is the standard method) and starting level."""
    count = len(series)
    level, levels = np.zeros((2, len(_ALPHA))), np.empty((count, 2, len(_ALPHA)))
    level[1] = 1.0
    for number, value in enumerate(series.tolist()):
        levels[number] = level
        level = (1 - _ALPHA) * level
        level[0] += _ALPHA * value
    pull = _pull(_ALPHA, np.arange(count)[:, None], intercept[:-1, None], slope[:-1, None])[_WARM_UP:]
    data, start = series[_WARM_UP:, None] - levels[_WARM_UP:, 0], levels[_WARM_UP:, 1]
    start_start, pull_pull, start_pull = (start * start).sum(0), (pull * pull).sum(0), (start * pull).sum(0)
    data_start, data_pull = (data * start).sum(0), (data * pull).sum(0)
    determinant = start_start * pull_pull - start_pull**2
    solvable = determinant > 1e-12 * start_start * pull_pull
    share = np.where(solvable, (data_pull * start_start - data_start * start_pull) / np.where(solvable, determinant, 1.0), 0.0)
    share = np.clip(share, 0.0, 1.0)
    begin = np.divide(data_start - share * start_pull, start_start, out=np.zeros_like(share), where=start_start > 1e-30)
    errors = data - begin * start - share * pull
    best = int(np.argmin((errors * errors).sum(0)))
    return float(_ALPHA[best]), float(share[best]), float(begin[best])
