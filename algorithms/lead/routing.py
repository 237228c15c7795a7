"""Which rep gets which lead, why, and why not: by territory, role, capacity and absence, in turn.

A lead names the pools it may go to in order: its territory, the territories above, its team. A pool has its reps in ranks: the owner,
then the backups, then the overlay. The first rank of the first pool in which someone can take the lead decides; of several the one
with the smallest share of his capacity in use, then who has waited longest for a lead, then the lower place in the pool. Absent
reps and full ones are passed over, and that is told. Where capacity is short, urgent leads come first, then older ones.

Every rep's load counts in all pools at once. Choosing takes the logarithm of the pool's size, so that ten thousand leads are one short run.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class RepFacts:
    """``capacity``: leads he may have at a time, None without limit; ``load``: those he has; ``last``: when he got one last (any number
    that grows with time); ``away``: why he takes none now (``absent``, ``inactive`` …), empty if he does."""

    key: Hashable
    capacity: int | None = None
    load: int = 0
    last: float = 0.0
    away: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """``ranks``: tuples of rep keys, asked in order; ``kind`` says in words what the pool is (``territory``, ``team``)."""

    key: Hashable
    kind: str
    ranks: tuple[tuple[Hashable, ...], ...]


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """``pools`` in order; ``not_to``: reps who refused it or must not have it; ``waiting``: since when, any number that grows with time."""

    key: Hashable
    pools: tuple[Hashable, ...] = ()
    urgency: float = 0.0
    waiting: float = 0.0
    not_to: frozenset = frozenset()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A rep who stood before the chosen one and why he did not get it: ``full``, ``refused`` or why he is away."""

    rep: Hashable
    why: str


@dataclass(frozen=True, slots=True)
class Routed:
    """``rep`` is None where nobody can take the lead; ``why``: ``owner`` (alone in the first rank), ``backup`` (alone in a later
    one), ``in_turn`` (his rank has several), or ``no_pool``, ``empty_pool``, ``nobody_free``. ``passed``: the first few passed over."""

    lead: Hashable
    rep: Hashable | None
    why: str
    pool: Hashable | None = None
    rank: int | None = None
    passed: tuple[PassedOver, ...] = ()


@dataclass(slots=True)
class _State:
    reps: Mapping[Hashable, RepFacts]
    load: dict = field(default_factory=dict)
    last: dict = field(default_factory=dict)
    turn: float = 0.0

    def obstacle(self, key):
        rep = self.reps.get(key)
        if rep is None:
            return "inactive"
        if rep.away:
            return rep.away
        return "full" if rep.capacity is not None and self.load[key] >= rep.capacity else ""

    def order(self, key, place):
        rep = self.reps[key]
        share = self.load[key] / rep.capacity if rep.capacity else float(self.load[key])
        return share, self.last[key], place, key

    def give(self, key):
        self.turn += 1
        self.load[key] += 1
        self.last[key] = self.turn


def route_leads(*, leads: Iterable[LeadFacts], reps: Iterable[RepFacts], pools: Iterable[Pool]) -> list[Routed]:
    """Return for every lead, in the order given, who gets it or why nobody does."""
    leads, by_key = list(leads), {rep.key: rep for rep in reps}
    state = _State(by_key, {key: rep.load for key, rep in by_key.items()}, {key: rep.last for key, rep in by_key.items()})
    state.turn = max(state.last.values(), default=0.0)
    lines = {pool.key: (pool, [_line(rank, state) for rank in pool.ranks]) for pool in pools}
    order = sorted(range(len(leads)), key=lambda place: (-leads[place].urgency, leads[place].waiting, place))
    answers = [None] * len(leads)
    for place in order:
        answers[place] = _route(leads[place], lines, state)
    return answers


def _line(rank, state):
    """Return those of a rank who can take a lead now, as a heap: the next one is in front."""
    line = [state.order(key, place) for place, key in enumerate(rank) if not state.obstacle(key)]
    heapify(line)
    return line


def _route(lead, lines, state):
    known = [lines[key] for key in lead.pools if key in lines]
    if not known:
        return Routed(lead.key, None, "no_pool")
    passed = []
    for pool, ranks in known:
        for number, line in enumerate(ranks):
            rep = _next(line, lead, state)
            if rep is not None:
                state.give(rep)
                why = "in_turn" if len(pool.ranks[number]) > 1 else "backup" if number else "owner"
                return Routed(lead.key, rep, why, pool.key, number, tuple(passed[:MOST_TOLD]))
            if len(passed) < MOST_TOLD:
                passed += [PassedOver(key, state.obstacle(key) or "refused") for key in pool.ranks[number][:MOST_TOLD]]
    why = "nobody_free" if any(rank for pool, _ranks in known for rank in pool.ranks) else "empty_pool"
    return Routed(lead.key, None, why, None, None, tuple(passed[:MOST_TOLD]))


def _next(line, lead, state):
    """Return the next rep of a rank who may have the lead, None if there is none.

    Loads change through other pools, too: an entry that is out of date is put back in its new place.
    """
    refused = []
    chosen = None
    while line:
        entry = heappop(line)
        key, place = entry[3], entry[2]
        if state.obstacle(key):
            continue  # full: for this run for good
        if (now := state.order(key, place)) != entry:
            heappush(line, now)
        elif key in lead.not_to:
            refused.append(entry)
        else:
            chosen = key
            heappush(line, entry)
            break
    for entry in refused:
        heappush(line, entry)
    return chosen
