"""What is wrong with a quote, and what that means: a company gives each check a level.

off        not looked at
warn       shown
approve    shown, and needs an approval before the quote goes on
block      shown, and refused at the check's gates until it is put right
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.sales_os.algorithms.quote.expiry import is_expired

LEVELS = ("off", "warn", "approve", "block")
ACCEPTING = ("sign", "confirm")
EVERY_GATE = ("send", *ACCEPTING)

# checks that look at the lines
LINE_CHECKS = {"no_lines", "below_cost", "zero_price", "archived_product", "stock_short"}
# code -> the gates at which a blocking finding refuses; the order is that of the screen
CHECKS = {
    "expired": EVERY_GATE,
    "no_lines": EVERY_GATE,
    "credit_limit": ACCEPTING,
    "below_cost": EVERY_GATE,
    "zero_price": EVERY_GATE,
    "archived_product": EVERY_GATE,
    "stock_short": ACCEPTING,
    "no_payment_term": EVERY_GATE,
    "no_terms": EVERY_GATE,
    "no_address": EVERY_GATE,
    "no_email": ("send",),
}


@dataclass(frozen=True, slots=True)
class LineHealth:
    """A product line; None means: not known, or nothing to check."""

    key: Hashable
    title: str = ""
    quantity: Decimal = Decimal(0)
    unit_price: Decimal | None = None
    net_unit_price: Decimal | None = None
    unit_cost: Decimal | None = None
    forecast: Decimal | None = None
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class QuoteHealth:
    """What is known of one open quote; credit figures are in the company's currency, None without a limit."""

    validity: date | None = None
    has_payment_term: bool = True
    has_terms: bool = True
    has_address: bool = True
    has_email: bool = True
    lines: tuple[LineHealth, ...] = ()
    amount: Decimal = Decimal(0)
    credit_used: Decimal | None = None
    credit_limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found; ``titles`` names the lines concerned, ``amount`` is by how much, ``day`` since when."""

    code: str
    level: str
    titles: tuple[str, ...] = ()
    amount: Decimal = Decimal(0)
    day: date | None = None

    def refuses_at(self, gate: str) -> bool:
        return self.level == "block" and gate in CHECKS[self.code]


def _titles(lines) -> dict | None:
    """Name each of the lines once; None where there are none."""
    return {"titles": tuple(dict.fromkeys(line.title for line in lines))} if lines else None


def _over_credit(quote: QuoteHealth) -> Decimal:
    if quote.credit_limit is None or quote.credit_used is None:
        return Decimal(0)
    return quote.credit_used + quote.amount - quote.credit_limit


def _found(quote: QuoteHealth, today: date) -> dict[str, dict | None]:
    """Return code -> details of what was found, None where all is well."""
    sold = [line for line in quote.lines if line.quantity > 0]
    over_credit = _over_credit(quote)
    return {
        "expired": {"day": quote.validity} if is_expired(validity=quote.validity, today=today) else None,
        "no_lines": None if sold else {},
        "credit_limit": {"amount": over_credit} if over_credit > 0 else None,
        "below_cost": _titles([
            line for line in sold
            if line.unit_cost is not None and line.net_unit_price is not None and 0 <= line.net_unit_price < line.unit_cost
        ]),
        "zero_price": _titles([line for line in sold if line.unit_price == 0]),
        "archived_product": _titles([line for line in quote.lines if line.is_archived]),
        "stock_short": _titles([line for line in sold if line.forecast is not None and line.forecast < line.quantity]),
        "no_payment_term": None if quote.has_payment_term else {},
        "no_terms": None if quote.has_terms else {},
        "no_address": None if quote.has_address else {},
        "no_email": None if quote.has_email else {},
    }


def findings(quote: QuoteHealth, *, levels: Mapping[str, str], today: date) -> tuple[Finding, ...]:
    """Return what is wrong with the quote, the gravest first, then in the order of `CHECKS`.

    :param levels: code -> level; a missing code is off
    """
    found = _found(quote, today)
    results = [
        Finding(code=code, level=levels[code], **found[code])
        for code in CHECKS if levels.get(code, "off") != "off" and found[code] is not None
    ]
    return tuple(sorted(results, key=lambda finding: -LEVELS.index(finding.level)))


def gravest(found: tuple[Finding, ...]) -> str:
    """Return the gravest level among the findings, ``ok`` without any."""
    return max((finding.level for finding in found), key=LEVELS.index, default="ok")
