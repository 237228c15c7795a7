"""Balancing: worked examples, invariants, metrics against their definitions. No database."""

import math
import random
import unittest

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.geo.distance import haversine_metres
from odoo.addons.sales_os.algorithms.geo.distance_table import distance_table_km, middle
from odoo.addons.sales_os.algorithms.territory.balance import (
    BalanceCustomer,
    BalanceInputError,
    BalanceProblem,
    BalanceTerritory,
    balance,
    slider,
)
from odoo.addons.sales_os.algorithms.territory.balance_metrics import gini, isolated, measure

WEST, EAST = BalanceTerritory(key="west", latitude=41.0, longitude=28.0), BalanceTerritory(key="east", latitude=41.0, longitude=30.0)


def customer(key, territory, longitude, load=10.0, **values):
    return BalanceCustomer(key=key, territory=territory, load=load, latitude=41.0, longitude=longitude, **values)


def some_problem(seed, customers=60, territories=4, tolerance=10.0, aim="fewer_moves", lock=0.1):
    chance = random.Random(seed)
    places = [
        BalanceTerritory(key=f"t{number}", latitude=40 + chance.random() * 2, longitude=28 + chance.random() * 3)
        for number in range(territories)]
    return BalanceProblem(
        customers=[
            BalanceCustomer(
                key=number, territory=f"t{min(int(chance.expovariate(1)), territories - 1)}", load=float(chance.choice((0, 5, 10, 20, 60))),
                latitude=chance.choice((None, *[40 + chance.random() * 2] * 19)), longitude=28 + chance.random() * 3,
                locked=chance.random() < lock)
            for number in range(customers)],
        territories=places, tolerance_percent=tolerance, aim=aim)


class TestBalanceExamples(unittest.TestCase):
    def test_the_customer_nearest_to_the_other_side_moves(self):
        # 4 against 2: one has to go east, and only the one at 28.9 is nearly as near to it
        proposal = balance(BalanceProblem(
            customers=[customer("a", "west", 28.0), customer("b", "west", 28.1), customer("c", "west", 28.3), customer("d", "west", 28.9),
                       customer("e", "east", 30.0), customer("f", "east", 30.1)],
            territories=[WEST, EAST], tolerance_percent=5))
        self.assertEqual([(move.customer, move.source, move.target) for move in proposal.moves], [("d", "west", "east")])
        self.assertEqual(proposal.moves[0].reasons, ("source_over", "target_under"))
        self.assertTrue(proposal.within_tolerance)
        self.assertAlmostEqual(proposal.before.imbalance_percent, 100 / 3)
        self.assertAlmostEqual(proposal.after.imbalance_percent, 0)
        self.assertAlmostEqual(proposal.moved_load_percent, 100 / 6)

    def test_a_locked_customer_stays_and_the_next_goes(self):
        customers = [
            customer("a", "west", 28.0), customer("b", "west", 28.1), customer("c", "west", 28.3),
            customer("d", "west", 28.9, locked=True), customer("e", "east", 30.0), customer("f", "east", 30.1)]
        proposal = balance(BalanceProblem(customers=customers, territories=[WEST, EAST]))
        self.assertEqual([move.customer for move in proposal.moves], ["c"])

    def test_nothing_moves_when_all_is_even_and_moving_has_a_price(self):
        customers = [customer("a", "west", 28.9), customer("b", "west", 29.1), customer("c", "east", 28.9), customer("d", "east", 29.1)]
        self.assertEqual(balance(BalanceProblem(customers=customers, territories=[WEST, EAST], moving_km=50)).moves, ())
        swapped = balance(BalanceProblem(customers=customers, territories=[WEST, EAST], aim="shortest")).moves
        self.assertEqual({(move.customer, move.reasons) for move in swapped}, {("b", ("nearer",)), ("c", ("nearer",))})

    def test_shares_say_who_is_to_have_more(self):
        half_time = BalanceTerritory(key="east", latitude=41.0, longitude=30.0, share=0.5)
        customers = [customer(number, "west", 28 + number / 10) for number in range(6)]
        proposal = balance(BalanceProblem(customers=customers, territories=[WEST, half_time]))
        self.assertEqual([load for _key, load, _off in proposal.after.loads], [40, 20])

    def test_what_cannot_be_even_is_said_and_made_as_even_as_can_be(self):
        customers = [customer("big", "west", 28.0, load=100, locked=True), customer("small", "west", 28.1, load=10)]
        proposal = balance(BalanceProblem(customers=customers, territories=[WEST, EAST]))
        self.assertFalse(proposal.within_tolerance)
        self.assertEqual([move.customer for move in proposal.moves], ["small"])

    def test_without_a_position_or_load_one_stays_and_is_listed(self):
        nowhere = BalanceCustomer(key="nowhere", territory="west", load=10, latitude=0.0, longitude=0.0)
        idle = customer("idle", "west", 30.0, load=0)
        customers = [nowhere, idle, *(customer(number, "west", 28 + number / 10) for number in range(5))]
        proposal = balance(BalanceProblem(customers=customers, territories=[WEST, EAST], aim="shortest", tolerance_percent=10))
        self.assertEqual(proposal.unplaced, ("nowhere",))
        self.assertFalse({"nowhere", "idle"} & {move.customer for move in proposal.moves})
        self.assertEqual([load for _key, load, _off in proposal.after.loads], [30, 30])

    def test_a_territory_without_base_is_measured_from_its_customers(self):
        territories = [BalanceTerritory(key="west"), BalanceTerritory(key="east")]
        customers = [customer(number, "west" if number < 4 else "east", 28 + number / 3) for number in range(6)]
        proposal = balance(BalanceProblem(customers=customers, territories=territories))
        self.assertEqual([move.customer for move in proposal.moves], [3])
        with self.assertRaises(BalanceInputError) as caught:
            balance(BalanceProblem(customers=customers[:4], territories=territories))
        self.assertEqual((caught.exception.code, caught.exception.key), ("no_centre", "east"))

    def test_who_stays_alone_among_strangers_is_listed(self):
        customers = [customer(number, "west", 28 + number / 1000) for number in range(8)] + [customer("lost", "east", 28.004, locked=True)]
        customers += [customer(f"e{number}", "east", 30 - number / 1000) for number in range(8)]
        proposal = balance(BalanceProblem(customers=customers, territories=[WEST, EAST], tolerance_percent=20))
        self.assertEqual((proposal.isolated_before, proposal.isolated_after), (("lost",), ("lost",)))

    def test_fewest_moves_moves_no_more_load_than_must_move(self):
        problem = some_problem(3, customers=200, aim="fewest_moves", tolerance=5, lock=0)
        proposal = balance(problem)
        over = sum(max(off - 5, 0) for _key, _load, off in proposal.before.loads)
        under = sum(max(-off - 5, 0) for _key, _load, off in proposal.before.loads)
        self.assertTrue(proposal.within_tolerance)
        self.assertLessEqual(proposal.moved_load_percent, 1.05 * max(over, under) / len(problem.territories) + 1)

    def test_the_slider_moves_less_and_less(self):
        problem = some_problem(5, customers=150, lock=0)
        shares = [proposal.moved_load_percent for proposal in slider(problem, moving_km=(0, 5, 20, 80, math.inf))]
        self.assertEqual(shares, sorted(shares, reverse=True))
        self.assertGreater(shares[0], shares[-1])

    def test_bad_input_is_named(self):
        good = [customer("a", "west", 28.0), customer("b", "east", 30.0)]
        cases = {
            "too_few_territories": {"territories": [WEST]}, "duplicate": {"customers": [good[0], good[0]]},
            "unknown_territory": {"customers": [customer("x", "north", 28)]},
            "load": {"customers": [customer("x", "west", 28, load=math.nan)]},
            "tolerance": {"tolerance_percent": -1}, "moving_km": {"moving_km": math.inf}, "aim": {"aim": "best"},
            "share": {"territories": [WEST, BalanceTerritory(key="east", latitude=41.0, longitude=30.0, share=0)]},
        }
        for code, change in cases.items():
            with self.subTest(code=code), self.assertRaises(BalanceInputError) as caught:
                balance(BalanceProblem(**{"customers": good, "territories": [WEST, EAST], **change}))
            self.assertEqual(caught.exception.code, code)

    def test_no_customers_is_no_problem(self):
        self.assertEqual(balance(BalanceProblem(customers=[], territories=[WEST, EAST])).moves, ())


class TestBalanceInvariants(unittest.TestCase):
    @given(st.integers(0, 10_000), st.sampled_from(("shortest", "fewer_moves", "fewest_moves")), st.sampled_from((2, 10, 40)))
    def test_loads_are_kept_locked_stay_metrics_agree(self, seed, aim, tolerance):
        problem = some_problem(seed, customers=40, aim=aim, tolerance=tolerance)
        proposal = balance(problem, kicks=2)
        by_key = {one.key: one for one in problem.customers}
        home = {one.key: one.territory for one in problem.customers}
        for move in proposal.moves:
            self.assertEqual(home[move.customer], move.source)
            self.assertNotEqual(move.source, move.target)
            self.assertFalse(by_key[move.customer].locked)
            self.assertIsNotNone(by_key[move.customer].latitude)
            home[move.customer] = move.target
        total = sum(one.load for one in problem.customers)
        mean = total / len(problem.territories)
        loads = {territory.key: 0.0 for territory in problem.territories}
        for key, territory in home.items():
            loads[territory] += by_key[key].load
        self.assertEqual({key: load for key, load, _off in proposal.after.loads}, loads)
        worst = max(abs(load / mean - 1) for load in loads.values()) * 100
        self.assertAlmostEqual(proposal.after.imbalance_percent, worst)
        self.assertEqual(proposal.within_tolerance, worst <= tolerance + 1e-3)
        if not proposal.within_tolerance:
            self.assertLessEqual(
                sum(max(abs(load - mean) - mean * tolerance / 100, 0) for load in loads.values()),
                sum(max(abs(load - mean) - mean * tolerance / 100, 0) for _key, load, _off in proposal.before.loads) + 1e-6)

    @given(st.integers(0, 10_000))
    def test_the_same_question_has_the_same_answer(self, seed):
        problem = some_problem(seed, customers=25, territories=3)
        self.assertEqual(balance(problem, seed=4, kicks=3), balance(problem, seed=4, kicks=3))

    @given(st.integers(0, 10_000))
    def test_never_far_from_the_best_of_all(self, seed):
        """Against every assignment of seven customers to two territories."""
        chance = random.Random(seed)
        customers = [
            customer(number, chance.choice(("west", "east")), 27.5 + 3 * chance.random(), float(chance.randrange(5, 15)))
            for number in range(7)]
        problem = BalanceProblem(customers=customers, territories=[WEST, EAST], tolerance_percent=15, aim="shortest")
        distance = distance_table_km([(one.latitude, one.longitude) for one in customers], [(41.0, 28.0), (41.0, 30.0)])
        load = np.array([one.load for one in customers])
        costs = []
        for number in range(2 ** 7):
            where = np.array([number >> place & 1 for place in range(7)])
            if abs(load[where == 1].sum() * 2 / load.sum() - 1) <= 0.15 + 1e-9:
                costs.append(float(load @ distance[np.arange(7), where]))
        proposal = balance(problem)
        self.assertEqual(proposal.within_tolerance, bool(costs))
        if costs:
            self.assertLessEqual(proposal.after.compactness_km * load.sum(), min(costs) * 1.03 + 1e-6)


class TestMetrics(unittest.TestCase):
    def test_worked_example(self):
        # loads 30, 10 of a mean of 20: ±50 %, standard deviation 10, Gini (1*10*(2*1-3)+30*(2*2-3))/(2*40) = 0.25
        metrics = measure(keys="ab", loads=np.array([30.0, 10.0]), targets=np.array([20.0, 20.0]), load_km=400.0)
        self.assertEqual(metrics.loads, (("a", 30.0, 50.0), ("b", 10.0, -50.0)))
        self.assertEqual((metrics.imbalance_percent, metrics.cv, metrics.gini, metrics.compactness_km), (50.0, 0.5, 0.25, 10.0))

    @given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
    def test_gini_is_half_the_relative_mean_difference(self, values):
        total = sum(values)
        naive = sum(abs(a - b) for a in values for b in values) / (2 * len(values) * total) if total else 0
        self.assertAlmostEqual(gini(values), naive)

    def test_a_customer_among_strangers_is_isolated(self):
        positions = [(41.0, 28 + number / 100) for number in range(12)] + [(45.0, 28.11)]
        assigned = [0] * 3 + [1] + [0] * 8 + [1]
        self.assertEqual(isolated(positions=positions, assigned=assigned).tolist(), [3, 12])

    def test_isolation_of_many_at_one_address(self):
        self.assertEqual(isolated(positions=[(41.0, 28.0)] * 20, assigned=[0] * 20).tolist(), [])
        self.assertEqual(isolated(positions=[(41.0, 28.0)], assigned=[0]).tolist(), [])

    @given(st.tuples(*[st.floats(-89, 89), st.floats(-180, 180)] * 2))
    def test_distances_agree_with_haversine(self, places):
        one, other = places[:2], places[2:]
        self.assertAlmostEqual(distance_table_km([one], [other])[0, 0], haversine_metres(*one, *other) / 1000, places=6)

    def test_the_middle_works_across_the_antimeridian(self):
        latitude, longitude = middle([(0.0, 179.0), (0.0, -177.0)])
        self.assertAlmostEqual(latitude, 0)
        self.assertAlmostEqual(longitude, -179)
        self.assertIsNone(middle([]))
        self.assertIsNone(middle([(0.0, 0.0), (0.0, 180.0)]))
