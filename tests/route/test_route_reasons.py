import dataclasses
import math
import time
import unittest

from odoo.addons.sales_os.algorithms.route import (
    Fixed,
    GivenRoute,
    Issue,
    Limit,
    Lunch,
    Reason,
    RouteInputError,
    RouteProblem,
    Travel,
    check_plan,
    plan,
    problem_issues,
)

from .route_problems import HOUR, NOON_BREAK, line, visit, working_day

ROAD = line(0, 1000, 2000, 400000)


def road(*visits, days=None, **values):
    return RouteProblem(days=days or (working_day(),), visits=visits, travel=ROAD, **values)


def left_out(problem):
    """{visit: Unplanned} after a short run; the plan around them is checked."""
    before = time.perf_counter()
    result = plan(problem, seed=1, limit=Limit(iterations=20))
    assert time.perf_counter() - before < 1
    assert not check_plan(problem, result)
    return {unplanned.visit: unplanned for unplanned in result.unplanned}


class TestRouteReasons(unittest.TestCase):
    def why(self, refused, reason, **problem):
        """The refused visit is named with the reason while another one is planned; returns the facts."""
        found = left_out(road(refused, visit("other", 2), **problem))
        self.assertEqual({key: value.reason for key, value in found.items()}, {refused.key: reason})
        return found[refused.key].facts

    def test_no_position(self):
        self.why(visit("x", None), Reason.NO_POSITION)
        day = working_day(start_place=0, end_place=0)
        for unset in (None, (0.0, 0.0), (math.nan, 10.0), (95.0, 10.0)):
            problem = RouteProblem(days=(day,), visits=(visit("x", 1),), places=((48.0, 2.0), unset))
            self.assertEqual(left_out(problem)["x"].reason, Reason.NO_POSITION)

    def test_closed_that_day(self):
        facts = self.why(visit("x", 1, windows={"tue": ((0, 24 * HOUR),)}), Reason.CLOSED)
        self.assertEqual(facts["days"], ("mon",))

    def test_window_outside_the_shift(self):
        facts = self.why(visit("x", 1, windows={"mon": ((18 * HOUR, 20 * HOUR),)}), Reason.WINDOW_OUTSIDE_SHIFT)
        self.assertEqual((facts["window"], facts["shift"]), ((18 * HOUR, 20 * HOUR), (8 * HOUR, 17 * HOUR)))

    def test_window_shorter_than_the_visit(self):
        facts = self.why(visit("x", 1, windows={"mon": ((9 * HOUR, 9 * HOUR + 600),)}), Reason.WINDOW_TOO_SHORT)
        self.assertEqual((facts["service"], facts["longest"]), (1800, 600))

    def test_too_far_for_a_day(self):
        facts = self.why(visit("x", 3), Reason.TOO_FAR)
        self.assertEqual(facts["needed"], 81800)

    def test_a_visit_longer_than_the_shift(self):
        self.why(visit("x", 1, 10 * HOUR), Reason.TOO_FAR)

    def test_appointment_outside_the_shift_unreachable_and_in_conflict(self):
        self.why(visit("x", 1, fixed=Fixed(start=6 * HOUR)), Reason.APPOINTMENT_OUTSIDE_SHIFT)
        facts = self.why(visit("x", 1, fixed=Fixed(start=8 * HOUR + 60)), Reason.APPOINTMENT_UNREACHABLE)
        self.assertEqual(facts["earliest"], 8 * HOUR + 100)
        first = visit("first", 1, HOUR, fixed=Fixed(start=9 * HOUR), value=1)
        second = visit("second", 2, HOUR, fixed=Fixed(start=9 * HOUR + 1800))
        found = left_out(road(first, second))
        self.assertEqual([(u.reason, u.facts["others"]) for u in found.values()], [(Reason.APPOINTMENT_CONFLICT, ("first",))])

    def test_no_such_day_rep_or_room(self):
        self.why(visit("x", 1, days=("sun",)), Reason.NO_WORKING_DAY)
        self.why(visit("x", 1, reps=("nobody",)), Reason.NO_REP)
        self.why(visit("x", 1, load=9), Reason.LOAD_TOO_LARGE, days=(working_day(capacity=8),))
        self.why(visit("x", 3), Reason.TOO_MUCH_DRIVING, days=(working_day(max_driving=HOUR, shift_end=23 * HOUR, shift_start=0),))
        self.why(visit("x", 1, patterns=(("mon", "sun"),)), Reason.PATTERN_IMPOSSIBLE)
        found = left_out(road(visit("x", 1), days=(working_day(max_visits=0),)))
        self.assertEqual(found["x"].reason, Reason.NO_VISIT_ALLOWED)

    def test_full_day_leaves_out_the_lowest_value(self):
        visits = [visit(n, 1, 2 * HOUR, value=n) for n in range(1, 7)]
        found = left_out(road(*visits))
        self.assertEqual({key: value.reason for key, value in found.items()}, {1: Reason.DAY_FULL, 2: Reason.DAY_FULL})

    def test_nothing_to_do(self):
        for problem in (road(), RouteProblem(days=(), visits=(visit("x", 1),), travel=ROAD), RouteProblem(days=(), visits=())):
            result = plan(problem, seed=1, limit=Limit(iterations=5))
            self.assertEqual(result.days, ())
            self.assertFalse(check_plan(problem, result))


class TestRouteInput(unittest.TestCase):
    def refused(self, problem, issue, key=None):
        """The problem is refused at once, naming the subject; returns the facts."""
        before = time.perf_counter()
        with self.assertRaises(RouteInputError) as caught:
            plan(problem, seed=1, limit=Limit(seconds=60, clock=time.monotonic))
        self.assertLess(time.perf_counter() - before, 1)
        (found,) = caught.exception.issues
        self.assertEqual((found.issue, found.key), (issue, key))
        self.assertEqual(problem_issues(problem), caught.exception.issues)
        return found.facts

    def test_speed_and_road_factor(self):
        places = ((48.0, 2.0), (48.1, 2.0))
        base = RouteProblem(days=(working_day(),), visits=(visit("x", 1),), places=places)
        for speed in (0, -5):
            self.refused(dataclasses.replace(base, speed_kmh=speed), Issue.SPEED_NOT_POSITIVE)
        for speed in (math.nan, math.inf, None, "50"):
            self.refused(dataclasses.replace(base, speed_kmh=speed), Issue.NOT_A_NUMBER)
        self.refused(dataclasses.replace(base, days=(working_day(speed_kmh=0),)), Issue.SPEED_NOT_POSITIVE, ("rep", "mon"))
        self.refused(dataclasses.replace(base, road_factor=0.5), Issue.ROAD_FACTOR_TOO_SMALL)
        self.refused(dataclasses.replace(base, road_factor=math.nan), Issue.NOT_A_NUMBER)

    def test_days(self):
        key = ("rep", "mon")
        facts = self.refused(road(visit("x", 1), days=(working_day(shift_start=0, shift_end=30 * HOUR),)), Issue.DAY_TOO_LONG, key)
        self.assertEqual(facts["shift"], (0, 30 * HOUR))
        self.refused(road(visit("x", 1), days=(working_day(shift_start=17 * HOUR),)), Issue.SHIFT_ENDS_BEFORE_START, key)
        self.refused(road(visit("x", 1), days=(working_day(shift_start=math.nan),)), Issue.NOT_A_NUMBER, key)
        self.refused(road(visit("x", 1), days=(working_day(max_visits=-1),)), Issue.NEGATIVE, key)
        self.refused(road(visit("x", 1), days=(working_day(), working_day())), Issue.DUPLICATE_KEY, key)
        late = Lunch(earliest=13 * HOUR, latest=12 * HOUR, seconds=1800)
        self.refused(road(visit("x", 1), days=(working_day(lunch=late),)), Issue.LUNCH_IMPOSSIBLE, key)
        self.refused(road(visit("x", 1), days=(working_day(start_place=17),)), Issue.UNKNOWN_KEY, key)
        homeless = RouteProblem(days=(working_day(end_place=1),), visits=(), places=(None, (48.0, 2.0)))
        self.refused(homeless, Issue.START_WITHOUT_POSITION, key)

    def test_visits(self):
        self.refused(road(visit("x", 1, -60)), Issue.NEGATIVE, "x")
        for service in (math.nan, 30.5, None, 10**15, True):
            self.refused(road(visit("x", 1, service)), Issue.NOT_A_NUMBER, "x")
        self.refused(road(visit("x", 1, value=math.nan)), Issue.NOT_A_NUMBER, "x")
        self.refused(road(visit("x", 1), visit("x", 2)), Issue.DUPLICATE_KEY, "x")
        self.refused(road(visit("x", 99)), Issue.UNKNOWN_KEY, "x")
        self.refused(road(visit("x", 1, windows={"mon": ((12 * HOUR, 9 * HOUR),)})), Issue.WINDOW_ENDS_BEFORE_START, "x")
        self.refused(road(visit("x", 1, fixed=Fixed(position=0))), Issue.NEGATIVE, "x")
        self.refused(road(visit("x", 1, patterns=(("mon", "mon"),))), Issue.PATTERN_REPEATS_DAY, "x")

    def test_problem(self):
        self.refused(road(visit("x", 1), objective="fun"), Issue.UNKNOWN_OBJECTIVE)
        self.refused(road(visit("x", 1), baseline=(GivenRoute(rep="rep", day="mon", visits=("y",)),)), Issue.UNKNOWN_KEY)
        self.refused(road(visit("x", 1), baseline=(GivenRoute(rep="rep", day="sun", visits=("x",)),)), Issue.UNKNOWN_KEY)
        ragged = Travel(seconds=((0, 1), (1,)), metres=((0, 1), (1, 0)))
        self.refused(RouteProblem(days=(working_day(),), visits=(visit("x", 1),), travel=ragged), Issue.MATRIX_SHAPE)
        broken = Travel(seconds=((0, math.nan), (1, 0)), metres=((0, 1), (1, 0)))
        self.refused(RouteProblem(days=(working_day(),), visits=(visit("x", 1),), travel=broken), Issue.NOT_A_NUMBER)

    def test_limits_and_engines(self):
        for values in ({}, {"iterations": -1}, {"seconds": math.nan, "clock": time.monotonic}, {"seconds": 5}):
            with self.assertRaises(ValueError):
                Limit(**values)
        with self.assertRaises(ValueError):
            plan(road(), seed=1, limit=Limit(iterations=1), engine="magic")


class TestRouteCheck(unittest.TestCase):
    """The checker finds what is wrong: a checker that cannot fail proves nothing."""

    def setUp(self):
        self.problem = road(visit("a", 1), visit("b", 2, windows={"mon": ((10 * HOUR, 12 * HOUR),)}), days=(working_day(lunch=NOON_BREAK),))
        self.plan = plan(self.problem, seed=1, limit=Limit(iterations=20))
        self.assertFalse(check_plan(self.problem, self.plan))

    def broken(self, **values):
        day = self.plan.days[0]
        stops = list(day.stops)
        at = next(n for n, stop in enumerate(stops) if stop.visit == "b")
        stops[at] = dataclasses.replace(stops[at], **values)
        changed = dataclasses.replace(self.plan, days=(dataclasses.replace(day, stops=tuple(stops)),))
        return check_plan(self.problem, changed)

    def test_wrong_times_legs_and_visits_are_found(self):
        stop = next(stop for stop in self.plan.days[0].stops if stop.visit == "b")
        self.assertTrue(self.broken(arrival=stop.arrival - 600))
        self.assertTrue(self.broken(start=stop.start + 3 * HOUR, departure=stop.departure + 3 * HOUR))
        self.assertTrue(self.broken(travel_seconds=stop.travel_seconds + 5))
        self.assertTrue(self.broken(visit="a"))
        self.assertTrue(self.broken(visit="unknown"))
        self.assertTrue(self.broken(sequence=9))

    def test_missing_visits_wrong_days_and_totals_are_found(self):
        self.assertTrue(check_plan(self.problem, dataclasses.replace(self.plan, days=())))
        moved = dataclasses.replace(self.plan.days[0], day="tue")
        self.assertTrue(check_plan(self.problem, dataclasses.replace(self.plan, days=(moved,))))
        late = dataclasses.replace(self.plan.days[0], back=18 * HOUR)
        self.assertTrue(check_plan(self.problem, dataclasses.replace(self.plan, days=(late,))))
        totals = dataclasses.replace(self.plan.totals, travel_metres=1)
        self.assertTrue(check_plan(self.problem, dataclasses.replace(self.plan, totals=totals)))

    def test_a_day_without_lunch_is_found(self):
        problem = dataclasses.replace(self.problem, visits=tuple(visit(n, 1, 2 * HOUR) for n in range(3)))
        free = dataclasses.replace(problem, days=(working_day(),))
        self.assertIn("rep, mon: no lunch", check_plan(problem, plan(free, seed=1, limit=Limit(iterations=20))))
