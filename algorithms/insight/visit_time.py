"""When a visit to a customer succeeds: weekday and hour by past outcomes; few visits are drawn to what is usual.

Chances are beta distributed. What is usual in a slot is learned from all visits, drawn to the rate over all slots as if
``PRIOR`` more visits had been made there; a customer's own visits are drawn to what is usual in the slot, again with
``PRIOR`` visits. So one lucky visit on a Friday does not make Friday best, and ten do. The interval is that of the beta
distribution; slots are ranked by their mean, of equals the one with more visits. Without any visits nothing is claimed.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass

from scipy.special import betaincinv

PRIOR = 4.0
COVERAGE = 0.8


@dataclass(frozen=True, slots=True)
class VisitOutcome:
    """A visit that was made: ``weekday`` 0 Monday … 6, ``hour`` of its beginning in the customer's time, and whether it succeeded."""

    customer: Hashable
    weekday: int
    hour: int
    is_success: bool


@dataclass(frozen=True, slots=True)
class VisitSlot:
    """``chance`` with its interval; ``own``: the customer's visits there, ``all``: everybody's; ``usual``: the chance without his own."""

    weekday: int
    hour: int
    chance: float
    low: float
    high: float
    own: int
    own_successes: int
    all: int
    usual: float


def best_visit_times(
    *, outcomes: Iterable[VisitOutcome], customers: Collection[Hashable],
    open_slots: dict[Hashable, Collection[tuple[int, int]]] | None = None, count: int = 3,
) -> dict[Hashable, list[VisitSlot]]:
    """Return for each customer the best slots, among those in which anyone was visited.

    :param open_slots: customer → (weekday, hour) when he can be visited; a customer who is not in it can be at any time
    """
    made, won, own_made, own_won = Counter(), Counter(), Counter(), Counter()
    for outcome in outcomes:
        slot = (outcome.weekday, outcome.hour)
        made[slot] += 1
        won[slot] += outcome.is_success
        own_made[outcome.customer, slot] += 1
        own_won[outcome.customer, slot] += outcome.is_success
    if not made:
        return {customer: [] for customer in customers}
    # an even start (Laplace) for the rate over all slots: it is never 0 or 1
    overall = (sum(won.values()) + 1) / (sum(made.values()) + 2)
    answers = {}
    for customer in customers:
        slots = [
            _slot(slot, overall, made[slot], won[slot], own_made[customer, slot], own_won[customer, slot])
            for slot in made if not open_slots or customer not in open_slots or slot in open_slots[customer]
        ]
        slots.sort(key=lambda slot: (-slot.chance, -slot.own, -slot.all, slot.weekday, slot.hour))
        answers[customer] = [_with_interval(slot) for slot in slots[:count]]
    return answers


def _slot(slot, overall, made, won, own_made, own_won):
    # his own visits are not counted twice: what is usual is told by the others
    usual = (won - own_won + PRIOR * overall) / (made - own_made + PRIOR)
    chance = (own_won + PRIOR * usual) / (own_made + PRIOR)
    return VisitSlot(slot[0], slot[1], chance, 0.0, 1.0, own_made, own_won, made, usual)


def _with_interval(slot):
    wins, fails = slot.own_successes + PRIOR * slot.usual, slot.own - slot.own_successes + PRIOR * (1 - slot.usual)
    low, high = (betaincinv(wins, fails, (1 + side * COVERAGE) / 2) for side in (-1, 1))
    return VisitSlot(
        slot.weekday, slot.hour, slot.chance, float(low), float(high), slot.own, slot.own_successes, slot.all, slot.usual)
