"""What a plan asks of the engine, decided without a database."""

from datetime import UTC, date, datetime
from unittest import TestCase

from odoo.addons.sales_os.algorithms.route import Limit, check_plan, plan
from odoo.addons.sales_os.algorithms.route.field_day import day_facts
from odoo.addons.sales_os.algorithms.route.field_request import DayFacts, PlanFacts, StopFacts, field_request, lunch_of_day, stop_value
from odoo.addons.sales_os.algorithms.route.given_times import given_times
from odoo.addons.sales_os.algorithms.route.rhythm import fair_share, rhythm_of, visits_in

HOUR = 3600
MONDAY = date(2026, 11, 23)
WEEKS = tuple(date(2026, 11, 23 + day) for day in range(5)) + tuple(
    date(2026, 11, 30) if not day else date(2026, 12, day) for day in range(5)
)


def stop(key, **values):
    return StopFacts(
        **{"key": key, "position": (45.8 + key / 50, 16.0 + key % 3 / 40), "minutes": 30, "sequence": key, "customer": key} | values
    )


def facts(stops, dates=(MONDAY,), **values):
    days = tuple(DayFacts(date=day, start=8 * HOUR, stop=17 * HOUR, lunch=(12 * HOUR, 13 * HOUR)) for day in dates)
    return PlanFacts(**{"stops": tuple(stops), "days": days, "home": (45.8, 16.0)} | values)


class TestFieldRequest(TestCase):
    def problem(self, stops, dates=(MONDAY,), **values):
        return field_request(facts(stops, dates, **values)).problem

    def test_the_order_given_is_that_of_the_sequence(self):
        problem = self.problem([stop(1, sequence=3), stop(2, sequence=1), stop(3, sequence=2)])
        self.assertEqual([route.visits for route in problem.baseline], [(1, 2, 0)])

    def test_stops_without_a_date_are_dealt_evenly_in_the_order_they_are_listed(self):
        problem = self.problem([stop(key) for key in range(5)], WEEKS[:2])
        self.assertEqual([route.visits for route in problem.baseline], [(0, 1, 2), (3, 4)])

    def test_one_place_is_asked_for_once(self):
        problem = self.problem([stop(1, position=(45.9, 16.1)), stop(2, position=(45.9, 16.1)), stop(3, position=None)])
        self.assertEqual(len(problem.places), 2)
        self.assertIsNone(problem.visits[2].place)

    def test_a_whole_rhythm_is_one_visit_and_a_held_one_breaks_it(self):
        pair = [stop(1, rhythm="weekly", customer=9, date=WEEKS[0]), stop(2, rhythm="weekly", customer=9, date=WEEKS[5])]
        request = field_request(facts(pair, WEEKS))
        self.assertEqual(request.stops_by_visit, {0: (1, 2)})
        self.assertTrue(all(len(pattern) == 2 for pattern in request.problem.visits[0].patterns))
        held = [pair[0], stop(2, rhythm="weekly", customer=9, date=WEEKS[5], locked=True)]
        free, locked = self.problem(held, WEEKS).visits
        self.assertEqual((free.patterns, free.days), (None, WEEKS[:5]))
        self.assertEqual((locked.fixed.day, locked.fixed.position), (WEEKS[5], 1))

    def test_an_own_window_takes_the_place_of_the_opening_hours(self):
        openings = {0: ((9 * HOUR, 10 * HOUR),)}
        kept, own, closed = self.problem(
            [stop(1, openings=openings), stop(2, openings=openings, window=(11 * HOUR, 12 * HOUR)), stop(3, openings={6: ((0, HOUR),)})]
        ).visits
        self.assertEqual(kept.windows, {MONDAY: ((9 * HOUR, 10 * HOUR),)})
        self.assertEqual(own.windows, {MONDAY: ((11 * HOUR, 12 * HOUR),)})
        self.assertEqual(closed.windows, {})

    def test_the_longest_day_cuts_the_shift_and_lunch_with_it(self):
        day = self.problem([stop(1)], max_day_minutes=240).days[0]
        self.assertEqual((day.shift_end, day.lunch), (12 * HOUR, None))
        lunch = lunch_of_day((12 * HOUR, 13 * HOUR), start=8 * HOUR, stop=13 * HOUR, slack=HOUR)
        self.assertEqual((lunch.earliest, lunch.latest, lunch.seconds), (11 * HOUR, 12 * HOUR, HOUR))

    def test_priority_and_value_are_driving_time(self):
        common = {"hour_value": 60.0, "speed_kmh": 36.0}
        self.assertEqual(stop_value(objective="time", value=120, priority=0, **common), 2 * HOUR)
        self.assertEqual(stop_value(objective="distance", value=60, priority=0, **common), 36_000)
        values = [stop_value(objective="time", value=0, priority=priority, **common) for priority in (1, 2, 5, 6, 0)]
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertEqual(values[-1], 0)
        self.assertEqual(stop_value(objective="time", value=10, priority=0, hour_value=0.0, speed_kmh=36.0), 0)

    def test_half_a_day_of_leave_leaves_the_longer_part(self):
        def at(hour):
            return datetime(2026, 11, 23, hour, tzinfo=UTC)

        noon = (at(12), at(13))
        whole = day_facts(day=MONDAY, start=at(8), end=at(17), breaks=(noon,), lunch=noon)
        self.assertEqual((whole.start, whole.stop, whole.lunch), (8 * HOUR, 17 * HOUR, (12 * HOUR, 13 * HOUR)))
        broken = day_facts(day=MONDAY, start=at(8), end=at(17), breaks=(noon, (at(14), at(16))), lunch=noon)
        self.assertEqual((broken.start, broken.stop, broken.lunch), (8 * HOUR, 14 * HOUR, (12 * HOUR, 13 * HOUR)))
        night = day_facts(day=MONDAY, start=at(20), end=datetime(2026, 11, 24, 0, tzinfo=UTC))
        self.assertEqual(night.stop, 24 * HOUR)

    def test_rhythms(self):
        self.assertEqual(
            [rhythm_of(interval_days=days, weeks=4) for days in (2, 3.5, 7, 14, 28, None)],
            ["thrice_weekly", "twice_weekly", "weekly", "fortnightly", "once", "once"],
        )
        self.assertEqual(rhythm_of(interval_days=7, weeks=1), "once")
        self.assertEqual([visits_in(rhythm=rhythm, weeks=3) for rhythm in ("once", "weekly", "fortnightly", "twice_weekly")], [1, 3, 2, 6])
        self.assertEqual((fair_share(visits=11, days=5), fair_share(visits=0, days=5), fair_share(visits=3, days=0)), (3, 0, 0))


class TestGivenTimes(TestCase):
    def test_an_order_that_can_be_kept_gets_the_times_of_the_engines_own_checker(self):
        problem = field_request(facts([stop(key) for key in range(1, 5)])).problem
        times = given_times(problem)
        found = plan(problem, seed=1, limit=Limit(iterations=0))
        self.assertEqual((times.broken, times.lost), ({}, ()))
        self.assertEqual(times.days[0].travel_metres, found.baseline.totals.travel_metres)
        self.assertEqual(check_plan(problem, found), [])

    def test_what_breaks_is_named_and_the_order_stays(self):
        early = stop(3, window=(8 * HOUR, 8 * HOUR + 1900))
        problem = field_request(
            facts([stop(1), stop(2), early, stop(4, openings={}), stop(5, position=None), stop(6, minutes=600)])
        ).problem
        times = given_times(problem)
        self.assertEqual([found.visit for found in times.days[0].stops], [0, 1, 2, 3, 5])
        self.assertEqual(times.broken, {2: "late", 3: "closed", 5: "late"})
        self.assertEqual(times.lost, (4,))

    def test_lunch_is_taken_and_waiting_is_counted(self):
        late = stop(2, window=(15 * HOUR, 16 * HOUR))
        times = given_times(field_request(facts([stop(1), late])).problem)
        second = times.days[0].stops[1]
        self.assertEqual(second.start, 15 * HOUR)
        self.assertGreater(second.wait, 0)
