import dataclasses
import unittest

from hypothesis import given, settings

from odoo.addons.sales_os.algorithms.route import Fixed, GivenRoute, Limit, Reason, RouteProblem, Visit, WorkingDay, check_plan, plan

from .route_problems import HOUR, NOON_BREAK, brute_force_seconds, line, problems, visit, working_day

FEW = Limit(iterations=60)


def solve(problem, seed=1, limit=FEW, **values):
    result = plan(problem, seed=seed, limit=limit, **values)
    faults = check_plan(problem, result)
    if faults:
        raise AssertionError(faults)
    return result


def order(result, day=0):
    return [stop.visit for stop in result.days[day].stops]


class TestRoutePlanAlgorithm(unittest.TestCase):
    def test_a_straight_road_is_driven_once_up_and_down(self):
        problem = RouteProblem(
            days=(working_day(),), visits=tuple(visit(n, n) for n in (3, 1, 4, 2)), travel=line(0, 5000, 10000, 15000, 20000)
        )
        for engine in ("best", "own", "pyvrp"):
            result = solve(problem, engine=engine)
            self.assertEqual(result.totals.travel_metres, 40000)
            self.assertEqual(result.totals.travel_seconds, 4000)

    def test_times_follow_from_the_order(self):
        problem = RouteProblem(days=(working_day(),), visits=(visit("a", 1), visit("b", 2)), travel=line(0, -6000, 6000))
        day = solve(problem).days[0]
        self.assertEqual([stop.travel_seconds for stop in day.stops], [600, 1200])
        self.assertEqual(day.leave, 8 * HOUR)
        self.assertEqual([(stop.arrival - 8 * HOUR, stop.departure - 8 * HOUR) for stop in day.stops], [(600, 2400), (3600, 5400)])
        self.assertEqual(day.back, 8 * HOUR + 6000)
        self.assertEqual((day.travel_metres, day.back_metres, day.wait_seconds), (24000, 6000, 0))

    def test_the_rep_leaves_late_instead_of_waiting_at_a_closed_door(self):
        late = visit("late", 1, windows={"mon": ((10 * HOUR, 12 * HOUR),)})
        day = solve(RouteProblem(days=(working_day(),), visits=(late,), travel=line(0, 6000))).days[0]
        self.assertEqual((day.leave, day.stops[0].arrival, day.wait_seconds), (10 * HOUR - 600, 10 * HOUR, 0))

    def test_small_days_are_optimal(self):
        places = (0, 3000, -7000, 12000, 500, -2500, 8000)
        for count in range(1, 7):
            problem = RouteProblem(
                days=(working_day(shift_end=20 * HOUR),), visits=tuple(visit(n, n, 600) for n in range(1, count + 1)), travel=line(*places)
            )
            self.assertEqual(solve(problem).totals.travel_seconds, brute_force_seconds(problem))

    def test_an_appointment_is_kept_to_the_second_and_the_rest_arranged_around_it(self):
        visits = (visit("far", 2), visit("meeting", 1, fixed=Fixed(day="mon", start=9 * HOUR)), visit("near", 3))
        result = solve(RouteProblem(days=(working_day(),), visits=visits, travel=line(0, 20000, 21000, 1000)))
        starts = {stop.visit: stop.start for stop in result.days[0].stops}
        self.assertEqual(starts["meeting"], 9 * HOUR)
        self.assertEqual(len(starts), 3)

    def test_a_stop_locked_to_a_position_stays_there(self):
        for engine in ("best", "own", "pyvrp"):
            for position in (1, 2, 3, 4):
                visits = (*(visit(n, n) for n in (1, 2, 3)), visit("locked", 4, fixed=Fixed(day="mon", position=position)))
                result = solve(RouteProblem(days=(working_day(),), visits=visits, travel=line(0, 1000, 2000, 3000, 4000)), engine=engine)
                self.assertEqual(order(result).index("locked"), position - 1)
                self.assertEqual(len(order(result)), 4)

    def test_a_position_beyond_a_short_day_means_last(self):
        visits = (visit(1, 1), visit("locked", 2, fixed=Fixed(position=9)))
        self.assertEqual(order(solve(RouteProblem(days=(working_day(),), visits=visits, travel=line(0, 5000, 1000)))), [1, "locked"])

    def test_lunch_falls_between_visits(self):
        visits = tuple(visit(n, n, HOUR) for n in (1, 2, 3, 4, 5, 6))
        result = solve(
            RouteProblem(days=(working_day(lunch=NOON_BREAK),), visits=visits, travel=line(0, 900, 1800, 2700, 3600, 4500, 5400))
        )
        lunch = result.days[0].lunch
        self.assertTrue(12 * HOUR <= lunch.start <= 13 * HOUR)
        self.assertEqual(lunch.end - lunch.start, 1800)
        self.assertEqual(result.totals.visits, 6)
        for stop in result.days[0].stops:
            self.assertFalse(stop.start < lunch.end and lunch.start < stop.departure)

    def test_lunch_costs_the_visit_that_no_longer_fits(self):
        visits = tuple(visit(n, n, HOUR) for n in (1, 2, 3, 4))
        day = {"shift_start": 10 * HOUR, "shift_end": 14 * HOUR + 1000}
        free = RouteProblem(days=(working_day(**day),), visits=visits, travel=line(0, 1000, 1000, 1000, 1000))
        self.assertEqual(solve(free).totals.visits, 4)
        with_lunch = dataclasses.replace(free, days=(working_day(lunch=NOON_BREAK, **day),))
        result = solve(with_lunch)
        self.assertEqual(result.totals.visits, 3)
        self.assertEqual([u.reason for u in result.unplanned], [Reason.DAY_FULL])

    def test_a_morning_needs_no_lunch_on_the_road(self):
        result = solve(RouteProblem(days=(working_day(lunch=NOON_BREAK),), visits=(visit(1, 1),), travel=line(0, 1000)))
        self.assertIsNone(result.days[0].lunch)

    def test_weekly_customers_keep_their_weekday(self):
        names = tuple((week, day) for week in (1, 2) for day in ("mon", "tue"))
        days = tuple(working_day(day=name) for name in names)
        weekly = tuple((((1, day), (2, day))) for day in ("mon", "tue"))
        visits = tuple(visit(n, n, 2 * HOUR, patterns=weekly) for n in (1, 2, 3, 4))
        result = solve(RouteProblem(days=days, visits=visits, travel=line(0, 20000, 21000, -20000, -21000)))
        self.assertEqual(result.totals.visits, 8)
        self.assertEqual(result.totals.travel_metres, 4 * 42000)

    def test_optional_visits_are_made_when_they_are_worth_the_way(self):
        visits = (visit("must", 1), visit("worth it", 2, optional=True, value=2001), visit("not", 3, optional=True, value=3999))
        problem = RouteProblem(days=(working_day(),), visits=visits, travel=line(0, 1000, 11000, -20000), objective="time")
        result = solve(problem)
        self.assertEqual(sorted(order(result)), ["must", "worth it"])
        (left,) = result.unplanned
        self.assertEqual((left.reason, left.facts["value"], left.facts["detour"]), (Reason.LOWER_VALUE, 3999, 4000))

    def test_value_goes_before_driving_when_value_is_the_objective(self):
        visits = (visit("near", 1, 5 * HOUR, value=10), visit("far", 2, 5 * HOUR, value=11))
        problem = RouteProblem(days=(working_day(),), visits=visits, travel=line(0, 100, 50000), objective="value")
        self.assertEqual(order(solve(problem)), ["far"])

    def test_the_distance_objective_counts_metres(self):
        slow = ((0, 900, 100), (900, 0, 100), (100, 100, 0))
        short = ((0, 10, 5000), (10, 0, 5000), (5000, 5000, 0))
        from odoo.addons.sales_os.algorithms.route import Travel

        problem = RouteProblem(
            days=(working_day(),), visits=(visit(1, 1), visit(2, 2)), travel=Travel(seconds=slow, metres=short), objective="distance"
        )
        self.assertEqual(solve(problem).cost, 10010)

    def test_a_good_given_order_is_kept_and_a_bad_one_improved(self):
        problem = RouteProblem(days=(working_day(),), visits=tuple(visit(n, n) for n in (1, 2, 3)), travel=line(0, 1000, 2000, 3000))
        best = dataclasses.replace(problem, baseline=(GivenRoute(rep="rep", day="mon", visits=(3, 2, 1)),))
        self.assertEqual(order(solve(best, limit=Limit(iterations=0))), [3, 2, 1])
        bad = dataclasses.replace(problem, baseline=(GivenRoute(rep="rep", day="mon", visits=(2, 1, 3)),))
        result = solve(bad)
        self.assertTrue(result.baseline.feasible)
        self.assertEqual((result.baseline.totals.travel_metres, result.saved_metres), (8000, 2000))

    def test_a_given_order_that_comes_late_is_named(self):
        early = visit("early", 2, windows={"mon": ((8 * HOUR, 9 * HOUR),)})
        given_order = (GivenRoute(rep="rep", day="mon", visits=(1, "early")),)
        problem = RouteProblem(days=(working_day(),), visits=(visit(1, 1), early), travel=line(0, 9000, 9000), baseline=given_order)
        result = solve(problem)
        self.assertFalse(result.baseline.feasible)
        self.assertEqual((result.baseline.broken_visit, result.totals.visits), ("early", 2))

    def test_great_circle_road_factor_and_speed(self):
        places = ((48.8566, 2.3522), (45.7640, 4.8357))  # Paris, Lyon: 391.5 km
        day = WorkingDay(rep=1, day=1, shift_start=0, shift_end=20 * HOUR, start_place=0, end_place=0)
        problem = RouteProblem(days=(day,), visits=(Visit(key=1, place=1, service=0),), places=places, road_factor=1.2, speed_kmh=90)
        result = solve(problem)
        self.assertAlmostEqual(result.totals.travel_metres, 2 * 391_500 * 1.2, delta=2000)
        self.assertAlmostEqual(result.totals.travel_seconds, result.totals.travel_metres / 25, delta=2)
        slow = dataclasses.replace(problem, days=(dataclasses.replace(day, speed_kmh=60.0),))
        self.assertAlmostEqual(solve(slow).totals.travel_seconds, result.totals.travel_seconds * 1.5, delta=3)

    def test_a_run_can_be_stopped_and_reports_progress(self):
        seen = []
        problem = RouteProblem(days=(working_day(),), visits=tuple(visit(n, n) for n in (1, 2)), travel=line(0, 1000, 2000))
        result = solve(
            problem, limit=Limit(iterations=10**9, should_stop=lambda: len(seen) > 3), progress=lambda share, cost: seen.append(share)
        )
        self.assertTrue(result.stopped)
        self.assertTrue(all(0 <= share <= 1 for share in seen))
        self.assertEqual(result.totals.visits, 2)

    def test_a_time_limit_reads_the_clock_it_is_given(self):
        ticks = iter(range(10**6))
        problem = RouteProblem(days=(working_day(),), visits=tuple(visit(n, n) for n in (1, 2)), travel=line(0, 1000, 2000))
        result = solve(problem, limit=Limit(seconds=50, clock=lambda: next(ticks)))
        self.assertLess(next(ticks), 120)
        self.assertFalse(result.stopped)
        with self.assertRaises(ValueError):
            Limit(seconds=5)

    @settings(max_examples=60)
    @given(problems())
    def test_every_plan_keeps_every_rule_and_is_never_worse_than_what_was_given(self, problem):
        result = solve(problem, limit=Limit(iterations=24))
        planned = {stop.visit for day in result.days for stop in day.stops}
        self.assertEqual(planned | {u.visit for u in result.unplanned}, {v.key for v in problem.visits})
        self.assertEqual(len(planned) + len(result.unplanned), len(problem.visits))
        if result.baseline and result.baseline.feasible and problem.objective != "value" and not result.unplanned:
            if result.baseline.totals.visits == result.totals.visits:
                self.assertLessEqual(
                    result.cost, getattr(result.baseline.totals, "travel_metres" if problem.objective == "distance" else "travel_seconds")
                )

    @settings(max_examples=25)
    @given(problems())
    def test_the_same_seed_gives_the_same_plan(self, problem):
        self.assertEqual(plan(problem, seed=7, limit=Limit(iterations=24)), plan(problem, seed=7, limit=Limit(iterations=24)))

    @settings(max_examples=25)
    @given(problems())
    def test_the_order_of_the_input_does_not_matter(self, problem):
        turned = dataclasses.replace(problem, visits=problem.visits[::-1], baseline=())
        straight = dataclasses.replace(problem, baseline=())
        many = Limit(iterations=150)
        self.assertEqual(plan(straight, seed=1, limit=many, engine="own").cost, plan(turned, seed=1, limit=many, engine="own").cost)
