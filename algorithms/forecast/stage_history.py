"""The stage moves of an opportunity, rebuilt from what little was kept: its creation, noted changes of stage, its end.

Used once, for opportunities older than the record of moves. Nothing is invented: a stage that nobody noted is not in it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

OUTCOMES = ("pending", "won", "lost")
_DAY = 86400


@dataclass(frozen=True)
class StageChange:
    moment: datetime
    old: Hashable
    new: Hashable


@dataclass(frozen=True)
class KnownLead:
    """:param stage: the stage it is in now
    :param stage_since: when that was last noted, None if it never was
    :param closed: moment of won or lost
    """

    key: Hashable
    created: datetime
    stage: Hashable
    outcome: str = "pending"
    closed: datetime | None = None
    stage_since: datetime | None = None
    changes: tuple[StageChange, ...] = ()

    def __post_init__(self):
        if self.outcome not in OUTCOMES:
            raise ValueError(f"opportunity {self.key}: outcome '{self.outcome}'; choose one of {', '.join(OUTCOMES)}")


@dataclass(frozen=True)
class StageMove:
    """:param kind: ``created``, ``forward``, ``backward``, ``won``, ``lost`` or ``reopened``
    :param days: time in the stage before, None for the first move
    """

    number: int
    moment: datetime
    old: Hashable | None
    new: Hashable
    outcome: str
    kind: str
    days: float | None


def rebuild(*, lead: KnownLead, order: Mapping[Hashable, int]) -> tuple[StageMove, ...]:
    """Return the moves, oldest first; time never runs backwards.

    :param order: place of each stage in the funnel; a stage that is not in it stands before all
    """
    changes = sorted(lead.changes, key=lambda change: change.moment)
    steps = [(lead.created, changes[0].old if changes else lead.stage, "pending")]
    for change in changes:
        if change.new != steps[-1][1]:
            steps.append((max(change.moment, steps[-1][0]), change.new, "pending"))
    if steps[-1][1] != lead.stage:
        steps.append((max(lead.stage_since or steps[-1][0], steps[-1][0]), lead.stage, "pending"))
    if lead.outcome != "pending":
        end = max(lead.closed or steps[-1][0], steps[-1][0])
        if lead.outcome == "won" and len(steps) > 1:
            end, _stage, _outcome = steps.pop()[0], None, None  # entering the last stage was winning it
        steps.append((end, lead.stage, lead.outcome))
    return tuple(_moves(steps, order))


def kind_of_move(*, old_outcome: str | None, outcome: str, old_place: int, place: int) -> str:
    """Name a move; ``old_outcome`` is None for the first."""
    if old_outcome is None:
        return "created"
    if outcome != old_outcome:
        return "reopened" if outcome == "pending" else outcome
    return "backward" if place < old_place else "forward"


def _moves(steps: Sequence[tuple], order: Mapping[Hashable, int]):
    before = None
    for number, (moment, stage, outcome) in enumerate(steps, 1):
        old_moment, old_stage, old_outcome = before or (None, None, None)
        kind = kind_of_move(
            old_outcome=old_outcome, outcome=outcome, old_place=order.get(old_stage, -1), place=order.get(stage, -1))
        days = None if old_moment is None else (moment - old_moment).total_seconds() / _DAY
        yield StageMove(number, moment, old_stage, stage, outcome, kind, days)
        before = (moment, stage, outcome)
