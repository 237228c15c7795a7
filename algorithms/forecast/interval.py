"""How wide a forecast is: from the errors it would have made on the very history, step by step ahead.

For each number of steps the squared errors of all past moments are averaged (never narrower for more steps). Errors of
overlapping stretches are one experience told several times, so Student's t counts only the stretches that do not overlap.
"""

import numpy as np
from scipy import special

_SHARE_SKIPPED = 4  # the first quarter of the history only teaches
_FEWEST = 3


def half_widths(*, values, table, level_percent: float, fitted: int) -> np.ndarray | None:
    """Return half the width of the interval for each step ahead, None when the history is too short to know.

    :param values: the series that was forecast (without season)
    :param table: forecasts by moment (row = values known) and step; NaN where there was none
    :param fitted: how many numbers the method fits
    """
    series, (rows, horizon) = np.asarray(values, dtype=float), table.shape
    count, skip = rows - 1, max(_FEWEST, (rows - 1) // _SHARE_SKIPPED)
    squares, numbers = np.full(horizon, np.nan), np.zeros(horizon)
    for step in range(min(horizon, count - skip)):
        errors = series[skip + step:] - table[skip:count - step, step]
        errors = errors[~np.isnan(errors)]
        if len(errors) >= _FEWEST:
            squares[step], numbers[step] = np.mean(errors**2), len(errors)
    if np.isnan(squares[0]):
        return None
    seen = int(np.flatnonzero(~np.isnan(squares))[-1]) + 1
    steps = np.arange(1, horizon + 1)
    variance = np.maximum.accumulate(np.where(np.isnan(squares), 0.0, squares))
    # further ahead than was ever seen: uncertainty adds up as in a random walk
    variance[seen:] = variance[seen - 1] * steps[seen:] / seen
    freedom = np.maximum(_FEWEST, np.where(steps <= seen, numbers, numbers[seen - 1]) / steps)
    lost = count / max(count - fitted, 1)
    return special.stdtrit(freedom, 0.5 + level_percent / 200) * np.sqrt(variance * lost)
