"""The kinds of value that go in and out: strict on the way in, plain on the way out."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

LARGEST_ID = 2**31 - 1
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


def _text_only(value):
    if not isinstance(value, str):
        raise ValueError("a text such as 2026-11-25 is needed")
    return value


def _near_day(value):
    if not FIRST_DAY <= (value.date() if isinstance(value, datetime) else value) <= LAST_DAY:
        raise ValueError(f"the day must lie between {FIRST_DAY} and {LAST_DAY}")
    return value


def _naive_utc(value):
    return _near_day(value).astimezone(UTC).replace(tzinfo=None)


# in
Id = Annotated[int, Field(strict=True, ge=1, le=LARGEST_ID)]
QueryId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Line = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(strict=True, max_length=10_000, pattern=r"^[^\x00]*$")]
Uuid = Annotated[str, StringConstraints(strict=True, min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
Day = Annotated[date, BeforeValidator(_text_only), AfterValidator(_near_day)]
QueryDay = Annotated[date, AfterValidator(_near_day)]
MomentIn = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_naive_utc)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Quantity = Annotated[float, Field(gt=0, le=1_000_000_000, allow_inf_nan=False)]
Price = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]


class Body(BaseModel):
    """A request's body: a name that is not foreseen is refused, so nothing can be smuggled in."""

    model_config = ConfigDict(extra="forbid")


# out
def _with_zone(value):
    return value.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


Moment = Annotated[datetime, PlainSerializer(_with_zone, return_type=str, when_used="json")]


class Ref(BaseModel):
    """Another record, by id, with the name a person reads."""

    id: int
    name: str

    @classmethod
    def of(cls, record):
        # sudo: a name as Odoo's own read() gives it with each link
        return cls(id=record.id, name=record.sudo().display_name or "") if record else None


class Money(BaseModel):
    """An amount as text, so that no client rounds it, with its currency (ISO 4217)."""

    amount: str = Field(pattern=r"^-?\d+(\.\d+)?$", examples=["1234.50"])
    currency: str = Field(examples=["EUR"])

    @classmethod
    def of(cls, amount, currency):
        places = currency.decimal_places
        return cls(amount=f"{Decimal(repr(currency.round(amount))):.{places}f}", currency=currency.name)


class Place(Body):
    """Degrees; north and east are positive."""

    latitude: Latitude
    longitude: Longitude

    @classmethod
    def of(cls, latitude, longitude):
        return cls(latitude=latitude, longitude=longitude) if latitude or longitude else None


Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")
    total: int = Field(description="How many there are in all pages.")
