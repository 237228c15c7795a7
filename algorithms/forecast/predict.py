"""One forecast: history in, amounts with intervals and the reasons out."""

from dataclasses import dataclass

import numpy as np

from .history import ForecastInputError, History, kind_of
from .interval import half_widths
from .method import METHODS
from .seasonality import Seasonality, find_seasonality


@dataclass(frozen=True)
class Point:
    """``low`` and ``high`` are None when nothing can be said about the width."""

    period: int
    amount: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Forecast:
    """:param method: the method that was used, ``none`` without any history
    :param asked: the method that was asked for
    :param reason: why the method asked for was not used (``none``, ``short``, ``flat``, ``stopped``, ``intermittent``,
        ``under_one_season``), or ``asked``
    :param seasonality: ``multiplicative``, ``additive`` or ``none``
    :param seasonality_reason: ``found``, ``not_significant``, ``too_short``, ``no_season`` or ``not_used``
    :param notes: what was done to the rows, from the history
    """

    points: tuple[Point, ...]
    method: str
    asked: str
    reason: str
    level_percent: float
    seasonality: str = "none"
    seasonality_reason: str = "not_used"
    notes: tuple[tuple[str, int], ...] = ()


def forecast(*, history: History, horizon: int, method: str = "combined", level_percent: float = 80.0, shrink: bool = True) -> Forecast:
    """Forecast the next ``horizon`` periods.

    What cannot carry a method falls back to the last value, and says so: fewer than ten periods, a history that never moved, one that
    stopped a season ago. Where half of the periods are zero simple smoothing is used (the mean demand, slowly forgotten).

    :param level_percent: how often the interval should hold the outcome
    :param shrink: draw the season's indices towards none by their share of chance
    """
    if horizon < 1:
        raise ForecastInputError(f"{horizon} periods ahead; at least 1 is needed")
    if not 0 < level_percent < 100:
        raise ForecastInputError(f"an interval of {level_percent} %; it lies between 0 and 100")
    if method not in METHODS:
        raise ForecastInputError(f"method '{method}'; choose one of {', '.join(METHODS)}")
    kind = kind_of(values=history.values, season=history.season)
    if kind == "none":
        return Forecast((), "none", method, kind, level_percent, notes=history.notes)
    used, reason = _fall_back(method, kind, history)
    series = np.asarray(history.values, dtype=float)
    chosen = METHODS[used]
    if chosen.deseasonalises:
        season = find_seasonality(values=series, season=history.season, shrink=shrink)
    else:
        season = Seasonality("none", (), "not_used")
    points = _points(history, season, chosen, horizon, level_percent, is_flat=kind == "flat")
    return Forecast(points, used, method, reason, level_percent, season.kind, season.reason, history.notes)


def _fall_back(method, kind, history):
    """Return the method that the history can carry, and why it is another."""
    if kind in ("short", "flat", "stopped"):
        return "naive", "asked" if method == "naive" else kind
    if method == "seasonal_naive" and len(history.values) < history.season:
        return "naive", "under_one_season"
    if kind == "intermittent" and METHODS[method].fitted:
        return "simple", "asked" if method == "simple" else kind
    return method, "asked"


def _points(history, season, method, horizon, level_percent, *, is_flat):
    series = np.asarray(history.values, dtype=float)
    start, scale = len(series), np.abs(series).max() or 1.0
    plain = season.remove(series) / scale  # all methods are linear: sums of squares stay within range
    table = method.table(plain, horizon, history.season)
    amounts = season.restore(table[-1] * scale, start=start)
    fitted = method.fitted + max(0, len(season.indices) - 1)
    widths = None if is_flat else half_widths(values=plain, table=table, level_percent=level_percent, fitted=fitted)
    lowest = 0.0 if series.min() >= 0 else -np.inf  # what was never negative is not expected to become so
    amounts = np.maximum(amounts, lowest)
    if widths is None:
        low = high = [None] * horizon
    else:
        widths = season.stretch(widths * scale, start=start)
        low, high = np.maximum(amounts - widths, lowest).tolist(), np.maximum(amounts + widths, lowest).tolist()
    first = history.first + start
    return tuple(
        Point(first + step, amount, below, above)
        for step, (amount, below, above) in enumerate(zip(amounts.tolist(), low, high, strict=True)))
