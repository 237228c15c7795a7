"""Is there a season, how strong is it, and how is it taken out and put back?

Classical decomposition: ratios (or differences) to the trend, averaged by place in the season. The trend is a centred moving
average over one season, or a straight line where there are less than three seasons and the average would cut off too much. There is
a season where places differ by more than chance (analysis of variance, F-test at 95 %). The raw averages overstate it, for they
hold chance too; they are drawn towards "no season" by as much as the scatter within a place says (Miller and Williams 2003, after
James and Stein).
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

CONFIDENCE = 0.95
SMALLEST_INDEX = 0.05  # below, dividing by it would blow up chance
SEASONS_FOR_AVERAGE = 3
HALF = 0.5


@dataclass(frozen=True)
class Seasonality:
    """``indices`` by place in the season, the first value of the history having place 0; empty when there is none.

    :param kind: ``none``, ``multiplicative`` (factors with mean 1) or ``additive`` (amounts with sum 0)
    :param reason: ``found``, ``not_significant``, ``too_short`` (less than two seasons) or ``no_season``
    """

    kind: str
    indices: tuple[float, ...]
    reason: str

    def at(self, *, start: int, count: int) -> np.ndarray:
        """The indices of ``count`` periods from place ``start`` on."""
        if not self.indices:
            return np.ones(count)
        return np.asarray(self.indices)[(start + np.arange(count)) % len(self.indices)]

    def remove(self, values: np.ndarray) -> np.ndarray:
        """The history without its season."""
        season = self.at(start=0, count=len(values))
        return values - season if self.kind == "additive" else values / season

    def restore(self, values: np.ndarray, *, start: int) -> np.ndarray:
        """Put the season back on values that begin at place ``start``."""
        season = self.at(start=start, count=len(values))
        return values + season if self.kind == "additive" else values * season

    def stretch(self, widths: np.ndarray, *, start: int) -> np.ndarray:
        """Widths of intervals grow with the season only where it multiplies."""
        return widths if self.kind == "additive" else widths * self.at(start=start, count=len(widths))


def find_seasonality(*, values, season: int, shrink: bool = True) -> Seasonality:
    """Test for a season and return its indices.

    :param shrink: draw the indices towards "no season" by the share of chance in them
    """
    series = np.asarray(values, dtype=float)
    if season < 2:
        return Seasonality("none", (), "no_season")
    if len(series) < 2 * season:
        return Seasonality("none", (), "too_short")
    for kind in ("multiplicative", "additive"):
        ratios = _ratios(series, season, multiplies=kind == "multiplicative")
        if ratios is None:
            continue
        if not _differ(*ratios, season):
            return Seasonality("none", (), "not_significant")
        indices = _indices(*ratios, season, multiplies=kind == "multiplicative", shrink=shrink)
        if kind == "additive" or indices.min() > SMALLEST_INDEX:
            break
    return Seasonality(kind, tuple(indices.tolist()), "found")


def moving_average(*, values, season: int) -> np.ndarray:
    """The centred moving average over one season; it is ``season // 2`` shorter at each end."""
    weights = np.full(season, 1.0) if season % 2 else np.r_[HALF, np.ones(season - 1), HALF]
    return np.convolve(np.asarray(values, dtype=float), weights / season, "valid")


def _ratios(series, season, *, multiplies):
    """Return ratios (or differences) to the trend and their places, None where ratios make no sense."""
    if len(series) < SEASONS_FOR_AVERAGE * season:
        time = np.arange(len(series)) - (len(series) - 1) / 2
        trend, first = series.mean() + time * (time @ series) / (time @ time), 0
    else:
        trend, first = moving_average(values=series, season=season), season // 2
    places = (np.arange(len(trend)) + first) % season
    middle = series[first:first + len(trend)]
    if not multiplies:
        return middle - trend, places
    return (middle / trend, places) if series.min() > 0 and trend.min() > 0 else None


def _scatter(ratios, places, season):
    """Return how often each place was seen, its mean, and the sum of squares within it."""
    counts = np.bincount(places, minlength=season)
    means = np.bincount(places, ratios, season) / np.maximum(counts, 1)
    return counts, means, np.bincount(places, (ratios - means[places]) ** 2, season)


def _differ(ratios, places, season):
    """Whether places differ by more than chance: one-way analysis of variance."""
    counts, means, within = _scatter(ratios, places, season)
    between, freedom = (counts * (means - ratios.mean()) ** 2).sum(), len(ratios) - season
    if between <= 1e-18 * len(ratios):
        return False
    chance = max(within.sum() / freedom, 1e-12 * between)
    return bool(special.fdtr(season - 1, freedom, between / (season - 1) / chance) > CONFIDENCE)


def _indices(ratios, places, season, *, multiplies, shrink):
    counts, means, within = _scatter(ratios, places, season)
    neutral = 1.0 if multiplies else 0.0
    if shrink:
        share = _chance_share(counts, means, within, season)
        means = share * neutral + (1 - share) * means
    return means / means.mean() if multiplies else means - means.mean()


def _chance_share(counts, means, within, season):
    """The share of the indices' variance that is chance, 0 to 1."""
    spread = means.var(ddof=1)
    if spread <= 0:
        return 1.0
    several = counts > 1
    chance = np.mean(within[several] / (counts[several] - 1) / counts[several])
    return float(min(1.0, max(season - 3, 1) / max(season - 1, 1) * chance / spread))
