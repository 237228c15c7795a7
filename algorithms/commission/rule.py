"""What a plan pays for: the rules as the calculation sees them, and which of them a sale meets."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ..core.match_row import MatchRow, failed_criterion
from .money import HUNDRED
from .multiplier import Step
from .tier import Tier

ONE = Decimal(1)


@dataclass(frozen=True)
class Rule:
    """One rule of a plan version.

    ``basis`` revenue, margin, quantity or new_customer; ``method`` percent, fixed or tier; ``scope`` line, order or period;
    ``cap`` and ``floor`` bound what one line, order or period earns by this rule. ``additional`` rules pay beside the first match.
    """

    key: Hashable
    basis: str = "revenue"
    method: str = "percent"
    scope: str = "line"
    rate: Decimal = Decimal(0)
    tier_mode: str = "marginal"
    tiers: tuple[Tier, ...] = ()
    cap: Decimal | None = None
    floor: Decimal | None = None
    attainment: tuple[Step, ...] = ()
    realisation: tuple[Step, ...] = ()
    charge_losses: bool = False
    additional: bool = False
    row: MatchRow = field(default=MatchRow(key=None), compare=False)

    @property
    def counts_units(self) -> bool:
        """Whether the running base is a number of units, not money."""
        return self.basis in ("quantity", "new_customer") or (self.method == "fixed" and self.scope == "line")

    @cached_property
    def is_plain_percentage(self) -> bool:
        """Whether each line pays the rate of its revenue and nothing else counts."""
        return (
            self.basis == "revenue" and self.method == "percent" and self.scope == "line" and self.cap is None and self.floor is None
            and not self.attainment and not self.realisation)

    @property
    def divisor(self) -> Decimal:
        """Rates of money are percents, rates of units are money a unit."""
        return ONE if self.counts_units else HUNDRED


def matching_rules(*, rules: Iterable[Rule], facts: Mapping[str, frozenset]) -> tuple[tuple[Rule, ...], tuple]:
    """Return ``(rules that pay, ((key of each other rule, criterion that failed or "later"), …))``.

    The first match among the ordinary rules wins; each additional rule that matches pays beside it.
    """
    winners, losers, taken = [], [], False
    for rule in rules:
        failed = failed_criterion(rule.row, facts)
        if failed is None and not rule.additional and taken:
            failed = "later"
        if failed is not None:
            losers.append((rule.key, failed))
            continue
        winners.append(rule)
        taken = taken or not rule.additional
    return tuple(winners), tuple(losers)
