"""The figure of one period from a history of months: which method, how wide, what it rests on."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..core.tree_order import from_below
from .history import ForecastInputError, History, prepare
from .period import SEASON, last_finished
from .predict import forecast

# what a forecast may be made by, and the method of the library that does it
METHOD_OF = {"trend": "damped", "seasonal": "seasonal_naive", "combined": "combined"}
MONTHS = {"month": 1, "quarter": 3}


@dataclass(frozen=True)
class Figure:
    """:param used: the library's method, ``none`` without any history
    :param reason: ``asked``, or why another method was used
    :param count: finished periods in the history
    """

    amount: Decimal
    low: Decimal | None
    high: Decimal | None
    used: str
    reason: str
    count: int
    seasonality: str
    notes: tuple[tuple[str, int], ...] = ()


def by_period(*, months: Mapping[int, Decimal], kind: str) -> dict[int, Decimal]:
    """Return sums by period number from sums by month number."""
    if kind not in MONTHS:
        raise ForecastInputError(f"period '{kind}'; choose one of {', '.join(MONTHS)}")
    sums = {}
    for month, amount in months.items():
        number = month // MONTHS[kind]
        sums[number] = sums.get(number, Decimal()) + amount
    return sums


def with_below(
    *, parents: Mapping[Hashable, Hashable | None], months: Mapping[Hashable, Mapping[int, Decimal]],
) -> dict[Hashable, dict[int, Decimal]]:
    """Return each node's months with those of everything below it."""
    sums = {key: dict(months.get(key, {})) for key in parents}
    for key in from_below(parents):
        above = sums.get(parents[key])
        if above is not None:
            for month, amount in sums[key].items():
                above[month] = above.get(month, Decimal()) + amount
    return sums


def history_of(*, months: Mapping[int, Decimal], kind: str, today) -> History:
    """Return the history up to the last finished period; what is dated later is left out, and said."""
    return prepare(
        amounts={number: float(amount) for number, amount in by_period(months=months, kind=kind).items()},
        last=last_finished(today=today, kind=kind), season=SEASON[kind])


def figure(*, history: History, last: int, target: int, method: str, level_percent: float = 80.0, digits: int = 2) -> Figure:
    """Return the figure of period ``target``, seen from the last finished period.

    :raise ForecastInputError: when the period is over: what has come is known
    """
    if method not in METHOD_OF:
        raise ForecastInputError(f"method '{method}'; choose one of {', '.join(METHOD_OF)}")
    if target <= last:
        raise ForecastInputError("this period is over")
    found = forecast(history=history, horizon=target - last, method=METHOD_OF[method], level_percent=level_percent)
    if not found.points:
        return Figure(Decimal(), None, None, "none", found.reason, 0, "none", found.notes)
    point = found.points[-1]
    return Figure(
        _money(point.amount, digits), _money(point.low, digits), _money(point.high, digits), found.method, found.reason,
        len(history.values), found.seasonality, found.notes)


def _money(amount, digits):
    return None if amount is None else Decimal(repr(amount)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
