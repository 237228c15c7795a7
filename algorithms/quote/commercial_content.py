"""What a quote offers, as a value: two quotes offer the same exactly when their content has the same hash.

Hashed is what the customer agrees to: who buys, in which currency, on which payment terms, what at which price, and the
text of the terms. Not hashed is what may change without touching the agreement:

* the order of the lines (a line says itself which section it belongs to);
* names that only describe a key (a product or a payment term that is renamed later is still the same one);
* the validity (an offer that was accepted in time stays accepted; prolonging one changes nothing in it);
* cost and margin, which the customer never sees, and the number by which a line is known in earlier revisions.

Numbers are decimals of at most six places, so that a value read from the database, an import or a form hashes alike.
"""

import hashlib
import json
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal("0.000001")
# part of what is hashed: a later form of the canonical text never meets a hash of this one
FORM = 1


def exact(value: float | int | str | Decimal) -> Decimal:
    """Return the number as a decimal of six places, half away from zero, without a negative zero."""
    return Decimal(str(value)).quantize(PLACES, ROUND_HALF_UP) + 0


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One line of the offer; ``kind`` is product, section, subsection or note.

    :param key: the line's record, opaque
    :param lineage: what the line is known by in all revisions of the quote, opaque
    :param section: titles of the section and subsection that the line stands in
    :param cost_amount: cost of the whole line, None where it must not be seen
    """

    key: Hashable
    kind: str = "product"
    product: int | None = None
    description: str = ""
    quantity: Decimal = Decimal(0)
    uom: int | None = None
    uom_name: str = ""
    unit_price: Decimal = Decimal(0)
    discount_percent: Decimal = Decimal(0)
    taxes: tuple[int, ...] = ()
    tax_names: tuple[str, ...] = ()
    subtotal: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    is_optional: bool = False
    section: tuple[str, ...] = ()
    lineage: Hashable = None
    cost_amount: Decimal | None = None

    @property
    def margin(self) -> Decimal | None:
        return None if self.cost_amount is None else self.subtotal - self.cost_amount

    @property
    def title(self) -> str:
        """The first line of the description."""
        return self.description.split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class CommercialContent:
    """The whole offer.

    :param extras: further agreed terms as (name, text), for instance a chosen financing
    """

    customer: int | None = None
    customer_name: str = ""
    currency: str = ""
    payment_term: int | None = None
    payment_term_name: str = ""
    prepayment_percent: Decimal = Decimal(0)
    lines: tuple[ContentLine, ...] = ()
    untaxed: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    terms: str = ""
    validity: date | None = None
    extras: tuple[tuple[str, str], ...] = ()

    @property
    def margin(self) -> Decimal | None:
        """Sum of the lines' margins, None when any must not be seen."""
        margins = [line.margin for line in self.lines if line.kind == "product"]
        return None if None in margins else sum(margins, Decimal(0))


def _number(value: Decimal) -> str:
    return format(exact(value).normalize(), "f")


def _line_facts(line: ContentLine) -> list:
    return [
        line.kind, line.product, line.description, _number(line.quantity), line.uom, _number(line.unit_price),
        _number(line.discount_percent), sorted(line.taxes), _number(line.subtotal), _number(line.total), line.is_optional,
        list(line.section),
    ]


def canonical_text(content: CommercialContent) -> str:
    """Return the one text that stands for all that is agreed; equal texts mean equal offers."""
    lines = sorted(json.dumps(_line_facts(line), ensure_ascii=False, separators=(",", ":")) for line in content.lines)
    facts = {
        "form": FORM,
        "customer": content.customer,
        "currency": content.currency,
        "payment_term": content.payment_term,
        "prepayment_percent": _number(content.prepayment_percent),
        "lines": [json.loads(line) for line in lines],
        "untaxed": _number(content.untaxed),
        "tax": _number(content.tax),
        "total": _number(content.total),
        "terms": content.terms,
        "extras": sorted(map(list, content.extras)),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_hash(text: str) -> str:
    """Return the hex SHA-256 of a canonical text that was kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def content_hash(content: CommercialContent) -> str:
    """Return the hex SHA-256 of the canonical text."""
    return text_hash(canonical_text(content))
