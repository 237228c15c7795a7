"""How long opportunities stay in a stage, and how old the open ones are."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .funnel import Journey
from .quotient import median, quotient, rounded, total

_DAY = 86400


@dataclass(frozen=True)
class StageTime:
    """:param count: finished stays; several stays of one opportunity count as one, with their sum
    :param still_there: opportunities that are in the stage now; their time so far is not in median and mean
    """

    stage: Hashable
    count: int
    median_days: Decimal | None
    mean_days: Decimal | None
    still_there: int
    longest_open_days: Decimal | None


@dataclass(frozen=True)
class Bucket:
    """From ``least`` to less than ``most`` (None = no end)."""

    least: Decimal
    most: Decimal | None
    count: int
    amount: Decimal


def days_in_stages(*, journey: Journey, now: datetime) -> tuple[dict[Hashable, Decimal], Hashable | None]:
    """Return the days in each stage, and the stage it is in now (None when closed). Moments after ``now`` have not happened."""
    end = min(journey.closed or now, now)
    happened = [(moment, number, stage) for number, (stage, moment) in enumerate(journey.moves) if moment <= end]
    moves = sorted(happened, key=lambda move: move[:2])
    days = defaultdict(Decimal)
    for place, (moment, _number, stage) in enumerate(moves):
        left = moves[place + 1][0] if place + 1 < len(moves) else end
        days[stage] += rounded((left - moment).total_seconds(), _DAY)
    return dict(days), moves[-1][2] if moves and journey.outcome == "open" else None


def stage_times(*, stages: Sequence[Hashable], journeys: Iterable[Journey], now: datetime) -> tuple[StageTime, ...]:
    """Return median and mean days of finished stays by stage."""
    finished, running = defaultdict(list), defaultdict(list)
    for journey in journeys:
        days, present = days_in_stages(journey=journey, now=now)
        for stage, length in days.items():
            (running if stage == present else finished)[stage].append(length)
    return tuple(
        StageTime(
            stage, len(finished[stage]), median(finished[stage]), quotient(total(finished[stage]), len(finished[stage])),
            len(running[stage]), max(running[stage], default=None))
        for stage in stages)


def ageing(*, deals: Iterable[tuple[date, Decimal]], today: date, edges: Sequence[int] = (30, 60, 90)) -> tuple[Bucket, ...]:
    """Return number and amount of open deals by age in days; ``deals`` are pairs of creation day and amount.

    A creation day in the future (a clock set wrong, an import) counts as today.
    """
    return _buckets([(Decimal(max(0, (today - created).days)), amount) for created, amount in deals], edges)


def deal_sizes(*, amounts: Iterable[Decimal], edges: Sequence[Decimal]) -> tuple[Bucket, ...]:
    """Return number and amount of deals by size; amounts below zero are in the first bucket."""
    return _buckets([(max(Decimal(), amount), amount) for amount in amounts], edges)


def _buckets(rows, edges):
    limits = [Decimal(), *(Decimal(edge) for edge in edges)]
    if any(upper <= lower for lower, upper in zip(limits, limits[1:], strict=False)):
        raise ValueError("the edges must be above zero and rise")
    found = []
    for least, most in zip(limits, [*limits[1:], None], strict=True):
        inside = [amount for measure, amount in rows if least <= measure and (most is None or measure < most)]
        found.append(Bucket(least, most, len(inside), sum(inside, Decimal())))
    return tuple(found)
