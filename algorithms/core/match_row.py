"""First match wins: which row of an ordered rule table applies, and why the others do not."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

LATER = "later"


@dataclass(frozen=True)
class MatchRow:
    """One row: every criterion present must share a value with the facts; a missing one means *any*."""

    key: Hashable
    criteria: Mapping[str, frozenset] = field(default_factory=dict)


@dataclass(frozen=True)
class MatchDecision:
    """``winner`` is a row key or None; ``losers`` pairs each other row with the criterion that failed,
    or :data:`LATER` for a row that would have matched but stands behind the winner."""

    winner: Hashable | None
    losers: tuple[tuple[Hashable, str], ...]


def failed_criterion(row: MatchRow, facts: Mapping[str, frozenset]) -> str | None:
    """Return the first criterion of ``row`` that ``facts`` do not meet, None if all are met."""
    for name, values in row.criteria.items():
        if values and values.isdisjoint(facts.get(name, frozenset())):
            return name
    return None


def decide(*, rows: Iterable[MatchRow], facts: Mapping[str, frozenset]) -> MatchDecision:
    """Return the first row of ``rows`` (in their order) that ``facts`` meet, and why each other lost."""
    winner, losers = None, []
    for row in rows:
        criterion = failed_criterion(row, facts)
        if criterion is None and winner is None:
            winner = row.key
        else:
            losers.append((row.key, criterion or LATER))
    return MatchDecision(winner=winner, losers=tuple(losers))
