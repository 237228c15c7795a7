"""The answer: who drives where, when and why not. Units as in problem.py."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from .reasons import Reason


@dataclass(frozen=True, kw_only=True)
class Stop:
    """`travel_*` = the leg that leads here; `arrival <= start <= departure`; `wait` = idle time before `start`, without lunch."""

    visit: Hashable
    sequence: int
    arrival: int
    start: int
    departure: int
    wait: int
    travel_seconds: int
    travel_metres: int


@dataclass(frozen=True, kw_only=True)
class LunchBreak:
    """`before_stop` = index (0-based) of the stop before which the pause is taken; `at_stop` whether at its door

    (else where the rep is before driving there).
    """

    start: int
    end: int
    before_stop: int
    at_stop: bool


@dataclass(frozen=True, kw_only=True)
class DayPlan:
    """One rep-day with stops. `back_*` = the leg home; `leave`/`back` = when the rep leaves the start and is at the end."""

    rep: Hashable
    day: Hashable
    stops: tuple[Stop, ...]
    leave: int
    back: int
    back_seconds: int
    back_metres: int
    travel_seconds: int
    travel_metres: int
    wait_seconds: int
    service_seconds: int
    lunch: LunchBreak | None = None


@dataclass(frozen=True, kw_only=True)
class Totals:
    visits: int = 0
    travel_seconds: int = 0
    travel_metres: int = 0
    wait_seconds: int = 0
    service_seconds: int = 0
    value: int = 0


@dataclass(frozen=True, kw_only=True)
class Unplanned:
    """A visit that is not in the plan, and why; `facts` are plain values for the words."""

    visit: Hashable
    reason: Reason
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The order that was given: what it drives, and whether it keeps every rule (`late` = first visit that breaks one)."""

    totals: Totals
    feasible: bool
    broken_visit: Hashable | None = None
    broken_reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class RoutePlan:
    days: tuple[DayPlan, ...]
    unplanned: tuple[Unplanned, ...]
    totals: Totals
    cost: int
    engine: str
    iterations: int
    baseline: Baseline | None = None
    kept_baseline: bool = False
    stopped: bool = False

    @property
    def saved_metres(self):
        return self.baseline.totals.travel_metres - self.totals.travel_metres if self.baseline else 0

    @property
    def saved_seconds(self):
        return self.baseline.totals.travel_seconds - self.totals.travel_seconds if self.baseline else 0
