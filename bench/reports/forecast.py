"""Five hundred monthly series with trend, season and noise, six months of each kept back: how well and how fast they are forecast."""

import time

import numpy as np

from ...algorithms.forecast.accuracy import coverage, mase
from ...algorithms.forecast.history import History
from ...algorithms.forecast.predict import forecast

SERIES, PAST, AHEAD, SEASON = 500, 48, 6, 12


def made_series(seed=7):
    """``[(past, future)]``, the same for a seed: amounts of representatives and categories as a company has them."""
    chance, months = np.random.default_rng(seed), np.arange(PAST + AHEAD)
    found = []
    for _number in range(SERIES):
        level, growth = chance.uniform(5_000, 200_000), chance.normal(0.004, 0.004)
        season = 1 + chance.uniform(0, 0.35) * np.sin(2 * np.pi * (months + chance.integers(0, SEASON)) / SEASON)
        amounts = level * (1 + growth) ** months * season * chance.lognormal(0, chance.uniform(0.05, 0.25), len(months))
        found.append((tuple(amounts[:PAST].tolist()), tuple(amounts[PAST:].tolist())))
    return found


def forecast_series():
    """Means over all series of the combined forecast and of the same month a year ago, the share within its 80 % and its seconds."""
    errors, naive, held, started = [], [], [], time.process_time()
    for past, future in made_series():
        points = forecast(history=History(past, SEASON), horizon=AHEAD, method="combined").points
        errors.append(mase(history=past, actual=future, forecast=[point.amount for point in points], season=SEASON))
        naive.append(mase(history=past, actual=future, forecast=past[-SEASON:][:AHEAD], season=SEASON))
        held.append(coverage(actual=future, low=[point.low for point in points], high=[point.high for point in points]))
    return {"mase": float(np.mean(errors)), "naive": float(np.mean(naive)), "held": float(np.mean(held)),
            "seconds": time.process_time() - started}
