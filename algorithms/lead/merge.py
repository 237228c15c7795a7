"""Who is merged into whom: groups of duplicates with one who stays, and past merges followed to their end.

Pairs are joined from the surest on. Two groups are not joined when that would bring different tax numbers or two different businesses
together, however many links lead from one to the other: a chain of likenesses is no proof. Every one who goes is merged into the one who
stays, never into another who goes, so no loop can arise.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from .duplicate import CERTAIN, DuplicatePair, is_same_deal
from .identity import Contact, identify


@dataclass(frozen=True, slots=True)
class MergeGroup:
    """``stays``, those who ``go``, and the least sure link that holds the group together."""

    stays: Hashable
    go: tuple[Hashable, ...]
    weakest: float


@dataclass(frozen=True, slots=True)
class FollowedMerges:
    """``ends``: for each merged key where it ended; ``loops``: keys that lead back to themselves, which end where they are."""

    ends: dict
    loops: tuple[tuple[Hashable, ...], ...]


def propose_merges(*, contacts: Iterable[Contact], pairs: Iterable[DuplicatePair], least_chance: float = CERTAIN) -> list[MergeGroup]:
    """Return the groups to merge. Who is worth most stays, of equals the one named first in ``contacts``; so groups are ordered, too."""
    contacts = list(contacts)
    place = {contact.key: number for number, contact in enumerate(contacts)}
    root = list(range(len(contacts)))
    identities = [identify(contact) for contact in contacts]
    taxes = [{identity.tax_number} - {""} for identity in identities]
    deals = [{identity.deal} - {""} for identity in identities]
    weakest = [1.0] * len(contacts)
    for pair in sorted(pairs, key=lambda pair: (-pair.chance, place[pair.first], place[pair.second])):
        one, other = sorted((_root(root, place[pair.first]), _root(root, place[pair.second])))
        if pair.chance < least_chance or one == other or len(taxes[one] | taxes[other]) > 1:
            continue
        if not all(is_same_deal(mine, yours) for mine in deals[one] for yours in deals[other]):
            continue
        root[other] = one
        taxes[one] |= taxes[other]
        deals[one] |= deals[other]
        weakest[one] = min(weakest[one], weakest[other], pair.chance)
    members = {}
    for number in range(len(contacts)):
        members.setdefault(_root(root, number), []).append(number)
    groups = []
    for first, numbers in members.items():
        if len(numbers) > 1:
            stays = max(numbers, key=lambda number: (contacts[number].worth, -number))
            go = tuple(contacts[number].key for number in numbers if number != stays)
            groups.append(MergeGroup(contacts[stays].key, go, weakest[first]))
    return groups


def _root(root, number):
    while root[number] != number:
        root[number] = root[root[number]]
        number = root[number]
    return number


def follow_merges(*, merges: Mapping[Hashable, Hashable]) -> FollowedMerges:
    """Return where each key of ``merges`` (gone → merged into) ended, over any number of merges."""
    ends, loops = {}, []
    for start in merges:
        path, seen, key = [], set(), start
        while key not in ends and key not in seen and key in merges:
            path.append(key)
            seen.add(key)
            key = merges[key]
        if key in seen:
            loop = path[path.index(key):]
            loops.append(tuple(loop))
            ends.update({member: member for member in loop})
            path = path[:path.index(key)]
        end = ends.get(key, key)
        ends.update(dict.fromkeys(path, end))
    return FollowedMerges(ends, tuple(loops))
