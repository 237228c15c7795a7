"""How far forecasts were from what came. What has no meaning (nothing sold, no history) is None, never 0.

``sMAPE`` = mean of 200 |A − F| / (|A| + |F|) · ``MASE`` = mean |A − F| over the mean error of the seasonal naive within the history
(Hyndman and Koehler 2006) · ``WAPE`` = Σ|A − F| / Σ|A| · ``bias`` = Σ(F − A) / ΣA, above zero when too much was promised ·
``coverage`` = share of outcomes inside their interval. All but MASE in percent.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Outcome:
    """A forecast beside what came of it; ``low`` and ``high`` are None without an interval."""

    method: str
    rep: Hashable
    horizon: int
    actual: float
    forecast: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Accuracy:
    count: int
    wape_percent: float | None
    bias_percent: float | None
    smape_percent: float | None
    coverage_percent: float | None


def smape(*, actual: Sequence[float], forecast: Sequence[float]) -> float | None:
    """Symmetric mean absolute percentage error; a period where both are zero was met exactly."""
    real, guess = _pair(actual, forecast)
    size = np.abs(real) + np.abs(guess)
    errors = np.divide(200 * np.abs(real - guess), size, out=np.zeros_like(size), where=size > 0)
    return float(errors.mean()) if len(errors) else None


def mase(*, history: Sequence[float], actual: Sequence[float], forecast: Sequence[float], season: int) -> float | None:
    """Mean absolute error in units of the seasonal naive's within the history."""
    past, (real, guess) = np.asarray(history, dtype=float), _pair(actual, forecast)
    if len(past) <= season or not len(real):
        return None
    scale = np.abs(past[season:] - past[:-season]).mean()
    return float(np.abs(real - guess).mean() / scale) if scale > 0 else None


def wape(*, actual: Sequence[float], forecast: Sequence[float]) -> float | None:
    """Weighted absolute percentage error."""
    real, guess = _pair(actual, forecast)
    size = np.abs(real).sum()
    return float(100 * np.abs(real - guess).sum() / size) if size > 0 else None


def bias(*, actual: Sequence[float], forecast: Sequence[float]) -> float | None:
    """Too much promised (above zero) or too little."""
    real, guess = _pair(actual, forecast)
    total = real.sum()
    return float(100 * (guess - real).sum() / total) if total else None


def coverage(*, actual: Sequence[float], low: Sequence[float], high: Sequence[float]) -> float | None:
    """Share of outcomes inside their interval, its ends included."""
    real, below, above = (np.asarray(values, dtype=float) for values in (actual, low, high))
    return float(100 * np.mean((real >= below) & (real <= above))) if len(real) else None


def measure(outcomes: Iterable[Outcome]) -> Accuracy:
    """Return all measures of a set of outcomes."""
    rows = list(outcomes)
    actual, guess = [row.actual for row in rows], [row.forecast for row in rows]
    held = [row for row in rows if row.low is not None and row.high is not None]
    return Accuracy(
        count=len(rows),
        wape_percent=wape(actual=actual, forecast=guess),
        bias_percent=bias(actual=actual, forecast=guess),
        smape_percent=smape(actual=actual, forecast=guess),
        coverage_percent=coverage(
            actual=[row.actual for row in held], low=[row.low for row in held], high=[row.high for row in held]),
    )


def measure_by(*, outcomes: Iterable[Outcome], by: Sequence[str]) -> dict[tuple, Accuracy]:
    """Return the measures by any of ``method``, ``rep`` and ``horizon``, in order of their first row."""
    groups = defaultdict(list)
    for outcome in outcomes:
        groups[tuple(getattr(outcome, name) for name in by)].append(outcome)
    return {key: measure(rows) for key, rows in groups.items()}


def _pair(actual, forecast):
    real, guess = np.asarray(actual, dtype=float), np.asarray(forecast, dtype=float)
    if real.shape != guess.shape:
        raise ValueError(f"{len(real)} outcomes beside {len(guess)} forecasts")
    return real, guess
