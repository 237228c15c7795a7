"""/discount-approvals: ask, read, decide, and confirm what was approved."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Id, Moment, Money, Page, QueryId, Ref, Text
from .quote_values import QuoteOut
from .quotes import confirm
from .unchangeable import refuse_changes

router = APIRouter(prefix="/discount-approvals", tags=["Discount approvals"])

MODEL = "sales_os.discount.approval"
State = Literal["requested", "approved", "refused", "outdated", "cancelled"]


class StepOut(BaseModel):
    sequence: int
    policy: str
    level: str
    approver: str
    decision: str
    decided_by: str | None
    decided_on: Moment | None
    comment: str | None
    because: str | None
    tested_discount_percent: float
    deadline: Moment | None


class ApprovalOut(BaseModel):
    id: int
    state: State
    quote: Ref
    partner: Ref | None
    requester: Ref
    requested_on: Moment
    reason: str
    because: str | None
    discount_percent: float
    untaxed: Money
    decided_on: Moment | None
    waits_for_me: bool
    steps: list[StepOut]

    @classmethod
    def of(cls, approval):
        return cls(
            id=approval.id,
            state=approval.state,
            quote=Ref(id=approval.order_id.id, name=approval.order_name or ""),
            partner=Ref.of(approval.partner_id),
            requester=Ref.of(approval.requester_id),
            requested_on=approval.requested_on,
            reason=approval.reason or "",
            because=approval.because or None,
            discount_percent=round(approval.discount_percent, 2),
            untaxed=Money.of(approval.amount_untaxed, approval.currency_id),
            decided_on=approval.decided_on or None,
            waits_for_me=approval.is_mine,
            steps=[_step(step) for step in approval.step_ids],
        )


def _step(step):
    return StepOut(
        sequence=step.sequence,
        policy=step.policy or "",
        level=step.level or "",
        approver=step.approver or "",
        decision=step.decision,
        decided_by=step.decided_by or None,
        decided_on=step.decided_on or None,
        comment=step.comment or None,
        because=step.because or None,
        tested_discount_percent=round(step.tested_discount_percent, 2),
        deadline=step.deadline or None,
    )


class RequestIn(Body):
    quote_id: Id
    reason: Text = Field(min_length=1, description="Why the customer should get these terms.", examples=["Ten machines, first order."])


class DecisionIn(Body):
    decision: Literal["approve", "refuse"]
    comment: Text | None = Field(None, description="Needed to refuse.")


class Filters(PageQuery):
    state: State | None = None
    quote_id: QueryId | None = None
    waits_for_me: bool | None = None


refuse_changes(router, "/{record_id}", "An approval is history: decide it by POST …/submit, or change the quote and ask again.")


@router.get("", summary="List discount approvals")
async def list_approvals(env: Env, filters: Annotated[Filters, Query()]) -> Page[ApprovalOut]:
    domain = Domain.TRUE
    if filters.state:
        domain &= Domain("state", "=", filters.state)
    if filters.quote_id:
        domain &= Domain("order_id", "=", filters.quote_id)
    if filters.waits_for_me is not None:
        domain &= Domain("is_mine", "=", filters.waits_for_me)
    return page_of(env[MODEL], domain, filters, make=ApprovalOut.of)


@router.post("", status_code=201, summary="Ask for an approval")
async def request_approval(env: Env, body: RequestIn) -> ApprovalOut:
    order = linked(env, "sale.order", body.quote_id, "quote_id")
    with told_as_conflict():
        ids = order.action_request_approval(body.reason)
    return ApprovalOut.of(env[MODEL].browse(ids))


@router.get("/{approval_id}", summary="Read an approval")
async def read_approval(env: Env, approval_id: RecordId) -> ApprovalOut:
    return ApprovalOut.of(visible(env, MODEL, approval_id))


@router.post("/{approval_id}/submit", summary="Approve or refuse")
async def decide(env: Env, approval_id: RecordId, body: DecisionIn) -> ApprovalOut:
    """Decide the steps that wait for the key's owner; nobody decides what they asked for themselves."""
    approval = visible(env, MODEL, approval_id)
    with told_as_conflict():
        if body.decision == "approve":
            approval.action_approve(body.comment or "")
        else:
            approval.action_refuse(body.comment or "")
    return ApprovalOut.of(approval)


@router.post("/{approval_id}/post", summary="Confirm the approved quote")
async def confirm_approved(env: Env, approval_id: RecordId) -> QuoteOut:
    """409 `approval-required` while it is not approved. Calling again changes nothing."""
    order = visible(env, "sale.order", visible(env, MODEL, approval_id).order_id.id)
    if order.state != "sale":
        confirm(order)
    return QuoteOut.of(order)
