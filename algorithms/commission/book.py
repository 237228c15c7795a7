"""A plan as the calculation sees it: rules from a day on, who is paid when and on which terms, and who managed whom."""

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .chain import FormerManager, managers_above
from .money import HUNDRED, ZERO
from .rule import Rule


@dataclass(frozen=True, slots=True)
class Assignment:
    """From ``start`` to ``end`` (None: without end), both included."""

    start: date
    end: date | None = None
    share: Decimal = HUNDRED
    override_percent: Decimal = ZERO
    override_on: str = "commission"
    quota: Decimal = ZERO

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class PlanBook:
    """Everything of a plan that does not change from sale to sale.

    :param versions: ``((first day, rules), …)`` in the order of the days
    :param closed: from this day on nothing is earned; None: open
    """

    versions: tuple[tuple[date, tuple[Rule, ...]], ...]
    assignments: Mapping[Hashable, tuple[Assignment, ...]]
    digits: int = 2
    closed: date | None = None
    managers: Mapping[Hashable, Hashable] = field(default_factory=dict)
    former: Mapping[Hashable, tuple[FormerManager, ...]] = field(default_factory=dict)

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        """The rules in force on ``day``; none before the first version, or when the plan is closed."""
        index = bisect_right([start for start, _rules in self.versions], day) - 1
        return () if index < 0 or (self.closed and day >= self.closed) else self.versions[index][1]

    def assignment_on(self, rep: Hashable, day: date) -> Assignment | None:
        return next((row for row in self.assignments.get(rep, ()) if row.covers(day)), None)

    def overriders(self, rep: Hashable, day: date) -> list[tuple[Hashable, Assignment]]:
        """The managers above ``rep`` on ``day`` who are paid for the sales below them."""
        above = managers_above(rep=rep, day=day, current=self.managers, former=self.former)
        found = ((manager, self.assignment_on(manager, day)) for manager in above)
        return [(manager, row) for manager, row in found if row and row.override_percent]

    @property
    def has_overrides(self) -> bool:
        return any(row.override_percent for rows in self.assignments.values() for row in rows)
