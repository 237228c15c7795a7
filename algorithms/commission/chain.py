"""Who managed whom on a day, and what each manager above earns by it."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

MAX_LEVELS = 20


@dataclass(frozen=True, slots=True)
class FormerManager:
    """``manager`` (None: nobody) until ``last_day`` included."""

    manager: Hashable | None
    last_day: date


def manager_on(*, rep: Hashable, day: date, current: Mapping, former: Mapping[Hashable, Sequence[FormerManager]]) -> Hashable | None:
    """Return the manager of ``rep`` on ``day``: the earliest former one whose last day had not passed, else today's."""
    still = [entry for entry in former.get(rep, ()) if entry.last_day >= day]
    return min(still, key=lambda entry: entry.last_day).manager if still else current.get(rep)


def managers_above(*, rep: Hashable, day: date, current: Mapping, former: Mapping[Hashable, Sequence[FormerManager]]) -> list:
    """Return the chain above ``rep`` on ``day``, the nearest first; a circle ends where it closes."""
    chain, seen = [], {rep}
    while (rep := manager_on(rep=rep, day=day, current=current, former=former)) is not None:
        if rep in seen or len(chain) == MAX_LEVELS:
            break
        chain.append(rep)
        seen.add(rep)
    return chain
