"""From what the sources say to what the ledger lacks: signed differences, never a change of what stands there."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import NamedTuple


class Sum(NamedTuple):
    """Base and amount of one key, as wanted or as booked; ``turns``: how many entries are booked."""

    base: Decimal
    amount: Decimal
    turns: int = 0


class Difference(NamedTuple):
    """What is to be appended under ``key`` as entry number ``turn`` (0 = the first)."""

    key: Hashable
    turn: int
    base: Decimal
    amount: Decimal
    vanished: bool


def differences(*, wanted: Mapping[Hashable, Sum], booked: Mapping[Hashable, Sum]) -> list[Difference]:
    """Return what turns ``booked`` into ``wanted``: new keys first, in their order, then corrections, then what has no source any more.

    Running it again after appending the result returns nothing.
    """
    result = [
        Difference(key=key, turn=0, base=want.base, amount=want.amount, vanished=False)
        for key, want in wanted.items() if key not in booked
    ]
    for key, have in booked.items():
        want = wanted.get(key)
        base = (want.base if want else Decimal(0)) - have.base
        amount = (want.amount if want else Decimal(0)) - have.amount
        if base or amount:
            result.append(Difference(key=key, turn=have.turns, base=base, amount=amount, vanished=want is None))
    return result
