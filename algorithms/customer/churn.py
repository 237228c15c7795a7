"""Who is being lost, and what is at stake.

All figures are those of the fitted model of repeat buying, for one horizon (see `lifetime_value`):

*risk* = probability that the customer orders nothing within the horizon. Being "alive" is no measure: BG/NBD calls every
one-time buyer alive with certainty, however long he has been silent.
*decline* = 1 - orders expected today / orders that were expected on the day of his last order. It is 0 on that day and grows with
each day of silence, fast for who used to order often, slowly for who always came rarely.
*at stake* = the orders that are no longer expected × his order value.

*State*: ``lost`` where the risk is above 95 % (to be won back, if at all), else ``slipping`` where the decline is above a half,
else ``steady``; ``unknown`` without a model. The list has who slips first, since there a visit helps most, and in each state most
money at stake first. To tell buyers from the silent, sort by ``expected``: on CDNOW it does so better (AUC 0.773) than the
risk (0.757) or being alive (0.316).
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .lifetime_value import CustomerValue

CENT = Decimal("0.01")
STATES = ("slipping", "lost", "steady", "unknown")
LOST_RISK = 0.95
SLIPPING_DECLINE = 0.5


@dataclass(frozen=True, slots=True)
class ChurnRisk:
    """One customer; all figures are None in state ``unknown``."""

    key: Hashable
    state: str
    risk: float | None = None
    decline: float | None = None
    expected: float | None = None
    usual: float | None = None
    at_stake: Decimal | None = None


def rank_churn(*, values: Iterable[CustomerValue]) -> list[ChurnRisk]:
    """Return all customers: by state, then by money at stake, then by risk, then in the order given."""
    judged = [judge_churn(value=value) for value in values]
    return sorted(judged, key=lambda churn: (STATES.index(churn.state), -(churn.at_stake or 0), -(churn.risk or 0.0)))


def judge_churn(*, value: CustomerValue) -> ChurnRisk:
    """Return one customer's risk."""
    if value.orders is None:
        return ChurnRisk(value.key, "unknown")
    lost = max(0.0, value.usual_orders - value.orders)
    risk, decline = 1 - value.order_probability, lost / value.usual_orders if value.usual_orders > 0 else 0.0
    return ChurnRisk(
        key=value.key,
        state="lost" if risk > LOST_RISK else "slipping" if decline > SLIPPING_DECLINE else "steady",
        risk=risk,
        decline=decline,
        expected=value.orders,
        usual=value.usual_orders,
        at_stake=(Decimal(repr(lost)) * value.order_value).quantize(CENT, rounding=ROUND_HALF_UP),
    )
