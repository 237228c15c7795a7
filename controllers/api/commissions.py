"""/sales-reps/commissions and /commission-statements."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Day, Id, Moment, Money, Page, QueryId, Ref
from .unchangeable import refuse_changes

router = APIRouter(tags=["Commissions"])

MODEL = "sales_os.commission.statement"
OPEN_ENTRIES = 200
State = Literal["draft", "submitted", "approved", "paid"]
Period = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$", examples=["2026-11"])]


class EntryOut(BaseModel):
    id: int
    date: str
    kind: Literal["earned", "clawback", "override", "adjustment", "cap", "draw"]
    state: Literal["provisional", "earned", "settled"]
    order: Ref | None
    partner: Ref | None
    amount: Money
    trace: list[str] = Field(description="The calculation, a step a line: the sale first, the commission last.")

    @classmethod
    def of(cls, entry):
        return cls(
            id=entry.id,
            date=str(entry.date),
            kind=entry.kind,
            state=entry.state,
            order=Ref.of(entry.order_id),
            partner=Ref.of(entry.partner_id),
            amount=Money.of(entry.amount, entry.currency_id),
            trace=(entry.trace_text or "").splitlines(),
        )


class StatementOut(BaseModel):
    id: int
    name: str
    state: State
    rep: Ref
    date_start: str
    date_end: str
    amount: Money
    earned: Money
    overrides: Money
    clawed_back: Money
    adjustments: Money
    paid: Money
    submitted_on: Moment | None
    approved_on: Moment | None
    entry_count: int

    @classmethod
    def values(cls, statement):
        currency = statement.currency_id
        return {
            "id": statement.id,
            "name": statement.name,
            "state": statement.state,
            "rep": Ref.of(statement.rep_id),
            "date_start": str(statement.date_start),
            "date_end": str(statement.date_end),
            "amount": Money.of(statement.amount, currency),
            "earned": Money.of(statement.earned_amount, currency),
            "overrides": Money.of(statement.override_amount, currency),
            "clawed_back": Money.of(statement.clawback_amount, currency),
            "adjustments": Money.of(statement.adjustment_amount, currency),
            "paid": Money.of(statement.paid_amount, currency),
            "submitted_on": statement.submitted_on or None,
            "approved_on": statement.approved_on or None,
            "entry_count": statement.entry_count,
        }

    @classmethod
    def of(cls, statement):
        return cls(**cls.values(statement))


class StatementDetail(StatementOut):
    entries: list[EntryOut]

    @classmethod
    def of(cls, statement):
        return cls(**cls.values(statement), entries=[EntryOut.of(entry) for entry in statement.entry_ids])


class CommissionsOut(Page[StatementDetail]):
    open_entries: list[EntryOut] = Field(description="The newest lines of the ledger that stand on no statement yet (first page only).")


class Prepared(BaseModel):
    statements: list[StatementOut]
    entries: int = Field(description="How many lines were put on statements.")


class PrepareIn(Body):
    date: Day | None = Field(None, description="Statements up to the period of this day; today without one.")
    rep_ids: list[Id] | None = Field(None, max_length=500)


class Filters(PageQuery):
    rep_id: QueryId | None = None
    state: State | None = None
    period: Period | None = Field(None, description="A month; the statements that touch it.")


class CommissionFilters(Filters):
    limit: int = Field(12, ge=1, le=50, description="Statements a page.")


def statements_domain(filters):
    rep_id, state, period = filters.rep_id, filters.state, filters.period
    domain = Domain.TRUE
    if rep_id:
        domain &= Domain("rep_id", "=", rep_id)
    if state:
        domain &= Domain("state", "=", state)
    if period:
        first = f"{period}-01"
        year, month = int(period[:4]), int(period[5:])
        following = f"{year + month // 12}-{month % 12 + 1:02}-01"
        domain &= Domain("date_end", ">=", first) & Domain("date_start", "<", following)
    return domain


@router.get("/sales-reps/commissions", summary="Commissions with their calculation")
async def commissions(env: Env, filters: Annotated[CommissionFilters, Query()]) -> CommissionsOut:
    """Statements with the lines of the ledger on them, each with its calculation, and the lines that stand on none yet."""
    page = page_of(env[MODEL], statements_domain(filters), filters, make=StatementDetail.of)
    loose = env["sales_os.commission.entry"]
    if not filters.cursor and not filters.state:
        domain = Domain("statement_id", "=", False)
        if filters.rep_id:
            domain &= Domain("rep_id", "=", filters.rep_id)
        loose = loose.search(domain, order="id desc", limit=OPEN_ENTRIES)
    return CommissionsOut(**dict(page), open_entries=[EntryOut.of(entry) for entry in loose])


refuse_changes(
    router, "/commission-statements/{record_id}",
    "A statement says what the ledger holds: correct a sale or its credit, or adjust the commission, and prepare it again.",
)  # fmt: skip


@router.get("/commission-statements", summary="List commission statements")
async def list_statements(env: Env, filters: Annotated[Filters, Query()]) -> Page[StatementOut]:
    return page_of(env[MODEL], statements_domain(filters), filters, make=StatementOut.of)


@router.post("/commission-statements", status_code=201, summary="Prepare commission statements")
async def prepare_statements(env: Env, body: PrepareIn) -> Prepared:
    """Put what the ledger holds on statements. Managers, for the representatives below them."""
    for index, rep_id in enumerate(body.rep_ids or []):
        linked(env, "sales_os.rep", rep_id, f"rep_ids.{index}", archived=True)
    made = env[MODEL].action_prepare(date=str(body.date) if body.date else False, rep_ids=body.rep_ids or False)
    statements = env[MODEL].search([("id", "in", made["statements"])])
    return Prepared(statements=[StatementOut.of(statement) for statement in statements], entries=made["entries"])


@router.get("/commission-statements/{statement_id}", summary="Read a commission statement")
async def read_statement(env: Env, statement_id: RecordId) -> StatementDetail:
    return StatementDetail.of(visible(env, MODEL, statement_id))


@router.post("/commission-statements/{statement_id}/submit", summary="Submit a commission statement")
async def submit_statement(env: Env, statement_id: RecordId) -> StatementOut:
    """Close it and tell the representative."""
    statement = visible(env, MODEL, statement_id)
    with told_as_conflict():
        statement.action_submit()
    return StatementOut.of(statement)


@router.post("/commission-statements/{statement_id}/post", summary="Approve a commission statement")
async def approve_statement(env: Env, statement_id: RecordId) -> StatementOut:
    """Release it for payment; a manager above the representative, never the representative."""
    statement = visible(env, MODEL, statement_id)
    with told_as_conflict():
        statement.action_approve()
    return StatementOut.of(statement)
