"""/territories: read, make, change, preview and assign."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Flag, Id, Line, Page, QueryId, Ref, Text
from .reps import Role

router = APIRouter(prefix="/territories", tags=["Territories"])

MODEL = "sales_os.territory"
MOST_CUSTOMERS = 5_000


class HolderOut(BaseModel):
    rep: Ref
    role: Role
    date_start: str
    date_end: str | None


class TerritoryOut(BaseModel):
    id: int
    name: str
    code: str
    parent: Ref | None
    active: bool
    color: int
    customers: int
    rules: int
    reps: list[HolderOut]

    @classmethod
    def values(cls, territory):
        return {
            "id": territory.id,
            "name": territory.name,
            "code": territory.code,
            "parent": Ref.of(territory.parent_id),
            "active": territory.active,
            "color": territory.color,
            "customers": territory.partner_count,
            "rules": len(territory.rule_ids),
            "reps": [
                HolderOut(
                    rep=Ref.of(held.rep_id), role=held.role, date_start=str(held.date_start),
                    date_end=str(held.date_end) if held.date_end else None,
                )
                for held in territory.assignment_ids
                if held.state != "past"
            ],
        }  # fmt: skip

    @classmethod
    def of(cls, territory):
        return cls(**cls.values(territory))


class TerritoryDetail(TerritoryOut):
    polygon: str | None = Field(description="The outline as GeoJSON text.")

    @classmethod
    def of(cls, territory):
        return cls(**cls.values(territory), polygon=territory.polygon or None)


class TerritoryIn(Body):
    name: Line = Field(examples=["North"])
    code: Line | None = None
    parent_id: Id | None = None
    color: Annotated[int, Field(strict=True, ge=0, le=11)] | None = None
    polygon: Annotated[Text, Field(max_length=500_000)] | None = Field(None, description="GeoJSON: Polygon or MultiPolygon.")
    zip_patterns: Line | None = Field(None, description="Makes one rule: 75001, 75*, 75001-75020.", examples=["75*"])
    owner_id: Id | None = Field(None, description="The representative who owns it.")
    owner_from: Day | None = Field(None, description="From this day; from today without it.")


class TerritoryUpdate(Body):
    name: Line | None = None
    code: Line | None = None
    parent_id: Id | None = None
    color: Annotated[int, Field(strict=True, ge=0, le=11)] | None = None
    polygon: Annotated[Text, Field(max_length=500_000)] | None = None
    active: Flag | None = None


class Moves(BaseModel):
    checked: int = Field(description="Customers of this territory that were looked at.")
    moved: int = Field(description="How many of them the rules in force put elsewhere.")
    locked: int = Field(description="How many stay because they are locked.")


class Filters(PageQuery):
    q: str | None = Field(None, max_length=100, pattern=r"^[^\x00]*$", description="Part of a name or code.")
    parent_id: QueryId | None = Field(None, description="With all territories below.")
    active: bool = True


@router.get("", summary="List territories")
async def list_territories(env: Env, filters: Annotated[Filters, Query()]) -> Page[TerritoryOut]:
    domain = Domain("active", "=", filters.active)
    if filters.q:
        domain &= Domain("name", "ilike", filters.q) | Domain("code", "ilike", filters.q)
    if filters.parent_id:
        domain &= Domain("id", "child_of", filters.parent_id)
    return page_of(env[MODEL], domain, filters, make=TerritoryOut.of)


@router.post("", status_code=201, summary="Create a territory")
async def create_territory(env: Env, body: TerritoryIn) -> TerritoryDetail:
    """Administrators only."""
    linked(env, MODEL, body.parent_id, "parent_id")
    linked(env, "sales_os.rep", body.owner_id, "owner_id")
    values = body.model_dump(exclude_none=True, exclude={"zip_patterns", "owner_id", "owner_from"})
    if body.zip_patterns:
        values["rule_ids"] = [(0, 0, {"zip_patterns": body.zip_patterns})]
    if body.owner_id:
        held = {"rep_id": body.owner_id, "role": "owner", "date_start": str(body.owner_from) if body.owner_from else None}
        values["assignment_ids"] = [(0, 0, {name: value for name, value in held.items() if value})]
    return TerritoryDetail.of(env[MODEL].create(values))


@router.get("/{territory_id}", summary="Read a territory")
async def read_territory(env: Env, territory_id: RecordId) -> TerritoryDetail:
    return TerritoryDetail.of(visible(env, MODEL, territory_id, archived=True))


@router.patch("/{territory_id}", summary="Change a territory")
async def update_territory(env: Env, territory_id: RecordId, body: TerritoryUpdate) -> TerritoryDetail:
    """Administrators only."""
    territory = visible(env, MODEL, territory_id, archived=True)
    linked(env, MODEL, body.parent_id, "parent_id")
    territory.write(body.model_dump(exclude_unset=True, exclude_none=True))
    return TerritoryDetail.of(territory)


@router.post("/{territory_id}/submit", summary="What assigning would move")
async def preview(env: Env, territory_id: RecordId) -> Moves:
    """Count the customers of the territory that the rules in force would put elsewhere; nothing is changed."""
    territory = visible(env, MODEL, territory_id)
    partners = env["res.partner"].search([("sales_os_territory_id", "=", territory.id)], limit=MOST_CUSTOMERS)
    locked = partners.filtered("sales_os_territory_locked")
    found = env[MODEL].resolve((partners - locked).ids)
    moved = [partner_id for partner_id, answer in found.items() if answer["territory_id"] != territory.id]
    return Moves(checked=len(partners), moved=len(moved), locked=len(locked))


@router.post("/{territory_id}/post", summary="Assign the customers of a territory anew")
async def assign(env: Env, territory_id: RecordId) -> Moves:
    """Put the customers of the territory where the rules in force say; locked ones stay. Administrators only."""
    territory = visible(env, MODEL, territory_id)
    partners = env["res.partner"].search([("sales_os_territory_id", "=", territory.id)], limit=MOST_CUSTOMERS)
    if not partners:
        env[MODEL].check_access("write")
        return Moves(checked=0, moved=0, locked=0)
    with told_as_conflict():
        done = env[MODEL].action_assign(partners.ids)
    return Moves(**{name: done[name] for name in ("checked", "moved", "locked")})
