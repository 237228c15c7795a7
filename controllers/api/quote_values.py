"""How quotes and orders look from outside, and what makes one."""

from typing import Literal

from pydantic import BaseModel, Field

from .plain_values import Body, Day, Id, Line, Moment, Money, Percent, Price, Quantity, Ref, Uuid

ApprovalState = Literal["not_needed", "needed", "requested", "approved", "refused", "outdated"]


class ApprovalStep(BaseModel):
    level: str
    policy: str
    approver: str
    decision: str
    because: str | None


class ApprovalOfQuote(BaseModel):
    state: ApprovalState
    reasons: list[str] = Field(description="What goes beyond which limit.")
    approvers: str | None = Field(description="Who is asked, or would be.")
    approval_id: int | None
    steps: list[ApprovalStep]


class QuoteLine(BaseModel):
    id: int
    product: Ref | None
    name: str
    quantity: float
    price_unit: Money
    discount_percent: float
    subtotal: Money


class QuoteOut(BaseModel):
    id: int
    name: str
    client_uuid: str | None
    state: Literal["draft", "sent", "sale", "cancel"]
    revision: int
    partner: Ref
    salesperson: Ref | None
    territory: Ref | None
    date_order: Moment | None
    validity_date: str | None
    lines: list[QuoteLine]
    untaxed: Money
    tax: Money
    total: Money
    effective_discount_percent: float
    approval: ApprovalOfQuote
    pdf: str = Field(description="Where the PDF is, with the same key.", examples=["/api/v1/quotes/42/pdf"])

    @classmethod
    def of(cls, order):
        currency = order.currency_id
        return cls(
            id=order.id,
            name=order.name,
            client_uuid=order.sales_os_client_uuid or None,
            state=order.state,
            revision=order.sales_os_revision,
            partner=Ref.of(order.partner_id),
            salesperson=Ref.of(order.user_id),
            territory=Ref.of(order.sales_os_territory_id),
            date_order=order.date_order or None,
            validity_date=str(order.validity_date) if order.validity_date else None,
            lines=[_line(line, currency) for line in order.order_line if not line.display_type],
            untaxed=Money.of(order.amount_untaxed, currency),
            tax=Money.of(order.amount_tax, currency),
            total=Money.of(order.amount_total, currency),
            effective_discount_percent=round(order.sales_os_effective_discount_percent, 2),
            approval=approval_of(order),
            pdf=f"/api/v1/quotes/{order.id}/pdf",
        )


def _line(line, currency):
    return QuoteLine(
        id=line.id,
        product=Ref.of(line.product_id),
        name=line.name or "",
        quantity=line.product_uom_qty,
        price_unit=Money.of(line.price_unit, currency),
        discount_percent=line.discount,
        subtotal=Money.of(line.price_subtotal, currency),
    )


def approval_of(order):
    reason = order.sales_os_approval_reason or ""
    steps = order.sales_os_approval_id.step_ids if order.sales_os_approval_state in ("requested", "approved", "refused") else ()
    return ApprovalOfQuote(
        state=order.sales_os_approval_state or "not_needed",
        reasons=[line.strip() for line in reason.splitlines() if line.strip()],
        approvers=order.sales_os_approvers or None,
        approval_id=order.sales_os_approval_id.id or None,
        steps=[
            ApprovalStep(
                level=step.level or "", policy=step.policy or "", approver=step.approver or "", decision=step.decision,
                because=step.because or None,
            )
            for step in steps
        ],
    )  # fmt: skip


class LineIn(Body):
    product: Id | Line = Field(description="Id, or internal reference.", examples=["FURN_7800"])
    quantity: Quantity = 1.0
    price_unit: Price | None = Field(None, description="Instead of the price of the customer's price list.")
    discount_percent: Percent | None = None


class QuoteIn(Body):
    client_uuid: Uuid = Field(description="The caller's own name of the quote: a repeat finds it.", examples=["quote-2026-0001"])
    rep_id: Id
    partner_id: Id
    visit_id: Id | None = None
    lines: list[LineIn] = Field(min_length=1, max_length=200)
    validity_date: Day | None = None
