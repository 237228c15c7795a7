"""PyVRP as an engine for what has no day patterns: its iterated local search under our limit; its days feed the recombination.

It does not know lunch: days with a break are shortened by its length, and the order found is repaired (see portfolio.py).
"""

from pyvrp import (
    IteratedLocalSearch,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    RandomNumberGenerator,
    Route,
    Solution,
)
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks
from pyvrp.search import OPERATORS, LocalSearch, NeighbourhoodParams, compute_neighbours

from .pyvrp_model import PyvrpModel

HISTORY = 300
NEIGHBOURS = 50
ONE_DAY = {"history": 500, "neighbours": 25}  # where all visits must be made on one day
PATIENCE = 20_000  # idle iterations before the search starts again from the best plan


class _Watch(IteratedLocalSearchCallbacks):
    """Counts iterations, reports progress, hands feasible plans to `seen`."""

    def __init__(self, meter, progress, seen):
        self.meter = meter
        self.progress = progress
        self.seen = seen
        self.rounds = 0

    def on_iteration(self, current, candidate, best, cost_evaluator):
        self.meter.count()
        self.rounds += 1
        if self.progress is not None and self.rounds % 64 == 0:
            self.progress(None)
        if self.seen is not None and current is candidate and candidate.is_feasible():
            self.seen(candidate)


class _Stop:
    """PyVRP's stopping criterion on our meter, asked every sixteenth time."""

    def __init__(self, meter):
        self.meter = meter
        self.calls = 0

    def __call__(self, best_cost):
        self.calls += 1
        return self.calls % 16 == 1 and self.meter.fraction() >= 1


def improve(
    instance,
    *,
    seed,
    meter,
    start=None,
    required=(),
    progress=None,
    seen=None,
    history=HISTORY,
    neighbours=NEIGHBOURS,
    patience=PATIENCE,
):
    """{route: order} of the best plan found, or None when none keeps PyVRP's rules.

    `start` = {route: order} to begin with. `required` = visits known to fit together. `seen(orders)` gets the accepted plans.
    """
    model = PyvrpModel(instance, required=required)
    data = model.data
    rng = RandomNumberGenerator(seed=seed)
    search = LocalSearch(data, rng, compute_neighbours(data, NeighbourhoodParams(num_neighbours=neighbours)))
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    params = PenaltyParams()
    penalties = PenaltyManager(params.midpoint_penalties(data), params)
    if start:
        first = Solution(data, [Route(data, clients, number) for number, clients in model.write(start)])
    else:
        first = search(Solution.make_random(data, rng), penalties.max_cost_evaluator(), exhaustive=True)
    watch = _Watch(meter, progress, None if seen is None else lambda solution: seen(model.read(solution)))
    loop = IteratedLocalSearchParams(num_iters_no_improvement=patience, history_length=history, callbacks=watch)
    result = IteratedLocalSearch(data, penalties, search, first, loop).run(_Stop(meter), collect_stats=False, display=False)
    return model.read(result.best) if result.best.is_feasible() else None
