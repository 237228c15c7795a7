"""Targets of a tree: a parent's is the sum of its children's. What breaks this is found; what is missing is shared out."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ..core.tree_order import from_below
from .spread import SpreadError, spread


@dataclass(frozen=True)
class Difference:
    """:param missing: parent's target less the sum of its children's; below zero when they have more"""

    key: Hashable
    target: Decimal
    children: Decimal
    missing: Decimal


def differences(*, parents: Mapping[Hashable, Hashable | None], targets: Mapping[Hashable, Decimal]) -> list[Difference]:
    """Return the parents whose target is not the sum of their children's, in the order of ``parents``.

    :param parents: parent by key, None at the top
    :param targets: by key; a child without one counts as zero, a parent without one is not checked
    """
    sums = _sums(parents, targets)
    return [
        Difference(key, targets[key], sums[key], targets[key] - sums[key])
        for key in parents if key in sums and targets.get(key) is not None and targets[key] != sums[key]]


def roll_up(*, parents: Mapping[Hashable, Hashable | None], targets: Mapping[Hashable, Decimal]) -> dict[Hashable, Decimal]:
    """Return every target with the parents' replaced by the sum of the leaves below them."""
    rolled = {}
    for key in from_below(parents):
        below = [rolled[child] for child in parents if parents[child] == key]
        rolled[key] = sum(below, Decimal()) if below else targets.get(key, Decimal())
    return {key: rolled[key] for key in parents}


def roll_down(
    *, parents: Mapping[Hashable, Hashable | None], targets: Mapping[Hashable, Decimal], key: Hashable, total: Decimal, digits: int = 2,
) -> dict[Hashable, Decimal]:
    """Return every target after ``key`` got ``total``: those below share it in proportion to what they had, those above are summed anew."""
    if key not in parents:
        raise SpreadError(f"{key} is not in the tree")
    rolled = roll_up(parents=parents, targets=targets)
    rolled[key] = total
    for parent in reversed(from_below(parents)):
        children = [child for child in parents if parents[child] == parent]
        if children and _is_below(parent, key, parents):
            weights = [max(Decimal(), rolled[child]) for child in children]
            rolled |= zip(children, spread(total=rolled[parent], weights=weights, digits=digits), strict=True)
    return roll_up(parents=parents, targets=rolled)


def _sums(parents, targets):
    sums = {}
    for child, parent in parents.items():
        if parent in parents:
            sums[parent] = sums.get(parent, Decimal()) + targets.get(child, Decimal())
    return sums


def _is_below(place, key, parents):
    """Whether ``place`` is ``key`` or lies below it."""
    while place in parents:
        if place == key:
            return True
        place = parents[place]
    return False
