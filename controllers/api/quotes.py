"""/sales-reps/quote and /quotes."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Line, Page, QueryDay, QueryId, Text
from .problem import Conflict
from .quote_values import ApprovalState, QuoteIn, QuoteOut, approval_of

router = APIRouter(tags=["Quotes"])

REPORT = "sales_os.report_quote"
IS_QUOTE = Domain("state", "in", ("draft", "sent", "cancel"))


class Filters(PageQuery):
    partner_id: QueryId | None = None
    state: Literal["draft", "sent", "cancel"] | None = None
    approval: ApprovalState | None = None
    date_from: QueryDay | None = None
    date_to: QueryDay | None = None


class QuoteUpdate(Body):
    validity_date: Day | None = None
    client_order_ref: Line | None = Field(None, description="The customer's own number.")


class RequestIn(Body):
    reason: Text | None = Field(None, description="Why the customer should get these terms; needed when an approval is.")


def record_quote(env, body):
    """The quote of a body and whether it was made now."""
    linked(env, "sales_os.rep", body.rep_id, "rep_id")
    linked(env, "res.partner", body.partner_id, "partner_id")
    linked(env, "sales_os.visit", body.visit_id, "visit_id")
    made = env["sale.order"].record_quote(body.model_dump(mode="json", exclude_none=True))
    return env["sale.order"].browse(made["id"]), made["created"]


def confirm(order):
    """Make a quote an order, or tell which approval is missing."""
    try:
        with told_as_conflict():
            order.action_confirm()
    except Conflict as conflict:
        if order.sales_os_approval_state not in ("not_needed", "approved"):
            approval = approval_of(order)
            raise Conflict(conflict.detail, "approval-required", approval=approval.model_dump(mode="json")) from conflict
        raise


@router.post("/sales-reps/quote", status_code=201, summary="Make a quote", responses={200: {"model": QuoteOut}})
async def make_quote(env: Env, body: QuoteIn, response: Response) -> QuoteOut:
    """Price the lines by the customer's price list and say whether an approval is needed, and why.

    A repeat with the same `client_uuid` answers 200 with the same quote.
    """
    order, is_new = record_quote(env, body)
    response.status_code = 201 if is_new else 200
    return QuoteOut.of(order)


@router.get("/quotes", summary="List quotes")
async def list_quotes(env: Env, filters: Annotated[Filters, Query()]) -> Page[QuoteOut]:
    return page_of(env["sale.order"], IS_QUOTE & domain_of(filters), filters, make=QuoteOut.of)


def domain_of(filters):
    """The filters of quotes and of orders: the latter have fewer."""
    columns = {"partner_id": "partner_id", "state": "state", "approval": "sales_os_approval_state"}
    given = {column: getattr(filters, name, None) for name, column in columns.items()}
    domain = Domain.AND(Domain(column, "=", value) for column, value in given.items() if value)
    if filters.date_from:
        domain &= Domain("date_order", ">=", filters.date_from)
    if filters.date_to:
        domain &= Domain("date_order", "<", f"{filters.date_to} 23:59:59")
    return domain


@router.post("/quotes", status_code=201, summary="Create a quote", responses={200: {"model": QuoteOut}})
async def create_quote(env: Env, body: QuoteIn, response: Response) -> QuoteOut:
    """The same as `/sales-reps/quote`."""
    return await make_quote(env, body, response)


@router.get("/quotes/{quote_id}", summary="Read a quote")
async def read_quote(env: Env, quote_id: RecordId) -> QuoteOut:
    return QuoteOut.of(visible(env, "sale.order", quote_id))


@router.get(
    "/quotes/{quote_id}/pdf", summary="The quote as PDF", response_class=Response, responses={200: {"content": {"application/pdf": {}}}}
)
async def print_quote(env: Env, quote_id: RecordId):
    """Refused with 409 while an approval is missing and printing waits for it."""
    order = visible(env, "sale.order", quote_id)
    with told_as_conflict():
        content, kind = env["ir.actions.report"]._render_qweb_pdf(REPORT, order.ids)
    return Response(content, media_type="application/pdf" if kind == "pdf" else "text/html")


@router.patch("/quotes/{quote_id}", summary="Change a quote")
async def update_quote(env: Env, quote_id: RecordId, body: QuoteUpdate) -> QuoteOut:
    order = visible(env, "sale.order", quote_id)
    with told_as_conflict():
        order.write(body.model_dump(mode="json", exclude_none=True))
    return QuoteOut.of(order)


@router.post("/quotes/{quote_id}/submit", summary="Ask for approval, or mark as sent")
async def submit_quote(env: Env, quote_id: RecordId, body: RequestIn) -> QuoteOut:
    """A quote that needs an approval asks for it, with the reason; any other is marked as sent to the customer."""
    order = visible(env, "sale.order", quote_id)
    with told_as_conflict():
        if order.sales_os_approval_state in ("needed", "refused", "outdated"):
            order.action_request_approval(body.reason or "")
        elif order.state == "draft":
            order.action_quotation_sent()
    return QuoteOut.of(order)


@router.post("/quotes/{quote_id}/post", summary="Confirm a quote")
async def post_quote(env: Env, quote_id: RecordId) -> QuoteOut:
    """Make it an order; 409 `approval-required` with the steps while an approval is missing. Calling again changes nothing."""
    order = visible(env, "sale.order", quote_id)
    if order.state != "sale":
        confirm(order)
    return QuoteOut.of(order)
