"""How many of a cohort came how far, and where they were lost or wait.

The cohort is those who entered in a period, followed to the present, so that numbers of one stage and the next speak of the same
opportunities. A skipped stage counts as passed, and so does one that was left backwards: what counts is the farthest stage reached.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .quotient import percent

OUTCOMES = ("open", "won", "lost")


@dataclass(frozen=True)
class Journey:
    """:param moves: ``(stage, moment it was entered)`` in any order; the first one is the entry into the pipeline
    :param closed: moment of won or lost
    """

    key: Hashable
    moves: tuple[tuple[Hashable, datetime], ...]
    outcome: str = "open"
    closed: datetime | None = None

    def __post_init__(self):
        if self.outcome not in OUTCOMES:
            raise ValueError(f"opportunity {self.key}: outcome '{self.outcome}'; choose one of {', '.join(OUTCOMES)}")


@dataclass(frozen=True)
class StageFlow:
    """``entered`` = ``passed`` + ``lost`` + ``waiting``.

    :param conversion_percent: passed ÷ entered, None when nobody entered
    :param decided_percent: passed ÷ (passed + lost): without those who wait, which a young cohort has many of
    :param reached_percent: entered ÷ the whole cohort
    """

    stage: Hashable
    entered: int
    passed: int
    lost: int
    waiting: int
    conversion_percent: Decimal | None
    decided_percent: Decimal | None
    reached_percent: Decimal | None


def entry_cohort(*, journeys: Iterable[Journey], begin: datetime, end: datetime) -> list[Journey]:
    """Return the journeys that began in ``begin`` ≤ moment < ``end``."""
    return [journey for journey in journeys if journey.moves and begin <= min(moment for _stage, moment in journey.moves) < end]


def funnel(*, stages: Sequence[Hashable], journeys: Iterable[Journey]) -> tuple[StageFlow, ...]:
    """Return the flow through each stage, in the order of ``stages`` (without won and lost, which are outcomes)."""
    place = {stage: number for number, stage in enumerate(stages)}
    if len(place) != len(stages):
        raise ValueError("a stage is listed twice")
    ends = {outcome: [0] * len(stages) for outcome in OUTCOMES}
    for journey in journeys:
        farthest = -1
        for stage, _moment in journey.moves:
            if stage not in place:
                raise ValueError(f"opportunity {journey.key}: stage {stage} is not in the funnel")
            farthest = max(farthest, place[stage])
        if farthest >= 0:
            ends[journey.outcome][farthest] += 1
    won, cohort = sum(ends["won"]), sum(map(sum, ends.values()))
    flows, later = [], won
    for number in reversed(range(len(stages))):
        lost, waiting = ends["lost"][number], ends["open"][number]
        entered = later + lost + waiting
        flows.append(StageFlow(
            stages[number], entered, later, lost, waiting, percent(later, entered), percent(later, later + lost), percent(entered, cohort)))
        later = entered
    return tuple(reversed(flows))
