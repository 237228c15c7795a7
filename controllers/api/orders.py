"""/sales-reps/order and /orders."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from odoo.fields import Domain

from .caller import Env, RecordId, linked, visible
from .conflicts import told_as_conflict
from .pages import PageQuery, page_of
from .plain_values import Body, Id, Line, Page, QueryDay, QueryId
from .quote_values import QuoteIn, QuoteOut
from .quotes import confirm, domain_of, record_quote

router = APIRouter(tags=["Orders"])


class OrderOut(QuoteOut):
    invoice_status: str
    delivery_status: str | None

    @classmethod
    def of(cls, order):
        quote = QuoteOut.of(order)
        delivery = order.delivery_status if "delivery_status" in order._fields else None
        return cls(**dict(quote), invoice_status=order.invoice_status, delivery_status=delivery or None)


class OfQuote(Body):
    quote_id: Id = Field(description="The quote that becomes an order.")


class Filters(PageQuery):
    partner_id: QueryId | None = None
    date_from: QueryDay | None = None
    date_to: QueryDay | None = None


class OrderUpdate(Body):
    client_order_ref: Line = Field(description="The customer's own number.")


@router.post("/sales-reps/order", status_code=201, summary="Make an order", responses={200: {"model": OrderOut}})
async def make_order(env: Env, body: OfQuote | QuoteIn, response: Response) -> OrderOut:
    """Confirm a quote, or make and confirm one; 409 `approval-required` with the steps asked, and then nothing is kept.

    A quote that is an order already answers 200.
    """
    if isinstance(body, OfQuote):
        order = linked(env, "sale.order", body.quote_id, "quote_id")
    else:
        order, _is_new = record_quote(env, body)
    response.status_code = 200 if order.state == "sale" else 201
    if order.state != "sale":
        confirm(order)
    return OrderOut.of(order)


@router.get("/orders", summary="List orders")
async def list_orders(env: Env, filters: Annotated[Filters, Query()]) -> Page[OrderOut]:
    return page_of(env["sale.order"], Domain("state", "=", "sale") & domain_of(filters), filters, make=OrderOut.of)


@router.post("/orders", status_code=201, summary="Create an order", responses={200: {"model": OrderOut}})
async def create_order(env: Env, body: OfQuote | QuoteIn, response: Response) -> OrderOut:
    """The same as `/sales-reps/order`."""
    return await make_order(env, body, response)


@router.get("/orders/{order_id}", summary="Read an order")
async def read_order(env: Env, order_id: RecordId) -> OrderOut:
    return OrderOut.of(visible(env, "sale.order", order_id))


@router.patch("/orders/{order_id}", summary="Change an order")
async def update_order(env: Env, order_id: RecordId, body: OrderUpdate) -> OrderOut:
    order = visible(env, "sale.order", order_id)
    with told_as_conflict():
        order.write({"client_order_ref": body.client_order_ref})
    return OrderOut.of(order)


@router.post("/orders/{order_id}/submit", summary="Confirm an order")
async def submit_order(env: Env, order_id: RecordId) -> OrderOut:
    """For one that is still a quote. Calling again changes nothing."""
    order = visible(env, "sale.order", order_id)
    if order.state != "sale":
        confirm(order)
    return OrderOut.of(order)


@router.post("/orders/{order_id}/post", summary="Make the draft invoice of an order")
async def post_order(env: Env, order_id: RecordId) -> OrderOut:
    """What can be invoiced goes into a draft invoice; posting it stays the accountants' work."""
    order = visible(env, "sale.order", order_id)
    with told_as_conflict():
        env["sale.advance.payment.inv"].create(
            {"advance_payment_method": "delivered", "sale_order_ids": [(6, 0, order.ids)]}
        ).create_invoices()
    return OrderOut.of(order)
