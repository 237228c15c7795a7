"""What if: the rate of winning, the size of deals and their timing change. Each change's share of the difference is told.

The changes are made one after the other (timing, rate, size), so that their effects add up exactly to the difference.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .deal_sum import OpenDeal, WeightedPipeline, weigh


@dataclass(frozen=True)
class DatedDeal:
    key: Hashable
    amount: Decimal
    probability_percent: float
    date_close: date


@dataclass(frozen=True)
class Scenario:
    """:param win_rate_percent: change of every probability, in percent of itself (-10 turns 50 % into 45 %)
    :param deal_size_percent: change of every amount, in percent
    :param slip_days: days by which every deal closes later; earlier below zero
    """

    name: str
    win_rate_percent: float = 0.0
    deal_size_percent: float = 0.0
    slip_days: int = 0

    def __post_init__(self):
        for what, value in (("rate of winning", self.win_rate_percent), ("size of deals", self.deal_size_percent)):
            if value < -100:
                raise ValueError(f"scenario {self.name}: the {what} cannot fall by more than 100 %")


@dataclass(frozen=True)
class ScenarioResult:
    """:param expected: what is won already plus the weighted pipeline
    :param effects: ``(timing|win_rate|deal_size, amount)``, together expected less the expected amount as things are
    """

    name: str
    expected: Decimal
    low: Decimal
    high: Decimal
    count: int
    effects: tuple[tuple[str, Decimal], ...]


CAUTIOUS = Scenario("cautious", win_rate_percent=-20.0, deal_size_percent=-5.0, slip_days=14)
AS_IS = Scenario("as_is")
HOPEFUL = Scenario("hopeful", win_rate_percent=15.0, deal_size_percent=5.0)


def play(
    *, deals: Sequence[DatedDeal], date_start: date, date_end: date, scenario: Scenario, won: Decimal = Decimal(),
    level_percent: float = 80.0, rate_spread: float = 0.0, digits: int = 2,
) -> ScenarioResult:
    """Return a period's outcome under a scenario.

    :param won: what the period has already; no scenario changes it
    :param deals: all open deals, also those that close in other periods: they may slip in
    """
    options = {"level_percent": level_percent, "rate_spread": rate_spread, "digits": digits}
    moved = _inside(deals, date_start, date_end, scenario.slip_days)
    rated = [
        replace(deal, probability_percent=min(100.0, deal.probability_percent * (1 + scenario.win_rate_percent / 100))) for deal in moved]
    factor = 1 + Decimal(str(scenario.deal_size_percent)) / 100
    sized = [replace(deal, amount=deal.amount * factor) for deal in rated]
    as_is = weigh(deals=_inside(deals, date_start, date_end, 0), **options).expected
    after_timing, after_rate = (weigh(deals=step, **options).expected for step in (moved, rated))
    result: WeightedPipeline = weigh(deals=sized, **options)
    won = won.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return ScenarioResult(
        scenario.name, won + result.expected, won + result.low, won + result.high, result.count,
        (("timing", after_timing - as_is), ("win_rate", after_rate - after_timing), ("deal_size", result.expected - after_rate)))


def _inside(deals, date_start, date_end, slip_days):
    slip = timedelta(days=slip_days)
    return [
        OpenDeal(deal.key, deal.amount, deal.probability_percent) for deal in deals if date_start <= deal.date_close + slip <= date_end]
