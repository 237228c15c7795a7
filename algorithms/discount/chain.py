"""Who approves: climb until a limit covers the discount; never the requester, never nobody.

Whoever is away is stood in for by a dated delegate (at most three hops, no circle); without one the next in the chain is asked; when
the chain ends, those who stand above all levels.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

MAX_HOPS = 3
# why somebody was passed over, or why somebody else was asked
REQUESTER, LIMIT, AWAY, INACTIVE, NO_RIGHT, ASKED_BEFORE, DELEGATE, CHAIN_ENDS, NOBODY_IN_GROUP = (
    "requester", "limit", "away", "inactive", "no_right", "asked_before", "delegate", "chain_ends", "nobody_in_group")


@dataclass(frozen=True, kw_only=True)
class Person:
    """A login that might approve. ``limit_percent`` None: as far as the level goes."""

    key: Hashable
    active: bool = True
    away: bool = False
    may_approve: bool = True
    limit_percent: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Everybody who might be asked, today.

    :param delegates: whom each person has put in the own place today, the first choice first
    :param last_resort: those above all levels
    """

    people: Mapping[Hashable, Person]
    delegates: Mapping[Hashable, Sequence[Hashable]] = field(default_factory=dict)
    last_resort: Sequence[Hashable] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Who may decide a step, and the way that led there as ``(why, person)``. Empty users: there is nobody in the whole company."""

    users: tuple[Hashable, ...]
    way: tuple[tuple[str, Hashable | None], ...] = ()
    is_last_resort: bool = False


def obstacle(person: Person | None) -> str | None:
    """Why ``person`` cannot decide, None if nothing stands in the way."""
    if person is None or not person.active:
        return INACTIVE
    if not person.may_approve:
        return NO_RIGHT
    return AWAY if person.away else None


def stand_in(*, key: Hashable, directory: Directory, excluded: frozenset) -> Hashable | None:
    """Who decides in the place of ``key``: the nearest delegate who can, at most ``MAX_HOPS`` away."""
    seen, row = {key}, [key]
    for _hop in range(MAX_HOPS):
        following = []
        for holder in row:
            for delegate in directory.delegates.get(holder, ()):
                if delegate in seen:
                    continue
                seen.add(delegate)
                if delegate not in excluded and obstacle(directory.people.get(delegate)) is None:
                    return delegate
                following.append(delegate)
        row = following
    return None


def _settle(key, directory, excluded):
    """``(users, way)`` of asking one person; no users if neither the person nor a delegate can decide."""
    if key in excluded:
        return (), ((REQUESTER, key),)
    why = obstacle(directory.people.get(key))
    delegate = stand_in(key=key, directory=directory, excluded=excluded | {key})
    if why is None:
        return ((key,) if delegate is None else (delegate, key)), (() if delegate is None else ((DELEGATE, delegate),))
    if delegate is None:
        return (), ((why, key),)
    return (delegate,), ((why, key), (DELEGATE, delegate))


def last_resort(*, directory: Directory, excluded: frozenset, way=()) -> Choice:
    """Those above all levels: whoever is there, else whoever is away but will come back."""
    able = [key for key in directory.last_resort if key not in excluded and directory.people.get(key)]
    present = tuple(key for key in able if obstacle(directory.people[key]) is None)
    away = tuple(key for key in able if obstacle(directory.people[key]) == AWAY)
    return Choice(users=present or away, way=tuple(way), is_last_resort=True)


def choose_in_chain(
    *, chain: Sequence[Hashable], discount_percent: Decimal, level_limit: Decimal, directory: Directory,
    excluded: frozenset, asked_before: frozenset = frozenset(),
) -> Choice:
    """Climb ``chain`` (nearest first): past who asked, who was asked by a lower level, and whose limit is too low.

    What goes beyond this level is a higher level's matter: here nobody needs a limit above ``level_limit``.
    """
    way = []
    for key in chain:
        if key in asked_before:
            way.append((ASKED_BEFORE, key))
            continue
        person = directory.people.get(key)
        limit = level_limit if person is None or person.limit_percent is None else person.limit_percent
        if limit < min(discount_percent, level_limit) and key not in excluded and obstacle(person) is None:
            way.append((LIMIT, key))
            continue
        users, steps = _settle(key, directory, excluded)
        way += steps
        if users:
            return Choice(users=users, way=tuple(way))
    return last_resort(directory=directory, excluded=excluded, way=(*way, (CHAIN_ENDS, None)))


def choose_person(*, key: Hashable, chain_above: Sequence[Hashable], directory: Directory, excluded: frozenset) -> Choice:
    """One named person, else the delegate, else whoever stands above that person, else the last resort."""
    way = []
    for candidate in (key, *chain_above):
        users, steps = _settle(candidate, directory, excluded)
        way += steps
        if users:
            return Choice(users=users, way=tuple(way))
    return last_resort(directory=directory, excluded=excluded, way=(*way, (CHAIN_ENDS, None)))


def choose_group(*, members: Sequence[Hashable], directory: Directory, excluded: frozenset) -> Choice:
    """All of a group who are there; where nobody is, the members' delegates, else the last resort."""
    present = tuple(key for key in members if key not in excluded and obstacle(directory.people.get(key)) is None)
    if present:
        return Choice(users=present)
    way, found = [], []
    for key in members:
        users, steps = _settle(key, directory, excluded)
        way += steps
        found += [user for user in users if user not in found]
    if found:
        return Choice(users=tuple(found), way=tuple(way))
    return last_resort(directory=directory, excluded=excluded, way=(*way, (NOBODY_IN_GROUP, None)))
