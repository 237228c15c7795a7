"""/sales-reps/route-plan and /route-plans."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Id, Moment, Page, QueryDay, QueryId, Ref

router = APIRouter(tags=["Route plans"])

State = Literal["draft", "optimized", "confirmed", "done"]
Objective = Literal["time", "distance", "value"]
Seed = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]


class StopOut(BaseModel):
    id: int
    partner: Ref
    visit_id: int | None
    date: str | None
    position: int
    arrival: Moment | None
    departure: Moment | None
    travel_km: float
    travel_minutes: int
    wait_minutes: int
    locked: bool
    reason: str | None = Field(description="Why this customer is in the plan.")


class LeftOut(BaseModel):
    id: int
    partner: Ref
    reason_code: str
    reason: str


class PlanOut(BaseModel):
    id: int
    state: State
    rep: Ref
    date_start: str
    date_end: str
    objective: Objective
    seed: int
    total_km: float
    total_minutes: int
    baseline_km: float
    saved_km: float
    note: str | None
    stops: list[StopOut]
    unplanned: list[LeftOut]

    @classmethod
    def of(cls, plan):
        return cls(
            id=plan.id,
            state=plan.state,
            rep=Ref.of(plan.rep_id),
            date_start=str(plan.date_start),
            date_end=str(plan.date_end),
            objective=plan.objective,
            seed=plan.seed,
            total_km=plan.total_km,
            total_minutes=plan.total_minutes,
            baseline_km=plan.baseline_km,
            saved_km=plan.saved_km,
            note=plan.note or None,
            stops=[_stop(stop) for stop in plan.stop_ids],
            unplanned=[
                LeftOut(id=left.id, partner=Ref.of(left.partner_id), reason_code=left.reason_code, reason=left.reason_text)
                for left in plan.unplanned_ids
            ],
        )


def _stop(stop):
    return StopOut(
        id=stop.id,
        partner=Ref.of(stop.partner_id),
        visit_id=stop.visit_id.id or None,
        date=str(stop.date) if stop.date else None,
        position=stop.position,
        arrival=stop.arrival or None,
        departure=stop.departure or None,
        travel_km=stop.travel_km,
        travel_minutes=stop.travel_minutes,
        wait_minutes=stop.wait_minutes,
        locked=stop.locked,
        reason=stop.reason or None,
    )


class LockedStop(Body):
    partner_id: Id
    date: Day


class PlanIn(Body):
    rep_id: Id
    date_start: Day = Field(examples=["2026-11-30"])
    date_end: Day | None = None
    partner_ids: Annotated[list[Id], Field(max_length=200)] | Literal["due"] = Field(
        "due", description='Whom to visit: ids, or "due" for the customers that are due.', examples=["due"]
    )
    objective: Objective = "time"
    seed: Seed = Field(1, description="The same plan with the same seed gives the same result.")
    locked: list[LockedStop] = Field([], max_length=200, description="Customers that stay on their day and place.")


class PlanUpdate(Body):
    date_start: Day | None = None
    date_end: Day | None = None
    objective: Objective | None = None
    seed: Seed | None = None


class Filters(PageQuery):
    rep_id: QueryId | None = None
    state: State | None = None
    date_from: QueryDay | None = None
    date_to: QueryDay | None = None


@router.post("/sales-reps/route-plan", status_code=201, summary="Plan a route")
async def make_plan(env: Env, body: PlanIn) -> PlanOut:
    """Make a plan, find the best order, and say what did not fit and why."""
    linked(env, "sales_os.rep", body.rep_id, "rep_id")
    for index, partner_id in enumerate(body.partner_ids if body.partner_ids != "due" else []):
        linked(env, "res.partner", partner_id, f"partner_ids.{index}")
    values = body.model_dump(mode="json", exclude_none=True)
    return PlanOut.of(env["sales_os.route.plan"].browse(env["sales_os.route.plan"].record(values)["id"]))


@router.get("/route-plans", summary="List route plans")
async def list_plans(env: Env, filters: Annotated[Filters, Query()]) -> Page[PlanOut]:
    domain = Domain.AND(Domain(name, "=", value) for name, value in filters.model_dump(include={"rep_id", "state"}).items() if value)
    if filters.date_from:
        domain &= Domain("date_end", ">=", filters.date_from)
    if filters.date_to:
        domain &= Domain("date_start", "<=", filters.date_to)
    return page_of(env["sales_os.route.plan"], domain, filters, make=PlanOut.of)


@router.post("/route-plans", status_code=201, summary="Create a route plan")
async def create_plan(env: Env, body: PlanIn) -> PlanOut:
    """The same as `/sales-reps/route-plan`."""
    return await make_plan(env, body)


@router.get("/route-plans/{plan_id}", summary="Read a route plan")
async def read_plan(env: Env, plan_id: RecordId) -> PlanOut:
    return PlanOut.of(visible(env, "sales_os.route.plan", plan_id))


@router.patch("/route-plans/{plan_id}", summary="Change a route plan")
async def update_plan(env: Env, plan_id: RecordId, body: PlanUpdate) -> PlanOut:
    plan = visible(env, "sales_os.route.plan", plan_id)
    with told_as_conflict():
        plan.write(body.model_dump(mode="json", exclude_none=True))
    return PlanOut.of(plan)


@router.post("/route-plans/{plan_id}/submit", summary="Optimise a route plan")
async def submit_plan(env: Env, plan_id: RecordId) -> PlanOut:
    """Find order and times anew. The same question with the same seed gets the same answer."""
    plan = visible(env, "sales_os.route.plan", plan_id)
    with told_as_conflict():
        plan.action_optimize()
    return PlanOut.of(plan)


@router.post("/route-plans/{plan_id}/post", summary="Confirm a route plan")
async def post_plan(env: Env, plan_id: RecordId) -> PlanOut:
    """Make or move the visits."""
    plan = visible(env, "sales_os.route.plan", plan_id)
    with told_as_conflict():
        plan.action_confirm()
    return PlanOut.of(plan)
