"""How far, how fast, and how far with this quote.

*Attainment* = achieved / target. *Pace*: what part of the target was due by today, by the shape of the period (working days, last
year's months), and where the present pace leads. A rep who changes territory or team mid-period brings his amounts by their
day, his target by the days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_TENTH, _CENT = Decimal("0.1"), Decimal("0.01")
AHEAD_PERCENT, BEHIND_PERCENT = Decimal(105), Decimal(95)


@dataclass(frozen=True)
class Pace:
    """:param status: ``no_target``, ``not_started``, ``over``, ``reached``, ``ahead`` (above 105 % of what was due),
        ``on_pace`` or ``behind`` (below 95 %)
    :param due: part of the target that should be achieved by the end of today
    :param pace_percent: achieved / due, None before anything was due
    :param projected: where the present pace leads at the end of the period, None before anything was due
    :param needed_by_day: what each remaining working day has to bring, None when none remains
    """

    status: str
    attainment_percent: Decimal | None
    due: Decimal
    pace_percent: Decimal | None
    projected: Decimal | None
    projected_percent: Decimal | None
    needed_by_day: Decimal | None


@dataclass(frozen=True)
class QuoteEffect:
    """Attainment before and with a quote; ``reaches`` when this quote crosses the target. Percentages are None without a target."""

    before_percent: Decimal | None
    after_percent: Decimal | None
    missing_after: Decimal
    reaches: bool


def attainment_percent(*, achieved: Decimal, target: Decimal) -> Decimal | None:
    """Return achieved of target in percent with one decimal, None without a target above zero.

    Below the target it never reads 100: 99.96 is shown as 99.9.
    """
    if target <= 0:
        return None
    share = (100 * achieved / target).quantize(_TENTH, rounding=ROUND_HALF_UP)
    return min(share, 100 - _TENTH) if achieved < target else share


def quote_effect(*, achieved: Decimal, quote: Decimal, target: Decimal) -> QuoteEffect:
    """Return what a quote would do to the attainment: "this quote takes you to 87 %".

    :param quote: the part of it that is credited to this rep
    """
    after = achieved + quote
    return QuoteEffect(
        attainment_percent(achieved=achieved, target=target), attainment_percent(achieved=after, target=target),
        max(Decimal(), target - after) if target > 0 else Decimal(), achieved < target <= after and target > 0)


def pace(
    *, achieved: Decimal, target: Decimal, date_start: date, date_end: date, today: date, days_off: Sequence[date] = (),
    working_weekdays: Sequence[int] = (0, 1, 2, 3, 4), weights: Sequence[tuple[date, Decimal]] = (),
) -> Pace:
    """Return where a target stands at the end of ``today``.

    :param weights: ``(first day, weight)`` of parts of the period, to follow a season; within a part working days count alike
    """
    if date_end < date_start:
        raise ValueError(f"the period ends on {date_end}, before it begins on {date_start}")
    percent = attainment_percent(achieved=achieved, target=target)
    if percent is None:
        return Pace("no_target", None, Decimal(), None, None, None, None)
    days = _working_days(date_start, date_end, set(days_off), working_weekdays)
    share = _share_due(days, today, weights)
    due = (target * share).quantize(_CENT, rounding=ROUND_HALF_UP)
    remaining = sum(day > today for day in days)
    needed = (max(Decimal(), target - achieved) / remaining).quantize(_CENT, rounding=ROUND_HALF_UP) if remaining else None
    if not share:
        status = "reached" if achieved >= target else "not_started"
        return Pace(status, percent, due, None, None, None, needed)
    of_due = (100 * achieved / (target * share)).quantize(_TENTH, rounding=ROUND_HALF_UP)
    projected = (achieved / share).quantize(_CENT, rounding=ROUND_HALF_UP)
    if achieved >= target:
        status = "reached"
    elif today >= date_end:
        status = "over"
    else:
        status = "ahead" if of_due > AHEAD_PERCENT else "behind" if of_due < BEHIND_PERCENT else "on_pace"
    return Pace(status, percent, due, of_due, projected, attainment_percent(achieved=projected, target=target), needed)


def prorated(*, target: Decimal, date_start: date, date_end: date, active_from: date, active_to: date | None) -> Decimal:
    """Return the part of a target that falls on the days a rep was responsible, to the cent.

    For several reps whose days fill the period use `spread` with their days as weights: those parts add up.
    """
    first, last = max(date_start, active_from), min(date_end, active_to or date_end)
    days, whole = (last - first).days + 1, (date_end - date_start).days + 1
    if whole <= 0:
        raise ValueError(f"the period ends on {date_end}, before it begins on {date_start}")
    return (target * max(0, days) / whole).quantize(_CENT, rounding=ROUND_HALF_UP)


def _working_days(date_start, date_end, days_off, weekdays):
    """Return the working days; when all are off every day counts, for a target is due all the same."""
    every = [date_start + timedelta(days=number) for number in range((date_end - date_start).days + 1)]
    return [day for day in every if day.weekday() in weekdays and day not in days_off] or every


def _share_due(days, today, weights):
    """Return the part of the period's weight that lies on days until today, both ends included."""
    starts = sorted(weights)
    load = {}
    for day in days:
        part = max((number for number, (start, _weight) in enumerate(starts) if start <= day), default=-1)
        load.setdefault(part, []).append(day)
    whole, due = Decimal(), Decimal()
    for part, inside in load.items():
        weight = Decimal(starts[part][1]) if part >= 0 else Decimal(0 if starts else 1)
        whole += weight
        due += weight * sum(day <= today for day in inside) / len(inside)
    if not whole:  # no weight on any working day: all days alike
        return Decimal(sum(day <= today for day in days)) / len(days)
    return due / whole
