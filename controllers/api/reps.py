"""/sales-reps/list and /sales-reps/create."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, status
from pydantic import BaseModel, Field

from odoo.fields import Domain

from .caller import Env, linked
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Id, Line, Page, Place, QueryId, Ref

router = APIRouter(prefix="/sales-reps", tags=["Sales representatives"])

Kind = Literal["field", "inside", "agent"]
Role = Literal["owner", "overlay", "backup"]


class HeldTerritory(BaseModel):
    territory: Ref
    role: Role
    date_start: str = Field(examples=["2026-01-01"])
    date_end: str | None


class Today(BaseModel):
    state: str = Field(description="What the day looks like now.", examples=["on_visit"])
    visits: int
    visits_done: int


class RepOut(BaseModel):
    id: int
    name: str
    code: str
    kind: Kind
    email: str | None
    phone: str | None
    active: bool
    user: Ref | None
    manager: Ref | None
    start: Place | None
    territories: list[HeldTerritory]
    today: Today

    @classmethod
    def of(cls, rep):
        return cls(
            id=rep.id,
            name=rep.name or "",
            code=rep.code or "",
            kind=rep.kind,
            email=rep.email or None,
            phone=rep.phone or None,
            active=rep.active,
            user=Ref.of(rep.user_id),
            manager=Ref.of(rep.parent_id),
            start=Place.of(rep.start_latitude, rep.start_longitude),
            territories=[
                HeldTerritory(
                    territory=Ref.of(held.territory_id),
                    role=held.role,
                    date_start=str(held.date_start),
                    date_end=str(held.date_end) if held.date_end else None,
                )
                for held in rep.territory_assignment_ids
                if held.state != "past"
            ],
            today=Today(state=rep.state, visits=rep.visit_today_count, visits_done=rep.visit_done_today_count),
        )


class TerritoryToHold(Body):
    territory_id: Id
    role: Role = "owner"
    date_start: Day


class RepIn(Body):
    name: Line = Field(examples=["Ada Field"])
    kind: Kind = "field"
    email: Line | None = None
    code: Line | None = None
    manager_id: Id | None = Field(None, description="The representative above.")
    user_id: Id | None = Field(None, description="The login; without one the representative is an external agent or gets one later.")
    start: Place | None = Field(None, description="Where routes start and end.")
    calendar_id: Id | None = Field(None, description="Working hours.")
    territories: list[TerritoryToHold] = Field([], max_length=50)


class Filters(PageQuery):
    q: str | None = Field(None, max_length=100, pattern=r"^[^\x00]*$", description="Part of a name or code.")
    kind: Kind | None = None
    territory_id: QueryId | None = Field(None, description="Who holds it, or one below it, today.")
    manager_id: QueryId | None = Field(None, description="All below this representative.")
    active: bool = True


@router.get("/list", summary="List representatives")
async def list_reps(env: Env, filters: Annotated[Filters, Query()]) -> Page[RepOut]:
    """Representatives the caller may see, each with the territories held now or later and the state of today's work."""
    domain = Domain("active", "=", filters.active)
    if filters.q:
        domain &= Domain("name", "ilike", filters.q) | Domain("code", "ilike", filters.q)
    if filters.kind:
        domain &= Domain("kind", "=", filters.kind)
    if filters.territory_id:
        held = [("territory_id", "child_of", filters.territory_id), ("state", "=", "current")]
        domain &= Domain("territory_assignment_ids", "any", held)
    if filters.manager_id:
        domain &= Domain("id", "child_of", filters.manager_id) & Domain("id", "!=", filters.manager_id)
    return page_of(env["sales_os.rep"], domain, filters, make=RepOut.of)


@router.post("/create", status_code=status.HTTP_201_CREATED, summary="Create a representative")
async def create_rep(env: Env, body: RepIn) -> RepOut:
    """Make a representative with a contact and, where given, the territories to hold. Administrators only."""
    for index, held in enumerate(body.territories):
        linked(env, "sales_os.territory", held.territory_id, f"territories.{index}.territory_id")
    values = {
        "name": body.name,
        "kind": body.kind,
        "email": body.email or False,
        "code": body.code or False,
        "manager_id": linked(env, "sales_os.rep", body.manager_id, "manager_id").id,
        "user_id": linked(env, "res.users", body.user_id, "user_id").id,
        "calendar_id": linked(env, "resource.calendar", body.calendar_id, "calendar_id").id,
        "territories": [
            {"territory_id": held.territory_id, "role": held.role, "date_start": str(held.date_start)} for held in body.territories
        ],
    }
    if body.start:
        values.update(latitude=body.start.latitude, longitude=body.start.longitude)
    return RepOut.of(env["sales_os.rep"].browse(env["sales_os.rep"].record(values)["id"]))
