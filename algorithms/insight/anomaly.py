"""Which discounts and commissions are unusual among their peers.

A value is compared with those of its peer group (same role, segment, product category: what the caller names), or with all where the
group is too small to say what is usual. It stands out when its robust z (`kpi.outlier`), which one wild value cannot bend, reaches
the limit, and it lies ``least_difference`` from the median: a group in which everyone does almost the same must not cry at every
cent.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from statistics import median

from ..kpi.outlier import LIMIT, robust_z

FEWEST_PEERS = 8


@dataclass(frozen=True, slots=True)
class Observation:
    """One discount in percent or one commission, of whom or what (``key``), and among whom it is to be compared (``group``)."""

    key: Hashable
    group: Hashable
    value: float


@dataclass(frozen=True, slots=True)
class Anomaly:
    """``usual``: the median of those it was compared with, itself among them; ``compared``: how many; ``is_group``: its group or all."""

    key: Hashable
    value: float
    usual: float
    robust_z: float
    compared: int
    is_group: bool


def find_anomalies(
    *, observations: Iterable[Observation], least_difference: float, limit: float = LIMIT, high_only: bool = True
) -> list[Anomaly]:
    """Return what stands out, the farthest first; with ``high_only`` what is unusually *small* does not."""
    groups, small, found = defaultdict(list), set(), []
    for observation in observations:
        groups[observation.group].append(observation)
    for group, members in groups.items():
        if len(members) > FEWEST_PEERS:
            found += _stand_out(members, least_difference, limit, high_only, is_group=True)
        else:
            small.add(group)
    if small:
        everyone = [observation for members in groups.values() for observation in members]
        of_all = _stand_out(everyone, least_difference, limit, high_only, is_group=False)
        found += [pair for pair in of_all if pair[1] in small]
    return sorted((anomaly for anomaly, _group in found), key=lambda anomaly: -abs(anomaly.robust_z))


def _stand_out(peers, least_difference, limit, high_only, *, is_group):
    """Return (anomaly, its group) for each of ``peers`` that stands out among them."""
    if len(peers) <= FEWEST_PEERS:
        return []
    values = [peer.value for peer in peers]
    usual = median(values)
    return [
        (Anomaly(peer.key, peer.value, usual, score, len(peers), is_group), peer.group)
        for peer, score in zip(peers, robust_z(values), strict=True)
        if abs(score) >= limit and abs(peer.value - usual) >= least_difference and (score > 0 or not high_only)
    ]
