"""Which engine works for which share of the limit.

PyVRP is the stronger on one day. Over several days, where it matters most which visit is made on which day, our own engine is, and the
more so the smaller the plan. A week of many reps is planned as a whole, then rep by rep anew, then as a whole again: from nothing PyVRP
stays far behind there (+7 % at 300 customers), from the plans of the single reps it is the better finisher. The days seen on the way are
recombined. The best plan of all wins.
"""

from random import Random

from .neighbourhood import Neighbourhoods
from .outcome import order_is_allowed
from .recombine import Pool, recombine
from .ruin_recreate import construct, search
from .share import Share
from .solution import Solution, Workshop

try:
    from .pyvrp_engine import ONE_DAY, improve
except ImportError:  # PyVRP is optional: no wheel for this Python, or not installed
    ONE_DAY, improve = {}, None

SHORT_DAY = 60  # visits, at most
DAY_RESTARTS = 6  # of such a day with a lunch break or optional visits
MISSING = 2.0  # see ruin_recreate.search
RESTARTS = 7  # of a small week, each from a first plan
BEGINNINGS = 3  # of weeks with patterns
STRETCH = 0.05  # of the limit, for one share of a plan
# start and end temperatures of our own engine
SHORT = {"hot": 1.5, "cold": 0.1}  # a small plan from nothing, in little time
AGAIN = {"hot": 2.0, "cold": 0.1}  # a part of a plan, out of its present state
LATE = {"hot": 0.5, "cold": 0.05, "warm": True}  # the whole plan, near the end


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
    known = plain and improve is not None and engine != "own"  # PyVRP can say it
    one_day = _is_one_day(instance)
    if known and engine == "pyvrp":
        race.pyvrp(0.0, 1.0)
    elif one_day and instance.size <= SHORT_DAY and not _is_plain_day(instance):
        race.short_day()
    elif known and one_day:
        if _is_plain_day(instance):
            race.pyvrp(0.0, 1.0, **ONE_DAY)
        else:
            race.pyvrp(0.0, 0.45)
            race.own(0.45, 0.85)
            race.recombine(0.93)
            race.pyvrp(0.93, 1.0, warm=True)
    else:
        race.weeks(plain, known)
    return race.best, race.name


def _is_one_day(instance):
    return len({spec.day for spec in instance.routes}) == 1


def _is_plain_day(instance):
    """All visits must be made by rules PyVRP knows: there it needs no second opinion."""
    return not any(spec.lunch or spec.positions for spec in instance.routes) and not any(visit.optional for visit in instance.visits)


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

    def own(self, begin, end, *, warm=False, turn=0, **temperatures):
        """`warm` = from the best plan, otherwise from the first one. `turn` varies the seed."""
        found = search(
            self.instance,
            self.workshop,
            seed=self.seed + 1_000_003 * turn,
            meter=self.meter.part(begin, end),
            start=self.best if warm else None,
            progress=self.progress,
            pool=self.pool,
            **temperatures,
        )
        self.take(found, "own")

    def short_day(self):
        """A day that PyVRP cannot say as it is: from several first plans, by our own engine."""
        for turn in range(DAY_RESTARTS):
            self.own(0.9 * turn / DAY_RESTARTS, 0.9 * (turn + 1) / DAY_RESTARTS, turn=turn, missing=MISSING)
        self.recombine(1.0)

    def weeks(self, plain, known):
        """Several days: a first plan, its shares made anew one after the other, then all of it together (`known` = by PyVRP too)."""
        drawn = Neighbourhoods(self.instance, Random(self.seed))
        if drawn.whole and not plain:
            for turn in range(BEGINNINGS):
                self.own(0.2 * turn, 0.2 * (turn + 1), turn=turn, hot=1.5, cold=0.03)
        elif drawn.whole:
            for turn in range(RESTARTS):
                self.own(0.7 * turn / RESTARTS, 0.7 * (turn + 1) / RESTARTS, turn=turn, **SHORT)
        elif plain:
            self.own(0.0, 0.05 if known else 0.1, hot=1.0, cold=0.2)
            if known:
                self.reps(drawn, 0.4)
            else:
                self.shares(drawn, 0.5)
        else:  # which group of visits stays out is settled early and by chance: several beginnings, the best goes on
            for turn in range(BEGINNINGS):
                self.own(0.15 * turn, 0.15 * (turn + 1), turn=turn)
            self.shares(drawn, 0.85, warm=True)
        if plain:  # the recombination of patterns is too slow a programme to gain anything
            if known and not drawn.whole:
                self.pyvrp(self.meter.fraction(), 0.94, warm=True)
            else:
                self.own(self.meter.fraction(), 0.94, **LATE)
            self.recombine(1.0)
        else:
            self.own(self.meter.fraction(), 1.0, **LATE)

    def reps(self, drawn, end):
        """The week of each rep anew by PyVRP, with what is left out, until `end`."""
        weeks = {}
        for route, spec in enumerate(self.instance.routes):
            weeks.setdefault(spec.rep, []).append(route)
        for turn, routes in enumerate(weeks.values()):
            begin = self.meter.fraction()
            if begin >= end:
                return
            meter = self.meter.part(begin, begin + (end - begin) / (len(weeks) - turn))

            def find(share, workshop, present, meter=meter):
                orders = improve(
                    share.instance,
                    seed=self.seed,
                    meter=meter,
                    progress=self.progress,
                    seen=lambda days: self.pool.add_orders(share.widen(days)),
                )
                return present if orders is None else Solution.from_orders(workshop, _legal_orders(share.instance, orders))

            self.replace_share(routes, drawn.visits_for(self.best, routes), find, "pyvrp")

    def shares(self, drawn, end, *, warm=False):
        """One share of the plan after the other, until `end`; `warm` = from its present state, otherwise from a first plan of its own."""
        turn = 0
        while self.meter.fraction() < end:
            turn += 1
            at = self.meter.fraction()
            self.meter.count()  # a share without visits must not go on for ever
            self.share(*drawn.draw(self.best), self.meter.part(at, min(end, at + STRETCH)), turn, warm)

    def share(self, routes, visits, meter, turn, warm):
        def find(share, workshop, present):
            pool, seed = Pool(share.instance), self.seed + 1_000_003 * turn
            start, settings = (present, AGAIN) if warm else (None, SHORT)
            found = search(share.instance, workshop, seed=seed, meter=meter, start=start, progress=self.progress, pool=pool, **settings)
            self.pool.join(pool, share.widen)
            return found

        self.replace_share(routes, visits, find, "own")

    def replace_share(self, routes, visits, find, name):
        """Put what `find(share, workshop, present solution)` makes of these rep-days into the plan where it is better."""
        share = Share(self.instance, routes, visits)
        workshop = Workshop(share.instance)
        orders = self.best.orders()
        present = Solution.from_orders(workshop, share.narrow(orders))
        found = find(share, workshop, present)
        if found.cost < present.cost:
            for route in routes:
                orders.pop(route, None)
            orders.update(share.widen(found.orders()))
            self.take(Solution.from_orders(self.workshop, orders), name)

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
        return Solution.from_orders(self.workshop, _legal_orders(self.instance, orders))

    def recombine(self, until):
        share = until - self.meter.fraction()
        if share <= 0:
            return
        orders = recombine(self.instance, self.workshop, self.pool, seconds=self.meter.seconds_left(share))
        if orders is not None and all(order_is_allowed(self.instance, route, order) for route, order in orders.items()):
            self.take(Solution.from_orders(self.workshop, orders), "recombined")


def _legal_orders(instance, orders):
    return {route: _shortened(instance, route, order) for route, order in orders.items()}


def _shortened(instance, route, order):
    while order and not order_is_allowed(instance, route, order):
        at = min(range(len(order)), key=lambda at: (instance.mandatory[order[at]], instance.prize[order[at]]))
        order = order[:at] + order[at + 1 :]
    return order
