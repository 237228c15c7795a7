"""What a KPI is: one definition that dashboards, snapshots, reports and interfaces share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

# digits shown; figures are computed to six
DIGITS = MappingProxyType({
    "money": 2, "money_per_day": 2, "money_per_hour": 2, "percent": 1, "points": 1, "days": 1, "hours": 1, "count": 0, "units": 2,
    "ratio": 2, "score": 0, "index": 0,
})
DIRECTIONS = ("up", "down", "neutral")


@dataclass(frozen=True)
class Example:
    """A case small enough to be worked out by hand; it is the KPI's test.

    :param words: the sum as a person would write it
    """

    inputs: Mapping[str, Any]
    value: Decimal | int | None
    words: str


@dataclass(frozen=True)
class Kpi:
    """One figure.

    :param formula: in words, for the help text
    :param unit: a key of `DIGITS`
    :param source: the records that it is gathered from
    :param direction: ``up`` = more is better, ``down`` = less is better, ``neutral`` = it depends
    :param inputs: what `compute` needs, by name, in words
    :param compute: keyword-only function; None means not available
    :param empty: inputs for which the figure has no meaning, so that None is the answer; None for sums and counts, which are 0 then
    """

    code: str
    name: str
    formula: str
    unit: str
    source: str
    direction: str
    inputs: Mapping[str, str]
    compute: Callable[..., Decimal | int | None]
    example: Example
    empty: Mapping[str, Any] | None = None
