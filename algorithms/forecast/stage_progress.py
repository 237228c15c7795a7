"""Which opportunities go on by a declared rule when something happened, and which have stood still too long.

A rule never moves an opportunity backwards, never one that is won, lost or put away, and never into a stage of another team.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

EVENTS = ("quote_sent", "visit_done", "order_confirmed", "idle")


@dataclass(frozen=True)
class ProgressRule:
    """:param target: the stage it moves to; None for ``idle``
    :param teams: teams it serves, empty = all
    :param stages: stages in which it looks for idle ones, empty = all
    """

    key: Hashable
    event: str
    target: Hashable | None = None
    teams: frozenset = frozenset()
    stages: frozenset = frozenset()
    idle_days: int = 0

    def __post_init__(self):
        if self.event not in EVENTS:
            raise ValueError(f"rule {self.key}: event '{self.event}'; choose one of {', '.join(EVENTS)}")


@dataclass(frozen=True)
class Waiting:
    """An opportunity.

    :param since: when it came into its stage
    :param told: when it was last said to be idle, None if never
    """

    key: Hashable
    stage: Hashable
    team: Hashable | None = None
    is_open: bool = True
    since: datetime | None = None
    told: datetime | None = None
    has_next_step: bool = False


@dataclass(frozen=True)
class MoveReason:
    """Why a rule moved an opportunity. An object of this process: no caller from outside can put it into a context."""

    rule: int
    words: str


def progress(
    *, event: str, rules: Sequence[ProgressRule], leads: Iterable[Waiting], order: Mapping[Hashable, int],
    teams_of: Mapping[Hashable, frozenset],
) -> dict[Hashable, ProgressRule]:
    """Return the rule that moves each opportunity; whoever stays where it is has none.

    The first rule of the event that serves the opportunity's team decides, also when it decides that nothing moves: a later rule
    does not take its place.

    :param order: place of each stage in the funnel
    :param teams_of: teams that use a stage, empty = all
    """
    moves = {}
    for lead in leads:
        rule = next((rule for rule in rules if rule.event == event and _serves(rule, lead)), None)
        if rule is None or not lead.is_open or rule.target not in order:
            continue
        allowed = teams_of.get(rule.target, frozenset())
        if order[rule.target] > order.get(lead.stage, -1) and (not allowed or lead.team in allowed):
            moves[lead.key] = rule
    return moves


def idle(*, rules: Sequence[ProgressRule], leads: Iterable[Waiting], now: datetime) -> dict[Hashable, ProgressRule]:
    """Return the rule by which each opportunity has stood still too long and nobody has planned a next step.

    Each stay in a stage is told once.
    """
    found = {}
    for lead in leads:
        if not lead.is_open or lead.has_next_step or lead.since is None or (lead.told is not None and lead.told >= lead.since):
            continue
        for rule in rules:
            if rule.event == "idle" and _serves(rule, lead) and (not rule.stages or lead.stage in rule.stages):
                if now - lead.since >= timedelta(days=rule.idle_days):
                    found[lead.key] = rule
                break
    return found


def _serves(rule, lead):
    return not rule.teams or lead.team in rule.teams
