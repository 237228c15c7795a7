"""Is there a season, how strong is it, and how is it taken out and put back?

Classical decomposition: ratios (or differences) to a centred moving average over one season, averaged by place in the
season. The raw averages overstate the season, for they hold chance too; they are drawn towards "no season" by as much
as the scatter within a place says (Miller and Williams 2003, after James and Stein).
"""

from dataclasses import dataclass

import numpy as np

CONFIDENCE = 1.645  # 90 %, as the M competitions test
SMALLEST_INDEX = 0.05  # below, dividing by it would blow up chance
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
    if not is_seasonal(values=series, season=season):
        return Seasonality("none", (), "not_significant")
    if series.min() > 0:
        indices = _indices(series, season, multiplies=True, shrink=shrink)
        if indices.min() > SMALLEST_INDEX:
            return Seasonality("multiplicative", tuple(indices.tolist()), "found")
    return Seasonality("additive", tuple(_indices(series, season, multiplies=False, shrink=shrink).tolist()), "found")


def is_seasonal(*, values, season: int) -> bool:
    """Test the autocorrelation one season back against Bartlett's limits at 90 %."""
    series = np.asarray(values, dtype=float)
    apart = series - series.mean()
    power = apart @ apart
    if power <= 0 or len(series) < 2 * season:
        return False
    correlation = np.array([apart[lag:] @ apart[:-lag] for lag in range(1, season + 1)]) / power
    limit = CONFIDENCE * np.sqrt((1 + 2 * (correlation[:-1] ** 2).sum()) / len(series))
    return bool(correlation[-1] > limit)


def moving_average(*, values, season: int) -> np.ndarray:
    """The centred moving average over one season; it is ``season // 2`` shorter at each end."""
    weights = np.full(season, 1.0) if season % 2 else np.r_[HALF, np.ones(season - 1), HALF]
    return np.convolve(np.asarray(values, dtype=float), weights / season, "valid")


def _indices(series, season, *, multiplies, shrink):
    trend = moving_average(values=series, season=season)
    margin = season // 2
    middle = series[margin:margin + len(trend)]
    ratios = middle / trend if multiplies else middle - trend
    places = (np.arange(len(trend)) + margin) % season
    counts = np.bincount(places, minlength=season)
    means = np.bincount(places, ratios, season) / np.maximum(counts, 1)
    neutral = 1.0 if multiplies else 0.0
    means = np.where(counts > 0, means, neutral)
    if shrink:
        share = _chance_share(ratios, places, counts, means, season)
        means = share * neutral + (1 - share) * means
    return means / means.mean() if multiplies else means - means.mean()


def _chance_share(ratios, places, counts, means, season):
    """The share of the indices' variance that is chance, 0 to 1."""
    spread = means.var(ddof=1)
    if spread <= 0:
        return 1.0
    several = counts > 1
    if several.sum() * 2 < season:
        return HALF  # hardly any place was seen twice: chance cannot be told from season
    squares = np.bincount(places, (ratios - means[places]) ** 2, season)
    chance = np.mean(squares[several] / (counts[several] - 1) / counts[several])
    return float(min(1.0, max(season - 3, 1) / max(season - 1, 1) * chance / spread))
