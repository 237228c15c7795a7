"""PyVRP as an engine for days and weeks without lunch: its local search, our acceptance and our clock.

PyVRP's own loop accepts late (Burke, Bykov 2017) and does not know how much time is left; here the acceptance threshold falls with the share of the
limit used, so that a short run converges and a long one explores.
"""

import math
from random import Random

from pyvrp import PenaltyManager, PenaltyParams, RandomNumberGenerator, Route, Solution
from pyvrp.search import OPERATORS, LocalSearch, NeighbourhoodParams, PerturbationManager, PerturbationParams, compute_neighbours

from .pyvrp_model import PyvrpModel

HOT = 0.02
COLD = 0.0002


def improve(instance, *, seed, meter, start=None, required=(), progress=None, hot=HOT, cold=COLD, pert=PerturbationParams(), nb=NeighbourhoodParams()):
    """{route: order} of the best feasible plan found, or None. `start` = {route: order} to begin with."""
    model = PyvrpModel(instance, required=required)
    data = model.data
    rng = RandomNumberGenerator(seed=seed)
    random = Random(seed)
    search = LocalSearch(data, rng, compute_neighbours(data, nb), PerturbationManager(pert))
    for operator in OPERATORS:
        if operator.supports(data):
            search.add_operator(operator(data))
    params = PenaltyParams()
    penalties = PenaltyManager(params.midpoint_penalties(data), params)
    if start:
        current = Solution(data, [Route(data, clients, number) for number, clients in model.write(start)])
    else:
        current = search(Solution.make_random(data, rng), penalties.max_cost_evaluator(), exhaustive=True)
    best, best_cost = None, math.inf
    scale = None
    fraction = 0.0
    threshold = 0.0
    while True:
        if meter.used % 4 == 0:
            fraction = meter.fraction()
            if scale is not None:
                threshold = hot * scale * (cold / hot) ** fraction
        if fraction >= 1 or (meter.most is not None and meter.used >= meter.most):
            break
        meter.used += 1
        evaluator = penalties.cost_evaluator()
        found = search(current, evaluator, exhaustive=False)
        penalties.register(found)
        cost = evaluator.penalised_cost(found)
        if found.is_feasible() and cost < best_cost:
            better = search(found, evaluator, exhaustive=True)
            if better.is_feasible():
                found, cost = better, evaluator.penalised_cost(better)
            best, best_cost = found, cost
            if progress:
                progress(fraction, best_cost)
        if scale is None:
            scale = max(1.0, found.distance() / max(1, found.num_clients()))
        now = evaluator.penalised_cost(current)
        if cost < now - threshold * math.log(random.random() or 1e-12):
            current = found
    return model.read(best) if best is not None else None
