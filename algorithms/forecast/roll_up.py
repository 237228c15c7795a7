"""Commit, best case and pipeline of a whole team: what the deals say, what the reps say, what the managers make of it.

Each rep's line is his own deals plus his reports' effective figures. The effective figure is the manager's adjustment where
there is one, else what the rep submitted, else what was calculated. Deals are never touched by an adjustment.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..core.tree_order import from_below

CATEGORIES = ("closed", "commit", "best_case", "pipeline")


@dataclass(frozen=True)
class Line:
    """:param own: from the rep's own deals
    :param calculated: own plus the effective figures of all direct reports
    :param source: where ``effective`` comes from: ``adjusted``, ``submitted`` or ``calculated``
    """

    own: Decimal
    calculated: Decimal
    submitted: Decimal | None
    adjusted: Decimal | None
    effective: Decimal
    source: str


@dataclass(frozen=True)
class RollUp:
    """:param lines: by rep and category
    :param doubtful: ``(rep, category)`` whose figure is below that of a surer category though it includes it
    """

    lines: dict[tuple[Hashable, str], Line]
    doubtful: tuple[tuple[Hashable, str], ...]


def roll_up(
    *,
    parents: Mapping[Hashable, Hashable | None],
    deals: Mapping[tuple[Hashable, str], Decimal],
    submitted: Mapping[tuple[Hashable, str], Decimal] | None = None,
    adjusted: Mapping[tuple[Hashable, str], Decimal] | None = None,
    is_cumulative: bool = False,
) -> RollUp:
    """Return the lines of every rep.

    :param parents: manager by rep, None at the top; a manager who is not among the reps counts as none
    :param deals: amount by rep and category of their own deals; other categories (omitted) are left out
    :param submitted: figure by rep and category, for himself and everyone below
    :param adjusted: the manager's figure for that rep, for the same
    :param is_cumulative: commit includes closed, best case includes commit, pipeline includes all; submitted and adjusted figures are
        meant the same way
    """
    submitted, adjusted = submitted or {}, adjusted or {}
    for name, figures in (("deals", deals), ("submitted", submitted), ("adjusted", adjusted)):
        if unknown := [rep for rep, _category in figures if rep not in parents]:
            raise ValueError(f"{name}: {unknown[0]} is not among the reps")
    order = from_below(parents)
    lines, below = {}, {rep: dict.fromkeys(CATEGORIES, Decimal()) for rep in parents}
    for rep in order:
        own = _own(rep, deals, is_cumulative)
        for category in CATEGORIES:
            place, calculated = (rep, category), own[category] + below[rep][category]
            effective, source = calculated, "calculated"
            for figures, word in ((submitted, "submitted"), (adjusted, "adjusted")):
                if figures.get(place) is not None:
                    effective, source = figures[place], word
            lines[place] = Line(own[category], calculated, submitted.get(place), adjusted.get(place), effective, source)
            if parents[rep] in below:
                below[parents[rep]][category] += effective
    return RollUp(lines, _doubtful(parents, lines) if is_cumulative else ())


def _own(rep, deals, is_cumulative):
    own, sum_so_far = {}, Decimal()
    for category in CATEGORIES:
        amount = deals.get((rep, category), Decimal())
        sum_so_far += amount
        own[category] = sum_so_far if is_cumulative else amount
    return own


def _doubtful(parents, lines):
    return tuple(
        (rep, category)
        for rep in parents for surer, category in zip(CATEGORIES, CATEGORIES[1:], strict=False)
        if lines[rep, category].effective < lines[rep, surer].effective)
