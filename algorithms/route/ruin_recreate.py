"""Our own engine: ruin and recreate under simulated annealing, with day patterns, lunch and all other rules.

Schrimpf et al. (2000), "Record breaking optimization results using the ruin and recreate principle"; in the form of Christiaens and Vanden
Berghe (2020), see ruin.py and recreate.py. The temperature falls geometrically with the share of the limit that is used.
"""

import math
from random import Random

from .recreate import Recreate
from .ruin import Ruin
from .solution import Solution

HOT = 3.0  # start temperature in mean driving per stop
COLD = 0.03
PRICED_HOT = 1.5  # the same in mean prices, where visits are optional
PRICED_COLD = 0.6
ABSENT_RATE = 0.5  # share of the visits left out that are tried again in one step


def construct(instance, workshop, *, seed):
    """A first Solution: visits by falling value, each at its cheapest place."""
    solution = Solution.empty(workshop)
    visits = sorted(range(instance.size), key=lambda q: (-instance.prize[q], q))
    Recreate(workshop, Random(seed)).insert_all(solution, visits)
    return solution


def search(instance, workshop, *, seed, meter, start=None, progress=None, pool=None, hot=HOT, cold=COLD, missing=0.0):
    """The best Solution found within the meter. `start` = a feasible Solution to begin with.

    `missing` = start temperature in prices of a visit that the beginning leaves out: a day so tight that all fit in few orders is then
    passed through with others left out, which no temperature of driving would accept.
    """
    random = Random(seed)
    recreate = Recreate(workshop, random)
    current = (start or construct(instance, workshop, seed=seed)).copy()
    best = current.copy()
    if not instance.size or not instance.routes:
        return best
    ruin = Ruin(instance, random, average=_average(instance))
    hot, cold = _temperatures(instance, current, hot, cold)
    absent = [instance.prize[q] for q in range(instance.size) if not current.on[q]]
    if missing and absent:
        hot = max(hot, missing * min(absent))
    temperature, rounds = hot, 0
    while True:
        if rounds % 8 == 0:
            fraction = meter.fraction()
            if fraction >= 1:
                return best
            temperature = hot * (cold / hot) ** fraction
            if progress is not None and rounds % 64 == 0:
                progress(best.cost)
        rounds += 1
        meter.count()
        candidate = _step(workshop, ruin, recreate, current)
        if candidate is None:
            continue
        if candidate.cost < current.cost - temperature * math.log(random.random() or 1e-12):
            current = candidate
            if pool is not None:
                pool.add(current.tours)
            if current.cost < best.cost:
                best = current.copy()


def _average(instance):
    """Visits taken out in one step: fewer where each leaves several days and all must come back."""
    patterned = any(len(option) > 1 for options in instance.options for option in options)
    most = 6 if patterned and not any(visit.optional for visit in instance.visits) else 10
    return max(2, min(most, 0.4 * instance.size))


def _temperatures(instance, solution, hot, cold):
    """Start and end temperature: multiples of the mean driving per stop, or of the price of leaving a visit out where that is allowed."""
    stops = sum(tour.size for tour in solution.tours)
    step = max(1.0, sum(tour.cost for tour in solution.tours) / max(1, stops))
    warmest, coldest = hot * step, cold * step
    prices = [
        prize
        for prize, visit in zip(instance.prize, instance.visits, strict=False)
        if visit.optional and not visit.fixed and instance.problem.objective != "value"
    ]
    if prices and hot >= HOT:
        warmest = max(warmest, PRICED_HOT * sum(prices) / len(prices))
        coldest = max(coldest, PRICED_COLD * step)
    return warmest, coldest


def _step(workshop, ruin, recreate, current):
    """One ruin and recreate, or None when it led nowhere allowed."""
    candidate = current.copy()
    taken = ruin.draw(candidate)
    tours, on, prize = candidate.tours, candidate.on, workshop.instance.prize
    gone, routes = set(taken), set()
    for q in taken:
        routes.update(on[q])
        on[q] = ()
        candidate.cost += prize[q]
    for route in routes:
        tour = tours[route]
        shorter = workshop.tour(route, tuple([q for q in tour.order if q not in gone]))
        candidate.cost += shorter.cost - tour.cost
        tours[route] = shorter
    draw = ruin.random.random
    visits = [q for q, where in enumerate(on) if not where and (q in gone or draw() < ABSENT_RATE)]
    recreate.sort(visits)
    if ruin.first:
        visits = [*ruin.first, *(q for q in visits if q not in ruin.first)]
    routes |= recreate.insert_all(candidate, visits)
    if not all(tours[route].feasible for route in routes):
        return None
    return candidate
