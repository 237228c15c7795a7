"""What is bought together: frequent sets of products and rules "who takes these also takes that".

Support = share of all baskets that hold the set; confidence = share of the baskets with the left side that also hold the right; lift =
confidence / share of the right side in all baskets (1: no connection). Agrawal and Srikant's measures (1994); the sets are found as
Zaki does (Eclat, 2000): every product keeps the set of its baskets, as the bits of one whole number, and a set of products the
intersection of theirs. The result is complete: every set and rule above the limits, none by chance.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import ceil

MOST_SETS = 200_000


@dataclass(frozen=True, slots=True)
class BasketRule:
    """``left`` → ``right``; ``count``: baskets that hold both sides."""

    left: frozenset
    right: Hashable
    count: int
    support: float
    confidence: float
    lift: float


class TooManySets(ValueError):
    """More sets are frequent than anyone can read: the least support is too low for these baskets."""


def frequent_sets(*, baskets: Iterable[Iterable[Hashable]], least_support: float, longest: int = 10) -> dict[frozenset, int]:
    """Return every set of products that is in at least ``least_support`` of the baskets, with the number of baskets."""
    return _frequent(_bits(baskets), least_support, longest)


def find_rules(
    *, baskets: Iterable[Iterable[Hashable]], least_support: float, least_confidence: float, longest: int = 10
) -> list[BasketRule]:
    """Return every rule with one product on the right: by lift, then count, then the names of its products."""
    bits = _bits(baskets)
    found = _frequent(bits, least_support, longest)
    total, rules = bits[1], []
    for items, count in found.items():
        for right in items if len(items) > 1 else ():
            left = items - {right}
            # in whole counts: confidence and support are quotients of them
            if count >= least_confidence * found[left] - 1e-9:
                confidence = count / found[left]
                rules.append(BasketRule(
                    left, right, count, count / total, confidence, confidence * total / found[frozenset([right])]))
    return sorted(rules, key=lambda rule: (-rule.lift, -rule.count, sorted(map(str, rule.left)), str(rule.right)))


def _bits(baskets):
    """Return for each product the baskets that hold it, as bits, and how many baskets there are; empty baskets count."""
    places, total = {}, 0
    for number, basket in enumerate(baskets):
        total = number + 1
        for item in set(basket):
            places.setdefault(item, []).append(number)
    bits = {}
    for item, numbers in places.items():
        row = bytearray(total // 8 + 1)
        for number in numbers:
            row[number >> 3] |= 1 << (number & 7)
        bits[item] = int.from_bytes(row, "little")
    return bits, total


def _frequent(bits, least_support, longest):
    held, total = bits
    least = max(1, ceil(least_support * total - 1e-9))
    singles = sorted(
        ((item, row) for item, row in held.items() if row.bit_count() >= least), key=lambda pair: (pair[1].bit_count(), str(pair[0])))
    found = {}

    def extend(prefix, candidates):
        for place, (item, row) in enumerate(candidates):
            items = (*prefix, item)
            found[frozenset(items)] = row.bit_count()
            if len(found) > MOST_SETS:
                raise TooManySets(f"more than {MOST_SETS} sets are in at least {least} of {total} baskets; raise the least support")
            if len(items) < longest:
                longer = ((other, row & more) for other, more in candidates[place + 1:])
                extend(items, [pair for pair in longer if pair[1].bit_count() >= least])

    extend((), singles)
    return found
