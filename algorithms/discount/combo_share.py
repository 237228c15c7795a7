"""The list price of a part of a combo: the combo's list price divided by the base prices of its choices."""

from collections.abc import Hashable, Mapping
from decimal import Decimal


def combo_share(*, combo_price: Decimal, base_prices: Mapping[Hashable, Decimal], chosen: Hashable) -> Decimal:
    """What ``chosen`` carries of ``combo_price``; equal parts where no choice has a base price."""
    total = sum(base_prices.values(), Decimal(0))
    if total <= 0:
        return combo_price / len(base_prices)
    return combo_price * base_prices[chosen] / total
