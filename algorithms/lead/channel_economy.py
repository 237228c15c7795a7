"""What a channel costs and brings: cost per lead and sale, cost of winning a customer, share of the revenue against the share aimed at.

*Cost per sale* = cost / confirmed orders; *CAC* (cost of acquiring a customer) = cost / customers whose first order came by the channel;
*share* = the channel's revenue / that of all channels; *coverage* = channels with at least one sale / all channels in use. Cost and
orders are those of the same days: cost that works only later makes its own months dear and the later ones cheap, so months are added
before they are divided. Nothing to divide by: no figure (None), never 0.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class ChannelSums:
    """What came by a channel in a span of days, in one currency; ``target_share`` in percent, None without one."""

    key: Hashable
    leads: int = 0
    won: int = 0
    orders: int = 0
    new_customers: int = 0
    revenue: Decimal = Decimal()
    cost: Decimal = Decimal()
    target_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """The figures of one channel, each None where there is nothing to divide by; ``share_gap`` in percentage points, below 0: short of
    the aim."""

    cost_per_lead: Decimal | None
    cost_per_sale: Decimal | None
    acquisition_cost: Decimal | None
    share: Decimal | None
    share_gap: Decimal | None


@dataclass(frozen=True, slots=True)
class ChannelEconomy:
    """All channels together; ``coverage`` in percent."""

    channels: dict[Hashable, ChannelFigures]
    cost: Decimal
    revenue: Decimal
    cost_per_sale: Decimal | None
    acquisition_cost: Decimal | None
    coverage: Decimal | None


def weigh_channels(*, sums: Iterable[ChannelSums]) -> ChannelEconomy:
    """Return the figures of each channel and of all together."""
    rows = list(sums)
    if len({row.key for row in rows}) < len(rows):
        raise ValueError("a channel is named twice")
    revenue, cost = sum((row.revenue for row in rows), Decimal()), sum((row.cost for row in rows), Decimal())
    return ChannelEconomy(
        channels={row.key: _figures(row, revenue) for row in rows}, cost=cost, revenue=revenue,
        cost_per_sale=_ratio(cost, sum(row.orders for row in rows)),
        acquisition_cost=_ratio(cost, sum(row.new_customers for row in rows)),
        coverage=_percent(Decimal(sum(row.orders > 0 for row in rows)), Decimal(len(rows))),
    )


def _figures(row: ChannelSums, revenue: Decimal) -> ChannelFigures:
    share = _percent(row.revenue, revenue)
    return ChannelFigures(
        cost_per_lead=_ratio(row.cost, row.leads), cost_per_sale=_ratio(row.cost, row.orders),
        acquisition_cost=_ratio(row.cost, row.new_customers), share=share,
        share_gap=None if share is None or row.target_share is None else share - row.target_share,
    )


def _ratio(amount: Decimal, count: int) -> Decimal | None:
    return (amount / count).quantize(CENT, rounding=ROUND_HALF_UP) if count else None


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(TENTH, rounding=ROUND_HALF_UP) if whole > 0 else None
