"""What becomes of the other revisions and alternatives when one of them is revised, sent, chosen or confirmed.

A *sibling* is another order of the same lineage (a revision) or of the same group of alternatives. The table below is the
whole of it; `consequences` is its only reader.

=========  =======================================================================================================
event      what happens to the siblings
=========  =======================================================================================================
revise     a draft that is revised was seen by nobody: it is superseded at once. A sent, confirmed or cancelled one
           stays as it is.
send       earlier open revisions are superseded, unless the company keeps them open until one is confirmed.
           Alternatives stay.
choose     all other open ones are closed: revisions as superseded, alternatives as not chosen. Nothing that is
           confirmed is touched: then choosing is refused.
confirm    as choose; besides, a confirmed revision is replaced (cancelled), which is refused once it was delivered,
           invoiced or paid, or while it is locked. A confirmed alternative refuses: only one is ordered.
=========  =======================================================================================================
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

OPEN_STATES = ("draft", "sent")
CONFIRMED = "sale"


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another order; ``revision`` counts in its own lineage."""

    key: Hashable
    state: str
    revision: int
    is_same_lineage: bool
    is_started: bool = False
    is_locked: bool = False
    is_confirmed_together: bool = False


@dataclass(frozen=True, slots=True)
class Consequences:
    """Keys of the siblings by what happens to them; a refusal is (key, reason) and lets nothing happen."""

    superseded: tuple[Hashable, ...] = ()
    not_chosen: tuple[Hashable, ...] = ()
    replaced: tuple[Hashable, ...] = ()
    refusals: tuple[tuple[Hashable, str], ...] = ()


def revision_name(*, first_name: str, revision: int) -> str:
    """Return the name of a revision: the first one's name, and from the second on its number."""
    return first_name if revision <= 1 else f"{first_name}-{revision}"


def _refusal(event: str, sibling: Sibling) -> str | None:
    if sibling.is_confirmed_together:
        return "together"
    if sibling.state != CONFIRMED:
        return None
    if not sibling.is_same_lineage:
        return "taken"
    if event == "choose":
        return "confirmed"
    if sibling.is_started:
        return "started"
    return "locked" if sibling.is_locked else None


def consequences(*, event: str, revision: int, siblings: Iterable[Sibling], withdraws_on_send: bool = True) -> Consequences:
    """Return what happens to the siblings of one order.

    :param event: revise, send, choose or confirm; ``revise`` gives the former revision as the only sibling
    :param revision: number of the order that the event happens to
    :param withdraws_on_send: whether sending withdraws earlier revisions
    """
    siblings = tuple(siblings)
    opened = tuple(sibling for sibling in siblings if sibling.state in OPEN_STATES)
    if event == "revise":
        return Consequences(superseded=tuple(sibling.key for sibling in opened if sibling.state == "draft"))
    if event == "send":
        return Consequences(superseded=tuple(
            sibling.key for sibling in opened if withdraws_on_send and sibling.is_same_lineage and sibling.revision < revision))
    refusals = tuple((sibling.key, reason) for sibling in siblings if (reason := _refusal(event, sibling)))
    if refusals:
        return Consequences(refusals=refusals)
    return Consequences(
        superseded=tuple(sibling.key for sibling in opened if sibling.is_same_lineage),
        not_chosen=tuple(sibling.key for sibling in opened if not sibling.is_same_lineage),
        replaced=tuple(sibling.key for sibling in siblings if sibling.state == CONFIRMED),
    )


def next_label(taken: Iterable[str]) -> str:
    """Return the first free label of an alternative: A … Z, then AA, AB …"""
    taken, number = set(taken), 0
    while (label := _letters(number)) in taken:
        number += 1
    return label


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
