"""One policy as it is tried: what it matches, its levels, and what of it matters when quotes are compared."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.sales_os.algorithms.core.match_row import MatchRow
from odoo.addons.sales_os.algorithms.discount.levels import NOBODY, Level
from odoo.addons.sales_os.algorithms.discount.worse import PolicyLimits


@dataclass(frozen=True, kw_only=True)
class PolicyRow:
    key: Hashable
    match: MatchRow
    levels: tuple[Level, ...]
    least_volume_percent: Decimal = Decimal(0)

    @property
    def free_percent(self) -> Decimal:
        """The discount that needs nobody; 0 where every discount is asked."""
        return max((level.max_discount_percent for level in self.levels if level.approver == NOBODY), default=Decimal(0))

    @property
    def limits(self) -> PolicyLimits:
        return PolicyLimits(
            tests_amount=any(level.max_amount is not None for level in self.levels), least_volume_percent=self.least_volume_percent)


def average_days(parts: Iterable[tuple[Decimal, int]]) -> Decimal:
    """Days until payment, weighed by the share ``(percent, days)`` that falls due; 0 where nothing has a share.

    Half the sum after 30 days and half after 60 is as late as all of it after 45.
    """
    parts = list(parts)
    total = sum((share for share, _days in parts), Decimal(0))
    return (sum((share * days for share, days in parts), Decimal(0)) / total).quantize(Decimal("0.01")) if total > 0 else Decimal(0)
