"""What is tested of a quote, as it is: the value that is compared, stored with a decision and hashed."""

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from odoo.addons.sales_os.algorithms.discount.effective import LineTerms


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What the levels of one policy are held against.

    ``discount_percent`` and ``margin_percent`` take in the lines of quantity 0, the ``weighted_`` ones only what is sold.
    """

    discount_percent: Decimal
    margin_percent: Decimal | None
    amount: Decimal
    weighted_discount_percent: Decimal
    weighted_margin_percent: Decimal | None
    list_amount: Decimal
    given_amount: Decimal


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """One line as it was tested; ``cost_unit`` is the frozen cost, of use only for the same product and unit."""

    product: Hashable
    unit: Hashable
    quantity: Decimal
    net_amount: Decimal
    percent: Decimal
    margin_percent: Decimal | None
    cost_unit: Decimal
    standing: bool
    policy: Hashable | None


@dataclass(frozen=True, kw_only=True)
class QuoteFacts:
    """A quote's terms. Keys of ``groups`` are policies: each holds the lines it governs.

    ``findings`` are the codes of what else of the quote needs an approval, sorted.
    """

    customer: Hashable
    company: Hashable
    currency: Hashable
    payment_term: Hashable | None
    payment_days: Decimal
    early_discount_percent: Decimal
    prepayment_percent: Decimal
    groups: Mapping[Hashable, Measured]
    lines: Mapping[Hashable, LineFacts] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


def with_cost(line: LineTerms, *, quantity: Decimal, cost_unit: Decimal) -> LineTerms:
    """``line`` at another unit cost."""
    return LineTerms(
        key=line.key, list_amount=line.list_amount, net_amount=line.net_amount, cost_amount=cost_unit * quantity,
        percent=line.percent, margin_percent=line.margin_percent, standing=line.standing)


def _plain(value):
    if isinstance(value, Decimal):
        # 10.50 and 10.5 are the same
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return list(value) if isinstance(value, tuple) else value


def facts_to_json(facts: QuoteFacts) -> dict:
    """``facts`` as a structure of JSON: decimals as text, keys as text."""
    return _plain(facts)


def _key(text):
    return int(text) if text.lstrip("-").isdigit() else text


def _decimal(value):
    return None if value is None else Decimal(value)


def facts_from_json(data: Mapping) -> QuoteFacts:
    """The inverse of :func:`facts_to_json`; keys of digits become numbers again."""
    groups = {_key(key): Measured(**{name: _decimal(value) for name, value in group.items()}) for key, group in data["groups"].items()}
    lines = {}
    for key, line in data["lines"].items():
        decimals = {name: _decimal(line[name]) for name in ("quantity", "net_amount", "percent", "margin_percent", "cost_unit")}
        lines[_key(key)] = LineFacts(**{**line, **decimals})
    return QuoteFacts(**{
        **data, "groups": groups, "lines": lines, "findings": tuple(data.get("findings", ())),
        **{name: Decimal(data[name]) for name in ("payment_days", "early_discount_percent", "prepayment_percent")},
    })


def fingerprint(facts: QuoteFacts) -> str:
    """SHA-256 of the canonical JSON of ``facts``."""
    return fingerprint_of_json(facts_to_json(facts))


def fingerprint_of_json(data: Mapping) -> str:
    """The same of what :func:`facts_to_json` made of them."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
