"""Centres under a cap and connected designs, against enumeration and independent checks. No database."""

import random
import unittest
from itertools import combinations, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.territory.contiguous import design, pieces
from odoo.addons.sales_os.algorithms.territory.median import place_centres
from odoo.addons.sales_os.algorithms.territory.reassign import reassign
from odoo.addons.sales_os.bench.territory import check, instances


def points(seed, count):
    return np.random.default_rng(seed).uniform(0, 100, (count, 2))


class TestReassign(unittest.TestCase):
    @given(st.integers(0, 10_000))
    def test_bound_is_below_and_load_fits(self, seed):
        chance = np.random.default_rng(seed)
        distance = instances.between(points(seed, 40), points(seed + 1, 6))
        load = chance.integers(5, 20, 40).astype(float)
        target = np.full(6, load.sum() / 6)
        found = reassign(cost=distance * load[:, None], load=load, low=target * 0.8, high=target * 1.2, kicks=1)
        self.assertEqual(found.excess, 0)
        self.assertLessEqual(found.bound, found.cost + 1e-6)
        loads = np.bincount(found.assigned, load, 6)
        self.assertTrue((np.abs(loads - target) <= 0.2 * target + 1e-6).all())
        self.assertAlmostEqual(found.cost, float((distance * load[:, None])[np.arange(40), found.assigned].sum()))

    def test_columns_left_out_at_first_come_in_when_needed(self):
        # all customers sit at the first territory: most must go to the farthest ones, which nobody is near
        distance = np.tile(np.arange(20.0), (100, 1))
        load, target = np.ones(100), np.full(20, 5.0)
        found = reassign(cost=distance, load=load, low=target, high=target, kicks=0)
        self.assertEqual(np.bincount(found.assigned, minlength=20).tolist(), [5] * 20)
        self.assertAlmostEqual(found.bound, found.cost)


class TestCentres(unittest.TestCase):
    @given(st.integers(0, 10_000))
    def test_as_good_as_every_pair_of_centres(self, seed):
        chance = random.Random(seed)
        distance = instances.between(points(seed, 9), points(seed, 9))
        load = np.array([float(chance.randrange(1, 6)) for _ in range(9)])
        capacity = max(load.sum() * 0.65, load.max())
        # every way to share nine places out among two centres, a row each
        second = np.array(list(product((False, True), repeat=9)))
        fits = (second @ load <= capacity) & (~second @ load <= capacity)
        best = min(
            (np.where(second[fits], distance[:, right], distance[:, left]).sum(axis=1).min() for left, right in combinations(range(9), 2)),
            default=None) if fits.any() else None
        found = place_centres(distance=distance, load=load, capacity=capacity, count=2, rounds=25)
        if best is not None:
            self.assertEqual(found.excess, 0)
            self.assertLessEqual(found.cost, best * 1.02 + 1e-9)

    def test_made_instance_fits_and_repeats(self):
        instance = next(instances.make_centres())
        found, again = (
            place_centres(distance=instance.distance, load=instance.load, capacity=instance.capacity, count=instance.count, rounds=20)
            for _ in range(2))
        cost, fits = check.centres(instance, found.assigned)
        self.assertTrue(fits)
        self.assertAlmostEqual(cost, found.cost)
        self.assertEqual(found.assigned.tolist(), again.assigned.tolist())

    def test_impossible_counts_are_refused(self):
        with self.assertRaises(ValueError):
            place_centres(distance=np.zeros((2, 2)), load=np.ones(2), capacity=5, count=3)

    def test_one_centre_takes_all(self):
        found = place_centres(distance=instances.between(points(1, 5), points(1, 5)), load=np.ones(5), capacity=5, count=1)
        self.assertEqual(len(set(found.assigned.tolist())), 1)


class TestDesign(unittest.TestCase):
    def test_made_map_is_connected_balanced_and_repeats(self):
        instance = next(instances.make_lands())
        found, again = (
            design(distance=instance.distance, activity=instance.activity, neighbours=instance.neighbours, count=instance.count,
                   tolerance=instance.tolerance, rounds=3)
            for _ in range(2))
        cost, fits = check.land(instance, found.assigned)
        self.assertTrue(fits)
        self.assertAlmostEqual(cost, found.cost)
        self.assertEqual(found.assigned.tolist(), again.assigned.tolist())

    def test_two_islands_of_unequal_size_cannot_be_balanced(self):
        places = np.array([[0.0, 0], [1, 0], [2, 0], [50, 0]])
        found = design(distance=instances.between(places, places), activity=np.ones((4, 1)), neighbours=[{1}, {0, 2}, {1}, set()],
                       count=2, tolerance=[0.05], rounds=3)
        self.assertIsNone(found)

    def test_cuts_join_what_lies_apart(self):
        # a ring of eight: the nearest units to the centres need not hang together, the answer must
        angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
        places = np.column_stack([np.cos(angles), 0.1 * np.sin(angles)])
        neighbours = [{(unit - 1) % 8, (unit + 1) % 8} for unit in range(8)]
        found = design(
            distance=instances.between(places, places), activity=np.ones((8, 1)), neighbours=neighbours, count=2,
            tolerance=[0.01], rounds=6)
        self.assertEqual(np.bincount(found.assigned).tolist(), [4, 4])
        for territory in (0, 1):
            members = np.flatnonzero(found.assigned == territory).tolist()
            self.assertEqual(len(pieces([frozenset(units) for units in neighbours], members)), 1)
