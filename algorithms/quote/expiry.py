"""Which quotes are reminded of their expiry, and which have expired.

The last day of validity still counts. A quote is reminded once for each day of expiry it ever had: who prolongs it is
reminded again. A signed quote was accepted in time, and one with a payment on its way may be: neither is reminded nor closed.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class OpenQuote:
    """A quote that was sent and waits for its answer."""

    key: Hashable
    validity: date | None
    reminded_for: date | None = None
    is_signed: bool = False
    is_being_paid: bool = False


def is_expired(*, validity: date | None, today: date) -> bool:
    """Whether the last day of validity is over; a quote without one never expires."""
    return validity is not None and validity < today


def to_remind(quotes: Iterable[OpenQuote], *, today: date, days: int) -> list[Hashable]:
    """Return the keys of quotes that expire within ``days`` and were not reminded of that day; ``days`` 0 reminds nobody."""
    if days <= 0:
        return []
    last = today + timedelta(days=days)
    return [
        quote.key for quote in quotes
        if quote.validity is not None and today <= quote.validity <= last and quote.reminded_for != quote.validity
        and not quote.is_signed and not quote.is_being_paid
    ]


def to_close(quotes: Iterable[OpenQuote], *, today: date) -> list[Hashable]:
    """Return the keys of quotes that have expired and may be closed."""
    return [
        quote.key for quote in quotes
        if is_expired(validity=quote.validity, today=today) and not quote.is_signed and not quote.is_being_paid
    ]
