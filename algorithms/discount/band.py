"""Bands of the effective discount, for reports that compare how quotes fare."""

from decimal import Decimal

# lower bounds in percent; the last band is open above
BOUNDS = (Decimal(0), Decimal(5), Decimal(10), Decimal(15), Decimal(20), Decimal(30))


def band_label(index: int) -> str:
    """``0-5 %``, the last ``30 % +``; index 0 is *no discount at all*."""
    if index == 0:
        return "0 %"
    low = BOUNDS[index - 1]
    return f"{low} % +" if index == len(BOUNDS) else f"{low}-{BOUNDS[index]} %"


def band_of(percent: Decimal) -> int:
    """0 for no discount (or a price above the list), else the band whose lower bound lies below ``percent``: 5.00 is in ``0-5 %``."""
    return sum(1 for bound in BOUNDS if percent > bound)
