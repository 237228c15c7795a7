"""/targets."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Id, Page, Price, QueryDay, QueryId, Ref, Text

router = APIRouter(prefix="/targets", tags=["Targets"])

MODEL = "sales_os.target"
Scope = Literal["rep", "team", "territory", "channel", "category", "customer"]
Metric = Literal["revenue", "margin", "units", "orders", "new_customers", "visits"]
Period = Literal["month", "quarter", "year"]
State = Literal["draft", "submitted", "approved"]
OF_SCOPE = {
    "rep": ("rep_id", "sales_os.rep"), "team": ("team_id", "crm.team"), "territory": ("territory_id", "sales_os.territory"),
    "channel": ("channel_id", "sales_os.channel"), "category": ("category_id", "product.category"),
    "customer": ("partner_id", "res.partner"),
}  # fmt: skip


class TargetOut(BaseModel):
    id: int
    name: str
    state: State
    scope: Scope
    of: Ref
    metric: Metric
    period: Period
    date_start: str
    date_end: str
    amount: float = Field(description="In the company's currency, or a number.")
    currency: str
    achieved: float
    attainment_percent: float
    part_of: int | None
    note: str | None

    @classmethod
    def made_of(cls, target):
        return cls(
            id=target.id,
            name=target.name,
            state=target.state,
            scope=target.scope,
            of=Ref.of(target[OF_SCOPE[target.scope][0]]),
            metric=target.metric,
            period=target.period,
            date_start=str(target.date_start),
            date_end=str(target.date_end),
            amount=target.amount,
            currency=target.currency_id.name,
            achieved=round(target.achieved, 2),
            attainment_percent=round(target.attainment_percent, 1),
            part_of=target.parent_id.id or None,
            note=target.note or None,
        )


class TargetIn(Body):
    scope: Scope = "rep"
    of_id: Id = Field(description="The representative, team, territory, channel, category or customer.")
    metric: Metric = "revenue"
    period: Period = "month"
    date_start: Day = Field(description="Any day of the period.")
    amount: Price = Field(examples=[50000])
    parent_id: Id | None = None
    note: Text | None = None


class TargetUpdate(Body):
    amount: Price | None = None
    note: Text | None = None


class Filters(PageQuery):
    scope: Scope | None = None
    rep_id: QueryId | None = None
    metric: Metric | None = None
    period: Period | None = None
    state: State | None = None
    date: QueryDay | None = Field(None, description="Targets of the periods that hold this day.")


@router.get("", summary="List targets")
async def list_targets(env: Env, filters: Annotated[Filters, Query()]) -> Page[TargetOut]:
    names = {"scope", "rep_id", "metric", "period", "state"}
    domain = Domain.AND(Domain(name, "=", value) for name, value in filters.model_dump(include=names).items() if value)
    if filters.date:
        domain &= Domain("date_start", "<=", filters.date) & Domain("date_end", ">=", filters.date)
    return page_of(env[MODEL], domain, filters, make=TargetOut.made_of)


@router.post("", status_code=201, summary="Create a target")
async def create_target(env: Env, body: TargetIn) -> TargetOut:
    """Managers, for those below them."""
    field, model = OF_SCOPE[body.scope]
    linked(env, model, body.of_id, "of_id")
    linked(env, MODEL, body.parent_id, "parent_id")
    values = body.model_dump(mode="json", exclude_none=True, exclude={"of_id"})
    return TargetOut.made_of(env[MODEL].create({**values, field: body.of_id}))


@router.get("/{target_id}", summary="Read a target")
async def read_target(env: Env, target_id: RecordId) -> TargetOut:
    return TargetOut.made_of(visible(env, MODEL, target_id))


@router.patch("/{target_id}", summary="Change a target")
async def update_target(env: Env, target_id: RecordId, body: TargetUpdate) -> TargetOut:
    target = visible(env, MODEL, target_id)
    with told_as_conflict():
        target.write(body.model_dump(exclude_none=True))
    return TargetOut.made_of(target)


@router.post("/{target_id}/submit", summary="Submit a target and its parts")
async def submit_target(env: Env, target_id: RecordId) -> TargetOut:
    target = visible(env, MODEL, target_id)
    with told_as_conflict():
        target.action_submit()
    return TargetOut.made_of(target)


@router.post("/{target_id}/post", summary="Approve a target and its parts")
async def approve_target(env: Env, target_id: RecordId) -> TargetOut:
    """By somebody above whoever answers for it."""
    target = visible(env, MODEL, target_id)
    with told_as_conflict():
        target.action_approve()
    return TargetOut.made_of(target)
