"""Which engine works for which share of the limit.

PyVRP is strong on days and weeks, our own engine on day patterns, lunch and everything PyVRP cannot say; they get stuck in
different places, so both run, and the days both have seen are recombined. The best plan of all wins.
"""

from .outcome import order_is_allowed
from .recombine import Pool, recombine
from .ruin_recreate import construct, search
from .solution import Solution

try:
    from .pyvrp_engine import ONE_DAY, improve
except ImportError:  # PyVRP is optional: no wheel for this Python, or not installed
    ONE_DAY, improve = {}, None


def find_best(instance, workshop, *, seed, meter, engine="best", given=None, progress=None):
    """(Solution, name of the engine that found it)."""
    best, name = construct(instance, workshop, seed=seed), "own"
    if given is not None and given.cost < best.cost:
        best = given
    if not instance.size or not instance.routes or meter.fraction() >= 1:
        return best, name
    pool = Pool(instance)
    race = _Race(instance, workshop, pool, seed, meter, progress, best)
    plain = all(len(option) == 1 for options in instance.options for option in options)
    if not plain and any(visit.optional for visit in instance.visits):
        # which group of visits stays out is settled early and by chance: several beginnings, the best goes on
        for turn in range(3):
            race.own(0.25 * turn, 0.25 * (turn + 1), turn=turn)
        race.own(0.75, 1.0, warm={"hot": 1.5, "cold": 0.5})
    elif not plain:
        race.own(0.0, 1.0)  # the recombination of patterns is too slow a programme to gain anything
    elif engine == "own" or improve is None:
        race.own(0.0, 0.85)
        race.recombine(0.93)
        race.own(0.93, 1.0, warm={"hot": 0.3, "cold": 0.03})
    elif engine == "pyvrp":
        race.pyvrp(0.0, 1.0)
    elif _is_one_day(instance):
        race.pyvrp(0.0, 1.0, **ONE_DAY)
    else:
        race.pyvrp(0.0, 0.45)
        race.own(0.45, 0.85)
        race.recombine(0.93)
        race.pyvrp(0.93, 1.0, warm=True)
    return race.best, race.name


def _is_one_day(instance):
    """All visits must be made, on one and the same day, by rules PyVRP knows: there it needs no second opinion."""
    rules = [not (spec.lunch or spec.positions or spec.day != instance.routes[0].day) for spec in instance.routes]
    return all(rules) and not any(visit.optional for visit in instance.visits)


class _Race:
    """The best plan so far and who found it."""

    def __init__(self, instance, workshop, pool, seed, meter, progress, best):
        self.instance = instance
        self.workshop = workshop
        self.pool = pool
        self.seed = seed
        self.meter = meter
        self.report = progress
        self.best = best
        self.name = "own"

    def progress(self, _):
        if self.report is not None:
            self.report(self.best.cost)

    def take(self, solution, name):
        if solution is not None and solution.cost < self.best.cost:
            self.best, self.name = solution, name

    def own(self, begin, end, *, warm=None, turn=0):
        """`warm` = temperatures at which the best plan is improved; otherwise from the first plan. `turn` varies the seed."""
        meter = self.meter.part(begin, end)
        start = self.best if warm else None
        seed = self.seed + 1_000_003 * turn
        found = search(
            self.instance, self.workshop, seed=seed, meter=meter, start=start, progress=self.progress, pool=self.pool, **(warm or {})
        )
        self.take(found, "own")

    def pyvrp(self, begin, end, *, warm=False, **settings):
        meter = self.meter.part(begin, end)
        if meter.fraction() >= 1:
            return
        missing = any(not routes for routes in self.best.on)
        orders = improve(
            self.instance,
            seed=self.seed,
            meter=meter,
            start=self.best.orders() if warm else None,
            required=[q for q in range(self.instance.size) if self.instance.mandatory[q] and self.best.on[q]] if missing else (),
            progress=self.progress,
            seen=self.pool.add_orders,
            **settings,
        )
        if orders is not None:
            self.take(self._legal(orders), "pyvrp")

    def _legal(self, orders):
        """The plan as we count it; days that break a rule PyVRP does not know give up stops until they keep it."""
        return Solution.from_orders(self.workshop, {route: self._shortened(route, order) for route, order in orders.items()})

    def _shortened(self, route, order):
        while order and not order_is_allowed(self.instance, route, order):
            at = min(range(len(order)), key=lambda at: (self.instance.mandatory[order[at]], self.instance.prize[order[at]]))
            order = order[:at] + order[at + 1 :]
        return order

    def recombine(self, until):
        share = until - self.meter.fraction()
        if share <= 0:
            return
        orders = recombine(self.instance, self.workshop, self.pool, seconds=self.meter.seconds_left(share))
        if orders is not None and all(order_is_allowed(self.instance, route, order) for route, order in orders.items()):
            self.take(Solution.from_orders(self.workshop, orders), "recombined")
