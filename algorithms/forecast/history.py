"""What the past looks like before anything is forecast from it: gaps, zeros, length, movement.

Amounts come by period number (see `period.py`), so that a month without sales is seen as such. A forecast is an
estimate: amounts are floats here, and the caller rounds what is shown or stored.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

MIN_PERIODS = 10  # with fewer, five fitted numbers would describe chance
MOSTLY_ZERO = 0.5
GAPS = ("zero", "interpolate")


class ForecastInputError(ValueError):
    """The question makes no sense; the message names what is wrong."""


@dataclass(frozen=True)
class History:
    """A series without gaps.

    :param values: one amount a period, oldest first
    :param season: periods in a cycle (12 months, 4 quarters, 52 weeks), 1 for none
    :param first: number of the first period
    :param notes: ``(code, count)`` of what was done to the rows: ``gaps_as_zero``, ``gaps_interpolated``, ``leading_zeros``,
        ``unfinished_left_out``
    """

    values: tuple[float, ...]
    season: int = 12
    first: int = 0
    notes: tuple[tuple[str, int], ...] = ()

    def __post_init__(self):
        if self.season < 1:
            raise ForecastInputError(f"a season of {self.season} periods; it has at least 1")
        for number, value in enumerate(self.values):
            if not math.isfinite(value):
                raise ForecastInputError(f"period {self.first + number}: {value} is not a number that can be used")


def prepare(*, amounts: Mapping[int, float], last: int, first: int | None = None, season: int = 12, gap: str = "zero") -> History:
    """Return the history from the first period with sales to ``last``, the last *finished* period.

    :param amounts: amount by period number; periods after ``last`` are left out, a half month would look like a fall
    :param first: begin here even if nothing was sold yet; None begins at the first amount that is not zero
    :param gap: ``zero`` = a period without a row had no sales; ``interpolate`` = it is unknown, so a straight line
    """
    if gap not in GAPS:
        raise ForecastInputError(f"gaps as '{gap}'; choose one of {', '.join(GAPS)}")
    known = {int(period): float(amount) for period, amount in amounts.items() if period <= last}
    for period, amount in known.items():
        if not math.isfinite(amount):
            raise ForecastInputError(f"period {period}: {amount} is not a number that can be used")
    notes = [("unfinished_left_out", len(amounts) - len(known))]
    sold = [period for period, amount in known.items() if amount]
    start = first if first is not None else min(sold, default=None)
    if start is None or start > last:
        return History((), season, last + 1, tuple(note for note in notes if note[1]))
    notes.append(("leading_zeros", sum(period < start for period in known)))
    periods = np.arange(start, last + 1)
    inside = sorted(period for period in known if period >= start)
    if gap == "interpolate" and inside:
        values = np.interp(periods, inside, [known[period] for period in inside])
        notes.append(("gaps_interpolated", len(periods) - len(inside)))
    else:
        values = [known.get(int(period), 0.0) for period in periods]
        notes.append(("gaps_as_zero", len(periods) - len(inside)))
    return History(tuple(float(value) for value in values), season, start, tuple(note for note in notes if note[1]))


def kind_of(*, values: Sequence[float], season: int) -> str:
    """Say what can be expected of a series.

    ``none`` nothing known · ``short`` fewer than ten periods · ``flat`` never moved · ``stopped`` nothing in the last whole season ·
    ``intermittent`` at least half of the periods are zero · ``regular``
    """
    if not len(values):
        return "none"
    series = np.asarray(values, dtype=float)
    spread = series.max() - series.min()
    if spread <= 1e-9 * np.abs(series).max():
        return "flat"
    if len(series) < MIN_PERIODS:
        return "short"
    if not series[-max(season, MIN_PERIODS):].any():
        return "stopped"
    return "intermittent" if np.mean(series == 0) >= MOSTLY_ZERO else "regular"
