"""What the open and won deals of one period say: by category, with intervals, for whoever looks at them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .deal_sum import OpenDeal, weigh
from .scenario import CAUTIOUS, HOPEFUL, DatedDeal, play

OPEN_CATEGORIES = ("commit", "best_case", "pipeline")


@dataclass(frozen=True)
class BookDeal:
    """:param scopes: what it counts for: representative and all above, team, territory and all above, company
    :param category: as the representative promises it; ``omitted`` counts nowhere
    :param date_close: day of winning, or expected day; None for an open deal without one
    """

    key: Hashable
    amount: Decimal
    probability_percent: float
    category: str
    date_close: date | None
    is_won: bool = False
    scopes: frozenset = frozenset()


@dataclass(frozen=True)
class BookLine:
    """Of one category, or ``total`` = won + all open categories.

    :param amount: Σ p · amount, for ``total`` with what is won
    :param unweighted: Σ amount of the open deals
    """

    amount: Decimal
    low: Decimal
    high: Decimal
    unweighted: Decimal
    count: int


@dataclass(frozen=True)
class Book:
    """:param undated: open deals without a closing day: they are in no period
    :param cautious: the outcome if fewer, smaller and later deals are won; ``hopeful`` the opposite
    """

    lines: dict[str, BookLine]
    won: Decimal
    undated: int
    cautious: Decimal
    hopeful: Decimal


def by_scope(deals: Iterable[BookDeal]) -> dict[Hashable, list[BookDeal]]:
    """Return the deals of each scope."""
    found = defaultdict(list)
    for deal in deals:
        for scope in deal.scopes:
            found[scope].append(deal)
    return found


def book(
    *, deals: Iterable[BookDeal], date_start: date, date_end: date, rate_spread: float = 0.0, level_percent: float = 80.0, digits: int = 2,
) -> Book:
    """Return what one scope's deals say about a period."""
    deals = list(deals)
    won = sum((deal.amount for deal in deals if deal.is_won and _inside(deal, date_start, date_end)), Decimal())
    won = won.quantize(Decimal(1).scaleb(-digits))
    open_ones = [deal for deal in deals if not deal.is_won and deal.category in OPEN_CATEGORIES]
    due = [deal for deal in open_ones if _inside(deal, date_start, date_end)]
    options = {"rate_spread": rate_spread, "level_percent": level_percent, "digits": digits}
    lines = {}
    for category in OPEN_CATEGORIES:
        lines[category] = _line([deal for deal in due if deal.category == category], Decimal(), options)
    total = _line(due, won, options)
    # each category is rounded by itself; the total is their sum to the cent
    expected = won + sum((line.amount for line in lines.values()), Decimal())
    lines["total"] = BookLine(expected, total.low, total.high, total.unweighted, total.count)
    dated = [
        DatedDeal(deal.key, deal.amount, deal.probability_percent, deal.date_close) for deal in open_ones if deal.date_close is not None]
    cautious, hopeful = (
        play(deals=dated, date_start=date_start, date_end=date_end, scenario=scenario, won=won, **options).expected
        for scenario in (CAUTIOUS, HOPEFUL))
    return Book(lines, won, sum(deal.date_close is None for deal in open_ones), cautious, hopeful)


def own_figures(*, deals: Iterable[BookDeal], date_start: date, date_end: date, owner: Callable, digits: int = 2):
    """Return ``{(owner, category): amount}`` of each representative's own deals, ``closed`` being what is won."""
    sums = defaultdict(Decimal)
    for deal in deals:
        who = owner(deal)
        if who is None or not _inside(deal, date_start, date_end):
            continue
        if deal.is_won:
            sums[who, "closed"] += deal.amount
        elif deal.category in OPEN_CATEGORIES:
            sums[who, deal.category] += deal.amount * Decimal(str(deal.probability_percent)) / 100
    step = Decimal(1).scaleb(-digits)
    return {place: amount.quantize(step) for place, amount in sums.items()}


def _inside(deal, date_start, date_end):
    return deal.date_close is not None and date_start <= deal.date_close <= date_end


def _line(deals, won, options):
    found = weigh(deals=[OpenDeal(deal.key, deal.amount, deal.probability_percent) for deal in deals], **options)
    return BookLine(won + found.expected, won + found.low, won + found.high, found.total, found.count)
