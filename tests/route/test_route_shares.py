import dataclasses
import unittest
from random import Random

from odoo.addons.sales_os.algorithms.route import Fixed, Limit, RouteProblem, Travel, check_plan, plan
from odoo.addons.sales_os.algorithms.route.instance import compile_instance
from odoo.addons.sales_os.algorithms.route.neighbourhood import Neighbourhoods
from odoo.addons.sales_os.algorithms.route.ruin_recreate import construct
from odoo.addons.sales_os.algorithms.route.share import Share
from odoo.addons.sales_os.algorithms.route.solution import Solution, Workshop
from odoo.addons.sales_os.algorithms.route.tour import Tour

from .route_problems import HOUR, visit, working_day

WEEKDAYS = ("mon", "tue", "wed")


def region(reps=("ann", "bob", "cem"), weeks=1, size=90, patterned=False, seed=1):
    """Many reps or weeks with more visits than there is time for."""
    random = Random(seed)
    points = [(random.randint(0, 60), random.randint(0, 60)) for _ in range(size + len(reps))]
    metres = tuple(tuple(1000 * (abs(a - c) + abs(b - d)) for c, d in points) for a, b in points)
    travel = Travel(seconds=tuple(tuple(m // 15 for m in row) for row in metres), metres=metres)
    names = [(week, day) for week in range(weeks) for day in WEEKDAYS]
    days = tuple(
        working_day(rep, name, start_place=place, end_place=place, max_visits=9) for place, rep in enumerate(reps) for name in names
    )
    weekly = tuple(tuple((week, day) for week in range(weeks)) for day in WEEKDAYS)
    visits = []
    for number in range(size):
        values = {"optional": True, "value": random.randint(1000, 9000), "reps": (reps[number % len(reps)],)}
        if patterned:
            values["patterns"] = weekly if number % 2 else tuple((name,) for name in names)
        elif number % 4 == 0:
            values["reps"] = None
        if number % 5 == 0:
            values["windows"] = dict.fromkeys(names[1:], ((9 * HOUR, 12 * HOUR),))
        visits.append(visit(number, number + len(reps), 2400, **values))
    visits[1] = dataclasses.replace(visits[1], fixed=Fixed(day=names[0], start=10 * HOUR), patterns=None if not patterned else weekly)
    return RouteProblem(days=days, visits=tuple(visits), travel=travel)


class TestRouteShares(unittest.TestCase):
    def test_a_week_of_many_reps_and_weeks_with_patterns_keep_every_rule(self):
        for problem in (region(), region(weeks=3, size=80, patterned=True)):
            for limit in (1, 40, 400):
                result = plan(problem, seed=3, limit=Limit(iterations=limit))
                self.assertEqual(check_plan(problem, result), [])

    def test_more_time_never_gives_a_worse_plan_than_the_first_one(self):
        problem = region()
        instance = compile_instance(problem)
        first = construct(instance, Workshop(instance), seed=5).cost
        self.assertLess(plan(problem, seed=5, limit=Limit(iterations=600)).cost, first)

    def test_the_same_seed_gives_the_same_plan_of_shares(self):
        problem = region(weeks=2, size=80, patterned=True)
        self.assertEqual(plan(problem, seed=2, limit=Limit(iterations=200)), plan(problem, seed=2, limit=Limit(iterations=200)))

    def test_a_share_holds_whole_patterns_and_can_be_read_back(self):
        for problem in (region(), region(weeks=3, size=80, patterned=True)):
            instance = compile_instance(problem)
            workshop = Workshop(instance)
            solution = construct(instance, workshop, seed=1)
            drawn = Neighbourhoods(instance, Random(4))
            self.assertFalse(drawn.whole)
            for _ in range(12):
                routes, visits = drawn.draw(solution)
                for q in visits:
                    self.assertTrue(set(solution.on[q]) <= set(routes))
                share = Share(instance, routes, visits)
                narrow = share.narrow(solution.orders())
                part = Solution.from_orders(Workshop(share.instance), narrow)
                self.assertTrue(all(tour.feasible for tour in part.tours))
                orders = {route: order for route, order in solution.orders().items() if route in routes}
                self.assertEqual(share.widen(narrow), orders)
                driving = sum(solution.tours[route].cost for route in routes)
                left = sum(instance.prize[q] for q in share.visits if not solution.on[q])
                self.assertEqual(part.cost, driving + left)

    def test_all_visits_have_their_turn(self):
        instance = compile_instance(region())
        solution = construct(instance, Workshop(instance), seed=1)
        drawn = Neighbourhoods(instance, Random(4))
        seen = set()
        for _ in range(20):
            seen.update(drawn.draw(solution)[1])
        self.assertEqual(seen, set(range(instance.size)))

    def test_nothing_that_fits_is_no_endless_search(self):
        problem = region()
        far = tuple(dataclasses.replace(v, value=0, fixed=None) for v in problem.visits)
        result = plan(dataclasses.replace(problem, visits=far), seed=1, limit=Limit(iterations=100))
        self.assertEqual(result.totals.visits, 0)

    def test_a_tour_made_longer_is_the_tour_made_anew(self):
        random = Random(9)
        instance = compile_instance(region())
        workshop = Workshop(instance)
        for spec in instance.routes:
            self.assertFalse(spec.rich)
            tour = workshop.tour(spec.index, ())
            for q in random.sample(range(instance.size), instance.size):
                if not spec.windows[q] or q in tour.members:
                    continue
                _, gap = workshop.insertion(tour, q)
                if gap < 0:
                    continue
                longer = Tour.longer(instance, spec, tour, gap, q)
                anew = Tour(instance, spec, (*tour.order[:gap], q, *tour.order[gap:]))
                for name in Tour.__slots__:
                    self.assertEqual(getattr(longer, name), getattr(anew, name), name)
                tour = anew
            self.assertGreater(tour.size, 3)
