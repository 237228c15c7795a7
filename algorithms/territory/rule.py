"""What a territory rule asks and what is known of a customer."""

import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field

from ..geo.polygon import Shape
from .zip_pattern import ZipPattern


@dataclass(frozen=True)
class Customer:
    """Facts of one address. Keys are opaque; unknown values are None, empty text or an empty set."""

    key: Hashable
    country: Hashable = None
    state: Hashable = None
    zip: str = ""
    city: str = ""
    categories: frozenset = frozenset()
    industry: Hashable = None
    segment: Hashable = None
    revenue: float = 0.0
    latitude: float | None = None
    longitude: float | None = None
    accounts: frozenset = frozenset()  # the customer itself and those above it


@dataclass(frozen=True)
class Rule:
    """All criteria given must hold; an empty one means *any*, so a rule without criteria takes everyone.

    :param depth: level of the territory in its tree, 0 at the top
    :param shape: the position must lie inside
    :param domain_keys: customers that meet the further conditions, None when there are none
    """

    key: Hashable
    territory: Hashable
    priority: int = 10
    depth: int = 0
    countries: frozenset = frozenset()
    states: frozenset = frozenset()
    zips: tuple[ZipPattern, ...] = ()
    city: str = ""
    categories: frozenset = frozenset()
    industries: frozenset = frozenset()
    segments: frozenset = frozenset()
    accounts: frozenset = frozenset()
    revenue_min: float = 0.0
    revenue_max: float = 0.0
    shape: Shape | None = None
    domain_keys: frozenset | None = None


@dataclass(frozen=True)
class Decision:
    """``winner`` and ``territory`` are None when no rule matches.

    :param matched: what the winner asked for, as criterion names
    :param pattern: the postal code pattern by which it won, if any
    :param losers: ``(rule key, why)`` of each rule that matches too; why is ``priority``, ``depth``, ``pattern`` or ``age``
    """

    winner: Hashable | None = None
    territory: Hashable | None = None
    matched: tuple[str, ...] = ()
    pattern: ZipPattern | None = None
    losers: tuple[tuple[Hashable, str], ...] = field(default=())


def same_city(name: str) -> str:
    """Fold case and accents, so that *İzmit*, *IZMIT* and *izmit* are one town."""
    decomposed = unicodedata.normalize("NFKD", (name or "").casefold().replace("ı", "i"))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def criteria(rule: Rule) -> tuple[str, ...]:
    """The names of the criteria that ``rule`` sets, in the order in which a person reads them."""
    given = {
        "account": rule.accounts, "country": rule.countries, "state": rule.states, "zip": rule.zips, "city": rule.city,
        "outline": rule.shape, "tag": rule.categories, "industry": rule.industries, "segment": rule.segments,
        "revenue": rule.revenue_min or rule.revenue_max, "condition": rule.domain_keys is not None,
    }
    return tuple(name for name, value in given.items() if value)
