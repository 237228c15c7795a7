"""What the sync door tells of each kind of record, and what it takes in."""

from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, Field, ValidationError, create_model

from .plain_values import Body, Id, Line, MomentIn, Money, Place, Ref, Text, Uuid
from .quote_values import QuoteIn, QuoteOut
from .route_plans import PlanOut
from .visits import CheckIn, CheckOut, NoteIn, VisitIn, VisitOut


class VisitTypeOut(BaseModel):
    code: str
    name: str
    minutes: int
    needs_note: bool
    needs_photo: bool
    needs_signature: bool
    needs_outcome: bool

    @classmethod
    def of(cls, kind):
        return cls(**{name: kind[name] for name in cls.model_fields})


class VisitOutcomeOut(BaseModel):
    code: str
    name: str
    is_positive: bool
    next_action_days: int

    @classmethod
    def of(cls, outcome):
        return cls(**{name: outcome[name] for name in cls.model_fields})


class ProductOut(BaseModel):
    name: str
    code: str | None = Field(description="Internal reference: what a quote's line may name the product by.")
    barcode: str | None
    unit: str
    list_price: Money = Field(description="Without the customer's price list, by which the server prices a quote.")

    @classmethod
    def of(cls, product):
        return cls(
            name=product.display_name,
            code=product.default_code or None,
            barcode=product.barcode or None,
            unit=product.uom_id.name or "",
            list_price=Money.of(product.lst_price, product.currency_id),
        )


class CustomerOut(BaseModel):
    name: str
    reference: str | None
    is_company: bool
    phone: str | None
    email: str | None
    street: str | None
    zip: str | None
    city: str | None
    country: str | None = Field(description="ISO 3166 code.")
    place: Place | None
    territory: Ref | None
    cadence: Ref | None
    last_visit_date: str | None
    due_date: str | None = Field(description="When the next visit is due by the cadence.")

    @classmethod
    def of(cls, partner):
        last, due = partner.sales_os_last_visit_date, partner.sales_os_next_visit_date
        return cls(
            name=partner.name or "",
            reference=partner.ref or None,
            is_company=partner.is_company,
            phone=partner.phone or None,
            email=partner.email or None,
            street=", ".join(filter(None, (partner.street, partner.street2))) or None,
            zip=partner.zip or None,
            city=partner.city or None,
            country=partner.country_id.code or None,
            place=Place.of(partner.partner_latitude, partner.partner_longitude),
            territory=Ref.of(partner.sales_os_territory_id),
            cadence=Ref.of(partner.sales_os_cadence_id),
            last_visit_date=str(last) if last else None,
            due_date=str(due) if due else None,
        )


KINDS = {
    "visit_types": VisitTypeOut,
    "visit_outcomes": VisitOutcomeOut,
    "products": ProductOut,
    "customers": CustomerOut,
    "visits": VisitOut,
    "route_plans": PlanOut,
    "quotes": QuoteOut,
}
KindName = Literal[tuple(KINDS)]
CHANGES = tuple(
    create_model(
        shape.__name__.removesuffix("Out") + "Change",
        kind=(Literal[name], ...),
        id=(int, ...),
        version=(str, Field(description="Equal contents have equal versions.", examples=["9f2c4a1b7d3e5f60"])),
        values=(shape, ...),
    )
    for name, shape in KINDS.items()
)
Change = Annotated[Union[CHANGES], Field(discriminator="kind")]


class OfVisit(Body):
    visit_id: Id | None = Field(None, description="Either this…")
    visit_uuid: Uuid | None = Field(None, description="…or the `client_uuid` of a visit, which may stand earlier in the same upload.")


class CheckInItem(OfVisit, CheckIn):
    """Begin a visit."""


class CheckOutItem(OfVisit, CheckOut):
    """End a visit."""


class NoteItem(OfVisit, NoteIn):
    """Write a note to a visit."""


class RescheduleItem(OfVisit):
    """Move a visit."""

    date_start: MomentIn
    reason: Line | None = None


class CancelItem(OfVisit):
    """Call a visit off."""

    reason: Text = Field(min_length=1)


ITEMS = {
    "visit": VisitIn,
    "visit_check_in": CheckInItem,
    "visit_check_out": CheckOutItem,
    "visit_note": NoteItem,
    "visit_reschedule": RescheduleItem,
    "visit_cancel": CancelItem,
    "quote": QuoteIn,
}
NAMED_BY_ITEM = ("visit", "visit_note", "quote")


def read_values(kind: str, uuid: str, values: dict[str, Any]) -> BaseModel:
    """The body of an item, checked as the same call of REST would check it.

    :raise ValueError: what is wrong and where, in words
    """
    # XML-RPC sends False where JSON leaves a value out
    given = {name: value for name, value in values.items() if value is not None and value is not False}
    if kind in NAMED_BY_ITEM:
        given["client_uuid"] = uuid
    try:
        return ITEMS[kind].model_validate(given)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'values'}: {fault['msg']}" for fault in error.errors())
        raise ValueError("; ".join(list(faults)[:5])) from error
