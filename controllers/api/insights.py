"""/insights and /sales-reps/ai/performance-insights."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, model_validator

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Id, Money, Page, QueryId, Ref

router = APIRouter(tags=["Insights"])

MODEL = "sales_os.insight"
KEY_FIGURES = ["revenue", "quota_attainment", "win_rate", "visits_done", "pipeline_value", "discount_avg"]
State = Literal["new", "acknowledged", "done", "dismissed"]
Severity = Literal["info", "warning", "critical"]


class InsightOut(BaseModel):
    id: int
    state: State
    kind: str = Field(examples=["stalled_deal"])
    severity: Severity
    score: float
    explanation: str
    evidence: list[str]
    suggested_action: str = Field(examples=["follow_up"])
    about: Ref
    about_model: str
    partner: Ref | None
    rep: Ref | None
    at_stake: Money
    found: str
    holds_until: str

    @classmethod
    def of(cls, insight):
        return cls(
            id=insight.id,
            state=insight.state,
            kind=insight.kind,
            severity=insight.severity,
            score=round(insight.score, 2),
            explanation=insight.explanation or "",
            evidence=[line.strip() for line in (insight.evidence or "").splitlines() if line.strip()],
            suggested_action=insight.suggested_action,
            about=Ref(id=insight.res_id, name=insight.record_name or ""),
            about_model=insight.res_model,
            partner=Ref.of(insight.partner_id),
            rep=Ref.of(insight.rep_id),
            at_stake=Money.of(insight.amount, insight.currency_id),
            found=str(insight.date_found),
            holds_until=str(insight.date_expires),
        )


class Figure(BaseModel):
    code: str
    name: str
    text: str
    value: float | None
    before: float | None = Field(description="In the period before.")
    is_better: Literal["yes", "no", "same", ""]


class PerformanceOut(BaseModel):
    scope: str
    date_from: str
    date_to: str
    figures: list[Figure]
    insights: list[InsightOut]


class PerformanceIn(Body):
    rep_id: Id | None = None
    team_id: Id | None = None
    territory_id: Id | None = None
    period: Annotated[str, Field(strict=True, pattern=r"^20\d\d-(0[1-9]|1[0-2])$", description="A month.", examples=["2026-11"])]

    @model_validator(mode="after")
    def _one_scope(self):
        if sum(value is not None for value in (self.rep_id, self.team_id, self.territory_id)) != 1:
            raise ValueError("give one of rep_id, team_id and territory_id")
        return self


class Outcome(Body):
    outcome: Literal["done", "dismissed"] = Field(description="done: it was useful; dismissed: it stays silent for a month.")


class Found(BaseModel):
    found: int = Field(description="How many there are now.")
    new: int
    updated: int = Field(description="Known, and still true.")
    closed: int = Field(description="Their cause is gone.")


class InsightUpdate(Body):
    state: Literal["acknowledged", "done", "dismissed"]


class Filters(PageQuery):
    state: State | None = None
    kind: str | None = Field(None, max_length=40, pattern="^[a-z_]+$")
    severity: Severity | None = None
    rep_id: QueryId | None = None
    partner_id: QueryId | None = None


@router.post("/sales-reps/ai/performance-insights", summary="How it goes, and what to do")
async def performance_insights(env: Env, body: PerformanceIn) -> PerformanceOut:
    """Key figures of the month against the month before, and the open insights, gravest first, with evidence and suggested action."""
    rep = linked(env, "sales_os.rep", body.rep_id, "rep_id")
    team = linked(env, "crm.team", body.team_id, "team_id")
    territory = linked(env, "sales_os.territory", body.territory_id, "territory_id")
    scope, record = ("rep", rep) if rep else ("team", team) if team else ("territory", territory)
    answer = env["sales_os.kpi"].figures(KEY_FIGURES, scope, record.id, f"{body.period}-01", False, "previous")
    of_scope = {
        "rep": Domain("rep_id", "=", rep.id), "team": Domain("rep_id.team_id", "=", team.id),
        "territory": Domain("partner_id.sales_os_territory_id", "child_of", territory.id),
    }[scope]  # fmt: skip
    found = env[MODEL].search(of_scope & Domain("state", "in", ("new", "acknowledged")), limit=100)
    return PerformanceOut(
        scope=answer["scope"]["name"] or "",
        date_from=answer["date_from"],
        date_to=answer["date_to"],
        figures=[
            Figure(
                **{name: figure[name] for name in ("code", "name", "text", "is_better")},
                value=None if figure["value"] is False else figure["value"],
                before=None if figure["before"] is False else figure["before"],
            )
            for figure in answer["figures"]
        ],
        insights=[InsightOut.of(insight) for insight in found],
    )


@router.get("/insights", summary="List insights")
async def list_insights(env: Env, filters: Annotated[Filters, Query()]) -> Page[InsightOut]:
    given = filters.model_dump(exclude={"limit", "cursor"}).items()
    return page_of(env[MODEL], Domain.AND(Domain(name, "=", value) for name, value in given if value), filters, make=InsightOut.of)


@router.post("/insights", status_code=201, summary="Look for insights now")
async def find_insights(env: Env) -> Found:
    """Instead of waiting for the night; administrators. They are found, never typed."""
    return Found(**env[MODEL].action_detect())


@router.patch("/insights/{insight_id}", summary="Acknowledge or close an insight")
async def update_insight(env: Env, insight_id: RecordId, body: InsightUpdate) -> InsightOut:
    """The same as its `/submit` and `/post`."""
    if body.state == "acknowledged":
        return await acknowledge(env, insight_id)
    return await close_insight(env, insight_id, Outcome(outcome=body.state))


@router.get("/insights/{insight_id}", summary="Read an insight")
async def read_insight(env: Env, insight_id: RecordId) -> InsightOut:
    return InsightOut.of(visible(env, MODEL, insight_id))


@router.post("/insights/{insight_id}/submit", summary="Acknowledge an insight")
async def acknowledge(env: Env, insight_id: RecordId) -> InsightOut:
    insight = visible(env, MODEL, insight_id)
    with told_as_conflict():
        insight.action_acknowledge()
    return InsightOut.of(insight)


@router.post("/insights/{insight_id}/post", summary="Close an insight")
async def close_insight(env: Env, insight_id: RecordId, body: Outcome) -> InsightOut:
    insight = visible(env, MODEL, insight_id)
    with told_as_conflict():
        if body.outcome == "done":
            insight.action_done()
        else:
            insight.action_dismiss()
    return InsightOut.of(insight)
