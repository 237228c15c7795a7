"""Whose figures: a company, a rep, a rep with everybody below, a team, a territory."""

from dataclasses import dataclass

KINDS = ("company", "reports", "rep", "team", "territory")


@dataclass(frozen=True)
class Scope:
    """What the queries restrict to; None does not restrict.

    :param rep_ids: whose credits, visits and commissions; ``user_ids``: whose opportunities, calls and meetings
    :param members: the representatives whose own activities and targets belong to it
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
