"""Which targets answer for a span of days: none counted twice."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Candidate:
    """:param owner: whose it is; ``above``: keys of the targets that it is a part of"""

    key: Hashable
    owner: Hashable
    date_start: date
    date_end: date
    above: frozenset = frozenset()


def fitting(*, candidates: Sequence[Candidate], date_from: date, date_to: date) -> list[Candidate]:
    """Return the targets that lie within the days: wholes before their parts, longer ones before those that overlap them."""
    inside = [row for row in candidates if date_from <= row.date_start and row.date_end <= date_to]
    keys = {row.key for row in inside}
    chosen: list[Candidate] = []
    for row in sorted(inside, key=lambda row: (row.date_start - row.date_end, row.date_start)):
        if row.above & keys:
            continue
        if not any(other.owner == row.owner and other.date_start <= row.date_end and row.date_start <= other.date_end for other in chosen):
            chosen.append(row)
    return chosen
