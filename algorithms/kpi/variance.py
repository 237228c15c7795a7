"""Actual against plan and last year, and why revenue changed: price, volume, mix, new and gone products."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .quotient import percent


@dataclass(frozen=True)
class Variance:
    """:param percent: of what it is compared with, None when that is zero or unknown
    :param is_favourable: None when nothing differs or the direction is neutral
    """

    amount: Decimal | None
    percent: Decimal | None
    is_favourable: bool | None


@dataclass(frozen=True)
class Bridge:
    """``before`` + ``price`` + ``volume`` + ``mix`` + ``new`` + ``gone`` = ``after``, exactly.

    :param price: same quantities at other prices
    :param volume: more or fewer units at the average of before
    :param mix: dearer or cheaper products among them
    """

    before: Decimal
    price: Decimal
    volume: Decimal
    mix: Decimal
    new: Decimal
    gone: Decimal
    after: Decimal


def compare(*, actual: Decimal, reference: Decimal | None, direction: str = "up") -> Variance:
    """Return how far ``actual`` is from plan or last year; ``direction`` as in the KPI."""
    if reference is None:
        return Variance(None, None, None)
    amount = actual - reference
    better = None if not amount or direction == "neutral" else (amount > 0) == (direction == "up")
    return Variance(amount, percent(amount, abs(reference)), better)


def bridge(
    *, before: Mapping[Hashable, tuple[Decimal, Decimal]], after: Mapping[Hashable, tuple[Decimal, Decimal]], digits: int = 2,
) -> Bridge:
    """Return why revenue changed; both are ``{product: (quantity, revenue)}``.

    A product with a quantity of zero or less (returns) on one side is new or gone: there is no price to compare.
    """
    staying = [product for product in before if product in after and before[product][0] > 0 and after[product][0] > 0]
    old, present = (sum((side[product][1] for product in staying), Decimal()) for side in (before, after))
    all_old, all_present = (sum((revenue for _quantity, revenue in side.values()), Decimal()) for side in (before, after))
    at_old_prices = sum((after[product][0] * before[product][1] / before[product][0] for product in staying), Decimal())
    units_old, units = (sum((side[product][0] for product in staying), Decimal()) for side in (before, after))
    price = _money(present - at_old_prices, digits)
    volume = _money(old * units / units_old - old, digits) if units_old else Decimal()
    mix = (present - old) - price - volume  # what is left, so that the bridge stands to the cent
    return Bridge(all_old, price, volume, mix, all_present - present, old - all_old, all_present)


def _money(amount, digits):
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
