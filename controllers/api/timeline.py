"""/sales-reps/pipeline-activity."""

from datetime import UTC
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from odoo import fields

from .caller import Env
from .plain_values import Moment, Money, QueryDay, QueryId, Ref

router = APIRouter(prefix="/sales-reps", tags=["Activity"])


class Happening(BaseModel):
    moment: Moment
    kind: Literal["stage_move", "visit", "call", "quote", "order"]
    id: int
    title: str
    detail: str = Field(description="The state, the stages, or what was said.")
    partner: Ref | None
    rep_id: int | None
    amount: Money | None


class Timeline(BaseModel):
    items: list[Happening]
    is_complete: bool = Field(description="False when there is more than `limit`: ask for fewer days.")


@router.get("/pipeline-activity", summary="What happened, as one timeline")
async def pipeline_activity(
    env: Env,
    date_from: Annotated[QueryDay, Query(examples=["2026-11-01"])],
    date_to: Annotated[QueryDay, Query(examples=["2026-11-30"], description="At most a year after the first day.")],
    rep_id: QueryId | None = None,
    territory_id: Annotated[QueryId | None, Query(description="With all territories below.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Timeline:
    """Stage moves, visits, calls, quotes and orders that the caller may see, the newest first."""
    rows = env["sales_os.rep"].pipeline_activity(
        date_from.isoformat(), date_to.isoformat(), rep_id=rep_id or False, territory_id=territory_id or False, limit=limit + 1
    )
    return Timeline(items=[_happening(row) for row in rows[:limit]], is_complete=len(rows) <= limit)


def _happening(row):
    return Happening(
        moment=fields.Datetime.to_datetime(row["moment"]).replace(tzinfo=UTC),
        kind=row["kind"],
        id=row["id"],
        title=row["title"],
        detail=row["detail"],
        partner=Ref(id=row["partner_id"], name=row["partner"]) if row["partner_id"] else None,
        rep_id=row["rep_id"] or None,
        amount=Money(amount=row["amount"], currency=row["currency"]) if row["currency"] else None,
    )
