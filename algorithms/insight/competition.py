"""How we stand against competitors: price gap, who wins against whom, share.

*Price gap* = (our price - theirs) / theirs, by their latest observation of each product that is not too old. *Win rate* = won
/ (won + lost) of the deals in which a competitor was named, with Wilson's 95 % interval (1927), which says how little a few
deals tell. *Share* = our won value / (our won value + value lost to named competitors), by any group. No deals: no rate
(None), not 0.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from statistics import median

Z95 = 1.959964
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class PriceObservation:
    """A competitor's price, in our currency and unit, as seen on a day."""

    competitor: Hashable
    product: Hashable
    day: date
    price: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class PriceGap:
    """``gap_percent`` above 0: we are dearer; ``age_days`` of the observation; ``previous``: their price before, None for a first one."""

    competitor: Hashable
    product: Hashable
    ours: Decimal
    theirs: Decimal
    gap_percent: Decimal
    day: date
    age_days: int
    source: str
    previous: Decimal | None


@dataclass(frozen=True, slots=True)
class Deal:
    """A closed deal; ``lost_to``: the competitor who got it, None if unknown or won; ``against``: all who were named."""

    is_won: bool
    amount: Decimal
    against: frozenset = frozenset()
    lost_to: Hashable | None = None
    group: Hashable = None


@dataclass(frozen=True, slots=True)
class Record:
    """Our record against one competitor; rates are shares 0 to 1."""

    competitor: Hashable
    won: int
    lost: int
    lost_to: int
    rate: float | None
    low: float | None
    high: float | None
    won_amount: Decimal
    lost_amount: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """``percent`` is None where nothing was decided."""

    group: Hashable
    ours: Decimal
    competitors: tuple[tuple[Hashable, Decimal], ...]
    percent: Decimal | None


def price_gaps(
    *, observations: Iterable[PriceObservation], our_prices: dict[Hashable, Decimal], today: date, most_days: int = 180
) -> list[PriceGap]:
    """Return the gaps, where we are dearest first; products we do not sell, old and future observations and prices of 0 are left out."""
    seen = defaultdict(list)
    for place, observation in enumerate(observations):
        if observation.product in our_prices and observation.price > 0 and observation.day <= today:
            seen[observation.competitor, observation.product].append((observation.day, place, observation))
    gaps = []
    for (competitor, product), found in seen.items():
        found.sort(key=lambda entry: entry[:2])
        latest = found[-1][2]
        if latest.day < today - timedelta(days=most_days):
            continue
        gap = (our_prices[product] - latest.price) * 100 / latest.price
        gaps.append(PriceGap(
            competitor, product, our_prices[product], latest.price, gap.quantize(TENTH, rounding=ROUND_HALF_UP), latest.day,
            (today - latest.day).days, latest.source, found[-2][2].price if len(found) > 1 else None))
    return sorted(gaps, key=lambda gap: (-gap.gap_percent, str(gap.competitor), str(gap.product)))


def typical_gap(gaps: Iterable[PriceGap]) -> Decimal | None:
    """Return the median gap in percent, None without any."""
    values = [gap.gap_percent for gap in gaps]
    return median(values) if values else None


def records(*, deals: Iterable[Deal]) -> list[Record]:
    """Return our record against each competitor named, the most deals first."""
    against = defaultdict(list)
    for deal in deals:
        for competitor in deal.against | ({deal.lost_to} - {None}):
            against[competitor].append(deal)
    found = []
    for competitor, met in against.items():
        won, lost = [deal for deal in met if deal.is_won], [deal for deal in met if not deal.is_won]
        rate, low, high = win_rate(won=len(won), lost=len(lost))
        found.append(Record(
            competitor, len(won), len(lost), sum(deal.lost_to == competitor for deal in lost), rate, low, high,
            sum((deal.amount for deal in won), Decimal(0)), sum((deal.amount for deal in lost), Decimal(0))))
    return sorted(found, key=lambda record: (-(record.won + record.lost), str(record.competitor)))


def win_rate(*, won: int, lost: int) -> tuple[float | None, float | None, float | None]:
    """Return won / (won + lost) and the ends of Wilson's 95 % interval."""
    count = won + lost
    if not count:
        return None, None, None
    rate = won / count
    middle, width = rate + Z95**2 / (2 * count), Z95 * sqrt(rate * (1 - rate) / count + Z95**2 / (4 * count**2))
    return rate, max(0.0, (middle - width) / (1 + Z95**2 / count)), min(1.0, (middle + width) / (1 + Z95**2 / count))


def shares(*, deals: Iterable[Deal]) -> list[Share]:
    """Return our share in each group; deals lost to nobody in particular are in nobody's."""
    ours, theirs = defaultdict(Decimal), defaultdict(lambda: defaultdict(Decimal))
    for deal in deals:
        ours[deal.group] += deal.amount if deal.is_won else 0
        if not deal.is_won and deal.lost_to is not None:
            theirs[deal.group][deal.lost_to] += deal.amount
    found = []
    for group, won in ours.items():
        others = sorted(theirs[group].items(), key=lambda pair: (-pair[1], str(pair[0])))
        total = won + sum((amount for _key, amount in others), Decimal(0))
        percent = (won * 100 / total).quantize(TENTH, rounding=ROUND_HALF_UP) if total else None
        found.append(Share(group, won, tuple(others), percent))
    return found
