"""/sales-reps/visit and /visits."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from odoo import fields
from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Id, Latitude, Line, Longitude, Moment, MomentIn, Page, QueryDay, QueryId, Ref, Text, Uuid

router = APIRouter(tags=["Visits"])

State = Literal["planned", "in_progress", "done", "missed", "cancelled"]
NoteKind = Literal["general", "need", "objection", "competitor", "stock", "price"]


COLUMNS = (
    "client_uuid", "state", "rep_id", "partner_id", "type_id", "subject", "date_start", "date_stop", "planned_minutes", "checked_in",
    "checked_out", "location_state", "check_in_distance_m", "outcome_id", "next_action_date", "territory_id", "note_ids",
)  # fmt: skip
LINKS = {"type_id": ("code",), "outcome_id": ("code",), "note_ids": ("kind", "body", "has_photo", "has_signature", "signed_by")}
NAMED = ("rep_id", "territory_id")  # a customer's name is made of most of its columns


class NoteOut(BaseModel):
    id: int
    kind: NoteKind
    body: str
    has_photo: bool
    has_signature: bool
    signed_by: str | None


class VisitOut(BaseModel):
    id: int
    client_uuid: str | None
    state: State
    rep: Ref
    partner: Ref
    type: str = Field(description="Code of the visit type.", examples=["sales_call"])
    subject: str | None
    date_start: Moment
    date_stop: Moment | None
    planned_minutes: int
    checked_in: Moment | None
    checked_out: Moment | None
    location_state: Literal["on_site", "far", "unknown"] | None
    distance_m: int | None
    outcome: str | None = Field(description="Code of the outcome.")
    next_action_date: str | None
    territory: Ref | None
    notes: list[NoteOut]

    @classmethod
    def of(cls, visit):
        named = visit.sudo()  # sudo: for the names of its links alone, as Odoo's own read() gives them
        return cls(
            id=visit.id,
            client_uuid=visit.client_uuid or None,
            state=visit.state,
            rep=Ref.of(named.rep_id),
            partner=Ref.of(named.partner_id),
            type=visit.type_id.code,
            subject=visit.subject or None,
            date_start=visit.date_start,
            date_stop=visit.date_stop or None,
            planned_minutes=visit.planned_minutes,
            checked_in=visit.checked_in or None,
            checked_out=visit.checked_out or None,
            location_state=visit.location_state or None,
            distance_m=round(visit.check_in_distance_m) if visit.location_state in ("on_site", "far") else None,
            outcome=visit.outcome_id.code or None,
            next_action_date=str(visit.next_action_date) if visit.next_action_date else None,
            territory=Ref.of(named.territory_id),
            notes=[
                NoteOut(
                    id=note.id, kind=note.kind, body=note.body or "", has_photo=note.has_photo, has_signature=note.has_signature,
                    signed_by=note.signed_by or None,
                )
                for note in visit.note_ids
            ],
        )  # fmt: skip


class NoteIn(Body):
    kind: NoteKind = "general"
    body: Text = Field(min_length=1, examples=["Wants to see the new model in spring."])
    signed_by: Line | None = None
    client_uuid: Uuid | None = Field(None, description="Keeps a repeated call from writing the note twice.")


class CheckIn(Body):
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    accuracy_m: float | None = Field(None, ge=0, le=100_000)
    far_reason: Line | None = Field(None, description="Needed when the position is far from the customer.")


class CheckOut(Body):
    outcome: Line | None = Field(None, description="Code of the outcome.", examples=["interested"])
    next_action_date: Day | None = None


class VisitIn(Body):
    client_uuid: Uuid = Field(description="The caller's own name of the visit: a repeat finds it.", examples=["c1a7f0de-0001"])
    rep_id: Id
    partner_id: Id
    type: Line | None = Field(None, description="Code of the visit type; without one the usual type.")
    date_start: MomentIn = Field(examples=["2026-11-30T09:00:00Z"])
    subject: Line | None = None
    planned_minutes: Annotated[int, Field(strict=True, ge=5, le=1440)] | None = None
    check_in: CheckIn | None = Field(None, description="Begin the visit now, at this position.")
    check_out: CheckOut | None = Field(None, description="End the visit now.")
    outcome: Line | None = Field(None, description="Short for `check_out.outcome`.")
    notes: list[NoteIn] = Field([], max_length=50)


class VisitUpdate(Body):
    date_start: MomentIn | None = Field(None, description="Moves a planned visit.")
    subject: Line | None = None
    planned_minutes: Annotated[int, Field(strict=True, ge=5, le=1440)] | None = None


class Filters(PageQuery):
    rep_id: QueryId | None = None
    partner_id: QueryId | None = None
    state: State | None = None
    date_from: QueryDay | None = Field(None, description="First day, by the representative's clock.")
    date_to: QueryDay | None = None


def visit_values(body):
    """A `VisitIn` as `record_call` takes it."""
    values = body.model_dump(exclude_none=True, exclude={"outcome", "date_start"})
    values["date_start"] = fields.Datetime.to_string(body.date_start)
    if body.outcome:
        values["check_out"] = {"outcome": body.outcome, **values.get("check_out", {})}
    if "next_action_date" in values.get("check_out", {}):
        values["check_out"]["next_action_date"] = str(values["check_out"]["next_action_date"])
    return values


@router.post("/sales-reps/visit", status_code=201, summary="Record a visit", responses={200: {"model": VisitOut}})
async def record_visit(env: Env, body: VisitIn, response: Response) -> VisitOut:
    """Plan, begin, note and end a visit in one call. A repeat with the same `client_uuid` answers 200 with the same visit."""
    linked(env, "sales_os.rep", body.rep_id, "rep_id")
    linked(env, "res.partner", body.partner_id, "partner_id")
    made = env["sales_os.visit"].record_call(visit_values(body))
    response.status_code = 201 if made["created"] else 200
    return VisitOut.of(env["sales_os.visit"].browse(made["id"]))


@router.get("/visits", summary="List visits")
async def list_visits(env: Env, filters: Annotated[Filters, Query()]) -> Page[VisitOut]:
    domain = Domain.AND(
        Domain(name, "=", value) for name, value in filters.model_dump(include={"rep_id", "partner_id", "state"}).items() if value
    )
    if filters.date_from:
        domain &= Domain("date_local", ">=", filters.date_from)
    if filters.date_to:
        domain &= Domain("date_local", "<=", filters.date_to)
    return page_of(env["sales_os.visit"], domain, filters, make=VisitOut.of, fetch=COLUMNS, links=LINKS, named=NAMED)


@router.post("/visits", status_code=201, summary="Create a visit", responses={200: {"model": VisitOut}})
async def create_visit(env: Env, body: VisitIn, response: Response) -> VisitOut:
    """The same as `/sales-reps/visit`."""
    return await record_visit(env, body, response)


@router.get("/visits/{visit_id}", summary="Read a visit")
async def read_visit(env: Env, visit_id: RecordId) -> VisitOut:
    return VisitOut.of(visible(env, "sales_os.visit", visit_id))


@router.patch("/visits/{visit_id}", summary="Move or rename a visit")
async def update_visit(env: Env, visit_id: RecordId, body: VisitUpdate) -> VisitOut:
    visit = visible(env, "sales_os.visit", visit_id)
    with told_as_conflict():
        changes = body.model_dump(exclude_none=True, include={"subject", "planned_minutes"})
        if changes:
            visit.write(changes)
        if body.date_start:
            visit.action_reschedule(fields.Datetime.to_string(body.date_start))
    return VisitOut.of(visit)


@router.post("/visits/{visit_id}/submit", summary="Begin a visit (check in)")
async def submit_visit(env: Env, visit_id: RecordId, body: CheckIn) -> VisitOut:
    """Calling again changes nothing. With a position far from the customer a `far_reason` may be needed."""
    visit = visible(env, "sales_os.visit", visit_id)
    with told_as_conflict():
        visit.action_check_in(**body.model_dump(exclude_none=True))
    return VisitOut.of(visit)


@router.post("/visits/{visit_id}/post", summary="End a visit (check out)")
async def post_visit(env: Env, visit_id: RecordId, body: CheckOut) -> VisitOut:
    """Calling again changes nothing."""
    visit = visible(env, "sales_os.visit", visit_id)
    visit._read_outcome(body.outcome)  # an unknown one is faulty input, whatever the state
    with told_as_conflict():
        visit.action_check_out(
            outcome=body.outcome or False, next_action_date=str(body.next_action_date) if body.next_action_date else False
        )
    return VisitOut.of(visit)
