"""A score told step by step, and its place among the records it was learned from.

From the average record on, each reason moves the chance by so many percentage points; the start and all steps add up to the chance
exactly. Log-odds do not add up in points by themselves, so the steps are taken in the order of the reasons, the weightiest first, and
each step is what the chance moves by when its reason joins those before. The *place* is the share of closed records with a smaller
chance, half of those with an equal one: 0 to 100, 50 for the usual record.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

PLACES = 100


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One reason: the chance before and after it, in percent."""

    name: str
    value: str
    before: float
    after: float

    @property
    def points(self):
        return self.after - self.before


def chance_percent(log_odds: float) -> float:
    """Return the chance that belongs to ``log_odds``, in percent."""
    if log_odds >= 0:
        return 100 / (1 + exp(-min(log_odds, 700)))
    odds = exp(max(log_odds, -700))
    return 100 * odds / (1 + odds)


def steps_of(*, base: float, reasons: Iterable[tuple[str, str, float]], most: int = 0) -> list[ScoreStep]:
    """Return the way from the average to the chance.

    :param reasons: (name, value, log-odds), the weightiest first
    :param most: tell so many one by one and the rest together, as a step without a name; 0 for all
    """
    told, total = [], base
    reasons = list(reasons)
    alone = reasons if not most or len(reasons) <= most else reasons[:most]
    for name, value, contribution in alone:
        before, total = chance_percent(total), total + contribution
        told.append(ScoreStep(name, value, before, chance_percent(total)))
    rest = sum(contribution for _name, _value, contribution in reasons[len(alone):])
    if len(alone) < len(reasons):
        told.append(ScoreStep("", "", chance_percent(total), chance_percent(total + rest)))
    return told


def places(chances: Sequence[float]) -> tuple[float, ...]:
    """Return the chances that cut the records in a hundred parts, rising; empty without records."""
    values = np.asarray(chances, dtype=float)
    return tuple(np.quantile(values, np.arange(PLACES + 1) / PLACES).tolist()) if len(values) else ()


def place_of(*, chance: float, among: Sequence[float]) -> int:
    """Return the place of a chance among `places`; 50 without any."""
    if not among:
        return 50
    middle = (bisect_left(among, chance) + bisect_right(among, chance)) / 2
    return round(100 * middle / len(among))
