"""Series of our own making for the tests of forecasts."""

import math
import random


def seasonal_series(*, periods=72, season=12, level=100.0, growth=0.5, swing=0.3, noise=3.0, seed=7):
    """A growing series whose season multiplies."""
    chance = random.Random(seed)
    return tuple(
        (level + growth * number) * (1 + swing * math.sin(2 * math.pi * number / season)) + chance.gauss(0, noise)
        for number in range(periods))


def random_walk(*, periods=80, step=5.0, start=200.0, seed=3):
    chance, values = random.Random(seed), [start]
    for _period in range(periods - 1):
        values.append(values[-1] + chance.gauss(0, step))
    return tuple(values)


def noise_around(*, periods=80, level=100.0, noise=10.0, seed=5):
    chance = random.Random(seed)
    return tuple(chance.gauss(level, noise) for _period in range(periods))
