"""Our own engine: ruin and recreate under simulated annealing, with day patterns, lunch and all other rules.

Schrimpf et al. (2000), "Record breaking optimization results using the ruin and recreate principle"; in the form of Christiaens and Vanden
Berghe (2020), see ruin.py and recreate.py. The temperature falls geometrically with the share of the limit that is used.
"""

import math
from random import Random

from .recreate import Recreate
from .ruin import Ruin
from .solution import Solution, Workshop

HOT = 0.25  # start temperature as a share of the mean cost per visit
COLD = 0.0025


def search(instance, *, seed, meter, start=None, progress=None, workshop=None, pool=None, hot=HOT, cold=COLD):
    """The best Solution found within the meter. `start` = a feasible Solution to begin with."""
    random = Random(seed)
    workshop = workshop or Workshop(instance)
    recreate = Recreate(workshop, random)
    current = start.copy() if start else Solution.empty(workshop)
    if not start:
        visits = list(range(instance.size))
        visits.sort(key=lambda q: (-instance.prize[q], q))
        recreate.insert_all(current, visits)
    best = current.copy()
    if not instance.size or not instance.routes:
        return best
    ruin = Ruin(instance, random, average=_average(instance))
    scale = _mean_step(instance, current)
    hot, cold = hot * scale, cold * scale
    temperature, fraction = hot, 0.0
    while True:
        if meter.used % 8 == 0:
            fraction = meter.fraction()
            temperature = hot * (cold / hot) ** fraction
            if progress is not None and meter.used % 256 == 0:
                progress(fraction, best.cost)
        if fraction >= 1 or (meter.most is not None and meter.used >= meter.most):
            return best
        meter.used += 1
        candidate = _step(workshop, ruin, recreate, current, random)
        if candidate is None:
            continue
        if candidate.cost < current.cost - temperature * math.log(random.random() or 1e-12):
            current = candidate
            if pool is not None:
                pool.add(current.tours)
            if current.cost < best.cost:
                best = current.copy()


def _average(instance):
    times = sum(max(len(option) for option in options) for options in instance.options) / instance.size
    return max(2, min(10, 0.4 * instance.size)) / times**0.5


def _mean_step(instance, solution):
    """Driving per planned stop: the natural size of a change."""
    stops = sum(tour.size for tour in solution.tours)
    return max(1.0, sum(tour.cost for tour in solution.tours) / max(1, stops))


def _step(workshop, ruin, recreate, current, random):
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
    visits = [q for q, where in enumerate(on) if not where]
    recreate.sort(visits)
    routes |= recreate.insert_all(candidate, visits)
    if not all(tours[route].feasible for route in routes):
        return None
    return candidate
