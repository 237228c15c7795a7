"""Which leads or customers are the same: pairs, each with the evidence for and against, and the groups to merge.

Evidence is weighed as by Fellegi and Sunter (1969): each fact that agrees or differs adds log-odds, beginning from ``PRIOR``; the
weights are judgements, written below. A fact that many share says less: ln(number - 1) is taken off, so that the number of a
switchboard does not make one company of a whole street. Different tax numbers are as good as a proof of being different.
Two opportunities about different things (likeness of their titles, without the customer's name, below ``SAME_DEAL``) are two
businesses, though the customer be one: they are no pair.

Not all pairs are compared. Candidates share an e-mail, a phone, a tax number or a rare word of the name, or are neighbours in the
alphabetical order of names, read forwards or backwards, so that an error in the first letters does not hide a pair. The work
grows with n log n.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from math import exp, log

from .identity import Contact, identify, letter_pairs, pair_likeness

PRIOR = -5.0
AGREES = {"email": 7.0, "phone": 5.0, "tax_number": 11.0, "city": 1.5}
DIFFERS = {"email": -1.5, "phone": -0.5, "tax_number": -12.0, "city": -1.5}
# likeness of names at least, weight
NAME_WEIGHTS = ((0.99, 4.5), (0.85, 3.0), (0.7, 1.5), (0.5, -0.5), (0.0, -3.0))
NEIGHBOURS = 4
LARGE_GROUP = 30
LIKELY, CERTAIN = 0.5, 0.9
SAME_DEAL = 0.7


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact compared; ``weight`` in log-odds."""

    fact: str
    weight: float


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two keys, how likely they are the same, and the evidence: log-odds = `PRIOR` + sum of weights."""

    first: Hashable
    second: Hashable
    chance: float
    evidence: tuple[Evidence, ...]


def find_duplicates(*, contacts: Iterable[Contact], least_chance: float = LIKELY) -> list[DuplicatePair]:
    """Return the pairs that are the same with at least ``least_chance``, the surest first."""
    identities = [identify(contact) for contact in contacts]
    groups = _groups(identities)
    shared = {(fact, value): len(places) for fact, group in groups.items() for value, places in group.items()}
    letters = [letter_pairs(identity.name) for identity in identities]
    pairs = []
    for one, other in sorted(_candidates(identities, groups)):
        if not is_same_deal(identities[one].deal, identities[other].deal):
            continue
        evidence = _compare(identities[one], identities[other], pair_likeness(letters[one], letters[other]), shared)
        chance = 1 / (1 + exp(-PRIOR - sum(part.weight for part in evidence)))
        if chance >= least_chance:
            pairs.append(DuplicatePair(identities[one].key, identities[other].key, chance, evidence))
    pairs.sort(key=lambda pair: -pair.chance)
    return pairs


def is_same_deal(one: str, other: str) -> bool:
    """Tell whether nothing speaks against the two being one business: one of them is none yet, or both are about the same."""
    return not one or not other or pair_likeness(letter_pairs(one), letter_pairs(other)) >= SAME_DEAL


def _groups(identities):
    """Return for each fact that can bring two together: value → places."""
    groups = {fact: defaultdict(list) for fact in ("email", "phone", "tax_number", "word")}
    for place, identity in enumerate(identities):
        values = {
            "email": [identity.email], "phone": identity.phones, "tax_number": [identity.tax_number], "word": set(identity.name.split())}
        for fact, found in values.items():
            for value in filter(None, found):
                groups[fact][value].append(place)
    return groups


def _candidates(identities, groups):
    pairs = set()
    for fact, group in groups.items():
        for places in group.values():
            if len(places) <= LARGE_GROUP:
                pairs.update(combinations(places, 2))
            elif fact != "word":
                _add_neighbours(pairs, sorted(places, key=lambda place: identities[place].name))
    named = [place for place, identity in enumerate(identities) if identity.name]
    _add_neighbours(pairs, sorted(named, key=lambda place: (identities[place].name, identities[place].city)))
    _add_neighbours(pairs, sorted(named, key=lambda place: (identities[place].name[::-1], identities[place].city)))
    return pairs


def _add_neighbours(pairs, places):
    for number, place in enumerate(places):
        for other in places[number + 1:number + 1 + NEIGHBOURS]:
            pairs.add((min(place, other), max(place, other)))


def _compare(one, other, likeness, shared):
    found = []
    for fact in ("tax_number", "email", "city"):
        mine, yours = getattr(one, fact), getattr(other, fact)
        if mine and yours:
            found.append(_told(fact, mine == yours, shared.get((fact, mine), 2)))
    if one.phones and other.phones:
        common = one.phones & other.phones
        found.append(_told("phone", bool(common), min((shared["phone", phone] for phone in common), default=2)))
    if one.name and other.name:
        found.append(Evidence("name", next(weight for least, weight in NAME_WEIGHTS if likeness >= least)))
    return tuple(found)


def _told(fact, agrees, sharers):
    return Evidence(fact, max(0.0, AGREES[fact] - log(max(1, sharers - 1))) if agrees else DIFFERS[fact])
