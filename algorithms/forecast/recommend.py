"""Which method to trust for a series, and why: each is made to forecast the recent past without knowing it.

Rolling origin (Tashman 2000): the history is cut at several past moments, each method is fitted to what was known then and
compared with what came. The combination is the default, because choosing a winner by few trials chooses luck; another
method must beat it by more than chance: a one-sided paired t-test at 99 % over moments that lie a third of the horizon
apart, for neighbouring ones tell the same story.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from .history import MIN_PERIODS, ForecastInputError, History, kind_of
from .method import METHODS
from .predict import forecast

DEFAULT = "combined"
CANDIDATES = ("combined", "optimised_theta", "damped", "simple", "seasonal_naive", "naive")
FEWEST_ORIGINS = 4
CONFIDENCE = 0.99


@dataclass(frozen=True)
class Score:
    """:param wape_percent: Σ|error| / Σ|amount| over all moments and steps, None when nothing was sold
    :param better_than_seasonal_naive_percent: by how much less it errs, None when the seasonal naive made no error
    """

    method: str
    mean_error: float
    wape_percent: float | None
    better_than_seasonal_naive_percent: float | None


@dataclass(frozen=True)
class Recommendation:
    """:param reason: ``best`` (the default erred least), ``not_beaten`` (another erred less, but within chance), ``better``
    (another, by more than chance), ``too_little_history`` to compare, or why the last value is all there is (``none``, ``short``, ``flat``,
    ``stopped``, ``intermittent``)
    :param origins: moments at which the methods were tried
    :param scores: the method that erred least first
    """

    method: str
    reason: str
    origins: int
    scores: tuple[Score, ...] = ()


def recommend(*, history: History, horizon: int, candidates: Sequence[str] = CANDIDATES, origins: int = 6) -> Recommendation:
    """Return the method for the next ``horizon`` periods."""
    if horizon < 1 or origins < 1:
        raise ForecastInputError("at least 1 period ahead and 1 moment to try are needed")
    kind = kind_of(values=history.values, season=history.season)
    if kind not in ("regular", "intermittent"):
        return Recommendation("none" if kind == "none" else "naive", kind, 0)
    methods = [DEFAULT, *(method for method in candidates if method != DEFAULT)]
    if unknown := [method for method in methods if method not in METHODS]:
        raise ForecastInputError(f"method '{unknown[0]}'; choose one of {', '.join(METHODS)}")
    if kind == "intermittent":
        return Recommendation("simple", kind, 0)
    moments = past_moments(count=len(history.values), horizon=horizon, season=history.season, origins=origins)
    if len(moments) < FEWEST_ORIGINS:
        return Recommendation(DEFAULT, "too_little_history", len(moments))
    reference = "seasonal_naive"
    tried = [*methods, *([] if reference in methods else [reference])]
    errors = {method: _errors(history, moments, horizon, method) for method in tried}
    sold = float(np.abs(_futures(history, moments, horizon)).mean())
    yardstick = float(errors[reference].mean())
    scores = tuple(sorted((_score(method, errors[method], sold, yardstick) for method in methods), key=lambda score: score.mean_error))
    chosen, reason = _decide(scores, errors)
    return Recommendation(chosen, reason, len(moments), scores)


def past_moments(*, count: int, horizon: int, season: int, origins: int) -> tuple[int, ...]:
    """Return how many values were known at each moment tried: a third of the horizon apart, the latest leaving ``horizon`` values.

    Two seasons must be known at each, so that no method has to do without the season.
    """
    least = max(MIN_PERIODS, 2 * season if season > 1 else 0)
    latest = count - horizon
    spacing = max(1, horizon // 3)
    return tuple(reversed(range(latest, least - 1, -spacing)[:origins]))


def _futures(history, moments, horizon):
    return np.array([history.values[moment:moment + horizon] for moment in moments])


def _errors(history, moments, horizon, method):
    """Return the mean absolute error at each moment."""
    known = [
        forecast(history=History(history.values[:moment], history.season), horizon=horizon, method=method).points for moment in moments]
    guesses = np.array([[point.amount for point in points] for points in known])
    return np.abs(guesses - _futures(history, moments, horizon)).mean(axis=1)


def _score(method, errors, sold, yardstick):
    mean = float(errors.mean())
    return Score(method, mean, 100 * mean / sold if sold else None, 100 * (1 - mean / yardstick) if yardstick else None)


def _decide(scores, errors):
    if scores[0].method == DEFAULT:
        return DEFAULT, "best"
    for score in scores:
        if score.method == DEFAULT:
            return DEFAULT, "not_beaten"
        gain = errors[DEFAULT] - errors[score.method]
        chance = gain.std(ddof=1) / np.sqrt(len(gain))
        if gain.mean() > special.stdtrit(len(gain) - 1, CONFIDENCE) * chance and gain.mean() > 0:
            return score.method, "better"
    return DEFAULT, "not_beaten"
