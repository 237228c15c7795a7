"""Whose figures: a company, a rep, a rep with everybody below, a team, a territory; all of it, or what one channel has of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

KINDS = ("company", "reports", "rep", "team", "territory")
# what may narrow a scope: the field that holds the records chosen
NARROWED_BY: Mapping[str, str] = MappingProxyType({
    "channel": "channel_ids", "category": "category_ids", "customer": "partner_ids", "segment": "segment_ids"})


@dataclass(frozen=True)
class Scope:
    """What the queries restrict to; None does not restrict.

    :param rep_ids: whose credits, visits and commissions; ``user_ids``: whose opportunities, calls and meetings
    :param members: the representatives whose own activities and targets belong to it
    :param channel_ids: narrowed to what came by a channel; ``category_ids``: to products of it and below; ``partner_ids``: to a customer;
        ``segment_ids``: to customers who are of a segment today
    """

    kind: str
    id: int
    company_id: int
    rep_ids: tuple[int, ...] | None = None
    user_ids: tuple[int, ...] | None = None
    team_id: int | None = None
    territory_ids: tuple[int, ...] | None = None
    members: tuple[int, ...] = ()
    member_user_ids: tuple[int, ...] = ()
    channel_ids: tuple[int, ...] | None = None
    category_ids: tuple[int, ...] | None = None
    partner_ids: tuple[int, ...] | None = None
    segment_ids: tuple[int, ...] | None = None

    @property
    def narrowed(self) -> frozenset[str]:
        """By what the scope is narrowed."""
        return frozenset(name for name, field in NARROWED_BY.items() if getattr(self, field) is not None)

    def without(self, name: str) -> "Scope":
        """Return the scope as it is without one of what narrows it."""
        return replace(self, **{NARROWED_BY[name]: None})
