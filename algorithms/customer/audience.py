"""Who is written to by a campaign: of the customers that were chosen, those who can be reached and have not said no.

A person is left out, with the reason, who has no usable address, is on the blacklist, refused messages, or was never asked where consent is
needed first. One address is written to once, in the name of the lowest key. Who opted out of a list stays opted out: neither added
again nor removed, so that the no is remembered. Planning twice changes nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Left(StrEnum):
    """Why somebody is left out."""

    NO_ADDRESS = "no_address"
    BLACKLISTED = "blacklisted"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    OPTED_OUT = "opted_out"
    SAME_ADDRESS = "same_address"


@dataclass(frozen=True, slots=True)
class Person:
    """``email`` normalized, empty without one; ``consent``: ``given``, ``refused`` or empty."""

    key: int
    email: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Who is on the list now, by normalized address."""

    key: int
    email: str
    is_opted_out: bool = False


@dataclass(frozen=True, slots=True)
class AudiencePlan:
    """``add``: people to put on the list; ``remove``: members to take off; ``kept``: how many stay; ``left``: how many are left out, by
    reason."""

    add: tuple[Person, ...]
    remove: tuple[Member, ...]
    kept: int
    left: dict[Left, int]


def plan_audience(
    *, people: Iterable[Person], members: Iterable[Member] = (), blacklist: frozenset[str] = frozenset(), needs_consent: bool = False,
) -> AudiencePlan:
    """Return what is to change on the list."""
    members = sorted(members, key=lambda member: member.key)
    out = {member.email for member in members if member.is_opted_out}
    there = {member.email for member in members if not member.is_opted_out} - out
    wanted, left = {}, Counter()
    for person in sorted(people, key=lambda person: person.key):
        reason = _reason(person, wanted, out, blacklist, needs_consent)
        if reason:
            left[reason] += 1
        else:
            wanted[person.email] = person
    return AudiencePlan(
        add=tuple(person for email, person in wanted.items() if email not in there),
        remove=tuple(member for member in members if not member.is_opted_out and member.email not in wanted),
        kept=len(there & set(wanted)), left=dict(left))


def _reason(person, wanted, out, blacklist, needs_consent):
    if not person.email:
        return Left.NO_ADDRESS
    if person.email in blacklist:
        return Left.BLACKLISTED
    if person.consent == "refused":
        return Left.REFUSED
    if person.email in out:
        return Left.OPTED_OUT
    if needs_consent and person.consent != "given":
        return Left.NOT_ASKED
    return Left.SAME_ADDRESS if person.email in wanted else None
