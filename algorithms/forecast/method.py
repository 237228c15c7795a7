"""The methods by name. Each turns a series into forecasts after 0, 1, … n values, the last row being the forecast."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import smoothing, theta


@dataclass(frozen=True)
class Method:
    """:param fitted: how many numbers it fits, for the width of intervals
    :param deseasonalises: it wants a series without season, and the season is put back on its forecast
    """

    code: str
    name: str
    fitted: int
    deseasonalises: bool
    table: Callable


def _naive(values, horizon, season):
    series = np.asarray(values, dtype=float)
    return np.repeat(np.r_[np.nan, series][:, None], horizon, axis=1)


def _seasonal_naive(values, horizon, season):
    series, table = np.asarray(values, dtype=float), np.full((len(values) + 1, horizon), np.nan)
    known = np.arange(season, len(series) + 1)
    for step in range(horizon):
        table[season:, step] = series[known - season + step % season]
    return table


def _smoothed(family):
    def table(values, horizon, season):
        return smoothing.origin_table(values=values, horizon=horizon, model=smoothing.fit(values=values, family=family))
    return table


def _theta(values, horizon, season):
    return theta.standard_table(values=values, horizon=horizon)


def _optimised_theta(values, horizon, season):
    return theta.optimised_table(values=values, horizon=horizon)


def _combined(values, horizon, season):
    smooth = [_smoothed(family)(values, horizon, season) for family in smoothing.FAMILIES]
    return (sum(smooth) / len(smooth) + _optimised_theta(values, horizon, season)) / 2


METHODS = {
    method.code: method
    for method in (
        Method("naive", "Last value", 0, False, _naive),
        Method("seasonal_naive", "Same period last year", 0, False, _seasonal_naive),
        Method("naive2", "Last value with season", 0, True, _naive),
        Method("simple", "Simple smoothing", 2, True, _smoothed("simple")),
        Method("holt", "Trend (Holt)", 4, True, _smoothed("holt")),
        Method("damped", "Damped trend", 5, True, _smoothed("damped")),
        Method("theta", "Theta", 4, True, _theta),
        Method("optimised_theta", "Optimised Theta", 3, True, _optimised_theta),
        Method("combined", "Combined", 5, True, _combined),
    )
}
