"""/forecasts: work out, read, annotate, submit, and decide. Nobody types one: they follow from deals and history."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator

from odoo.fields import Domain

from .caller import Env, RecordId, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Line, Money, Page, Price, QueryDay, QueryId, Ref, Text

router = APIRouter(prefix="/forecasts", tags=["Forecasts"])

MODEL = "sales_os.forecast"
State = Literal["draft", "submitted", "adjusted", "approved"]


class ForecastOut(BaseModel):
    id: int
    name: str
    state: State
    period: Literal["month", "quarter"]
    date_start: str
    date_end: str
    scope: str = Field(description="company, rep, team, territory or category.")
    rep: Ref | None
    team: Ref | None
    territory: Ref | None
    category: str = Field(examples=["commit"])
    method: str = Field(examples=["weighted"])
    is_recommended: bool
    calculated: Money
    low: Money | None
    high: Money | None
    submitted: Money
    adjusted: Money | None
    effective: Money = Field(description="What counts: adjusted, else submitted, else calculated.")
    won: Money
    actual: Money
    deals: int
    note: str | None
    adjust_note: str | None

    @classmethod
    def of(cls, forecast):
        def money(amount):
            return Money.of(amount, forecast.currency_id)

        return cls(
            id=forecast.id,
            name=forecast.display_name or "",
            state=forecast.state,
            period=forecast.period_kind,
            date_start=str(forecast.date_start),
            date_end=str(forecast.date_end),
            scope=forecast.scope_kind,
            rep=Ref.of(forecast.rep_id),
            team=Ref.of(forecast.team_id),
            territory=Ref.of(forecast.territory_id),
            category=forecast.category,
            method=forecast.method,
            is_recommended=forecast.is_recommended,
            calculated=money(forecast.amount),
            low=money(forecast.low_amount) if forecast.has_interval else None,
            high=money(forecast.high_amount) if forecast.has_interval else None,
            submitted=money(forecast.submitted_amount),
            adjusted=money(forecast.adjusted_amount) if forecast.is_adjusted else None,
            effective=money(forecast.effective_amount),
            won=money(forecast.won_amount),
            actual=money(forecast.actual_amount),
            deals=forecast.deal_count,
            note=forecast.note or None,
            adjust_note=forecast.adjust_note or None,
        )


class ForecastsIn(Body):
    period: Literal["month", "quarter"] = "month"
    date: Day = Field(description="Any day of the period, which is not over.", examples=["2026-11-30"])


class ForecastUpdate(Body):
    note: Line = Field(description="What the manager should know.")


class PromiseIn(Body):
    amount: Price | None = Field(None, description="Instead of what was typed or calculated.")


class DecisionIn(Body):
    amount: Price | None = Field(None, description="Another figure in place of the submitted one; without it, it is approved.")
    note: Text | None = Field(None, description="Why; needed with an amount.")

    @model_validator(mode="after")
    def _amount_has_reason(self):
        if self.amount is not None and not (self.note or "").strip():
            raise ValueError("an amount needs a note that says why")
        return self


class Filters(PageQuery):
    period: Literal["month", "quarter"] | None = None
    date: QueryDay | None = Field(None, description="Forecasts of the periods that hold this day.")
    scope: Literal["company", "rep", "team", "territory", "category"] | None = None
    rep_id: QueryId | None = None
    territory_id: QueryId | None = None
    category: str | None = Field(None, max_length=30, pattern="^[a-z_]+$")
    method: str | None = Field(None, max_length=30, pattern="^[a-z_]+$")
    state: State | None = None


@router.post("", status_code=201, summary="Work out the forecasts of a period")
async def make_forecasts(env: Env, body: ForecastsIn) -> Page[ForecastOut]:
    """Managers. What was submitted or decided stays. The answer is the first page of `GET /forecasts` for this period and day."""
    env["sales_os.forecast.prepare"].create(
        {"period_kind": body.period, "date": body.date, "with_recommendation": False}
    ).action_prepare()
    return await list_forecasts(env, Filters(period=body.period, date=body.date))


@router.get("", summary="List forecasts")
async def list_forecasts(env: Env, filters: Annotated[Filters, Query()]) -> Page[ForecastOut]:
    columns = {"period": "period_kind", "scope": "scope_kind"}
    names = {"period", "scope", "rep_id", "territory_id", "category", "method", "state"}
    given = filters.model_dump(include=names).items()
    domain = Domain.AND(Domain(columns.get(name, name), "=", value) for name, value in given if value)
    if filters.date:
        domain &= Domain("date_start", "<=", filters.date) & Domain("date_end", ">=", filters.date)
    return page_of(env[MODEL], domain, filters, make=ForecastOut.of)


@router.get("/{forecast_id}", summary="Read a forecast")
async def read_forecast(env: Env, forecast_id: RecordId) -> ForecastOut:
    return ForecastOut.of(visible(env, MODEL, forecast_id))


@router.patch("/{forecast_id}", summary="Annotate a forecast")
async def update_forecast(env: Env, forecast_id: RecordId, body: ForecastUpdate) -> ForecastOut:
    forecast = visible(env, MODEL, forecast_id)
    with told_as_conflict():
        forecast.write({"note": body.note})
    return ForecastOut.of(forecast)


@router.post("/{forecast_id}/submit", summary="Promise a figure")
async def submit_forecast(env: Env, forecast_id: RecordId, body: PromiseIn) -> ForecastOut:
    forecast = visible(env, MODEL, forecast_id)
    with told_as_conflict():
        forecast.action_submit(amount=False if body.amount is None else body.amount)
    return ForecastOut.of(forecast)


@router.post("/{forecast_id}/post", summary="Approve a forecast, or adjust it")
async def decide_forecast(env: Env, forecast_id: RecordId, body: DecisionIn) -> ForecastOut:
    """By a manager above, never for the own figure."""
    forecast = visible(env, MODEL, forecast_id)
    with told_as_conflict():
        if body.amount is None:
            forecast.action_approve()
        else:
            forecast.action_adjust(body.amount, body.note)
    return ForecastOut.of(forecast)
