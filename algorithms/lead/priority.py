"""Which leads to work on first, and why: a product of factors that can each be read.

score = amount × chance × waiting × nearness × weight. *Waiting* grows from 1 to 2 as a lead nears the end of its promised
answer time and stays there: it doubles a lead's place, it does not drown the big ones. *Nearness* is 1/(1 + km/``half_km``),
1 where the distance is unknown. *Weight* is the segment's. A lead without an amount counts with the usual amount given, and
that is told.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class OpenLead:
    """``chance`` 0 to 1; ``silent_hours`` since it came in or the person was last answered; ``answer_hours``: promised, None for never."""

    key: Hashable
    chance: float
    amount: Decimal | None = None
    silent_hours: float = 0.0
    answer_hours: float | None = None
    km: float | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LeadPriority:
    """``score`` is the product of the factors; ``expected``: amount × chance in money; ``is_late``: the promised time is over."""

    key: Hashable
    score: float
    expected: Decimal
    waiting: float
    nearness: float
    weight: float
    is_late: bool
    is_amount_usual: bool


def rank_leads(*, leads: Iterable[OpenLead], usual_amount: Decimal, half_km: float = 50.0) -> list[LeadPriority]:
    """Return the leads, the most worthwhile first, of equals in the order given."""
    return sorted((_judge(lead, usual_amount, half_km) for lead in leads), key=lambda priority: -priority.score)


def _judge(lead, usual_amount, half_km):
    if not 0 <= lead.chance <= 1:
        raise ValueError(f"the chance of lead {lead.key} must be between 0 and 1, not {lead.chance}")
    is_usual = lead.amount is None or lead.amount <= 0
    expected = (usual_amount if is_usual else lead.amount) * Decimal(repr(float(lead.chance)))
    waiting = 1.0 + (min(1.0, max(0.0, lead.silent_hours / lead.answer_hours)) if lead.answer_hours else 0.0)
    nearness = 1.0 if lead.km is None else 1 / (1 + max(0.0, lead.km) / half_km)
    return LeadPriority(
        lead.key, float(expected) * waiting * nearness * lead.weight, expected.quantize(CENT, rounding=ROUND_HALF_UP), waiting, nearness,
        lead.weight, bool(lead.answer_hours) and lead.silent_hours > lead.answer_hours, is_usual)
