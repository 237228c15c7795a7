"""A parent's target is the sum of its children's. No database."""

import unittest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.target.roll_up import differences, roll_down, roll_up
from odoo.addons.sales_os.algorithms.target.spread import SpreadError

TREE = {"country": None, "north": "country", "south": "country", "ann": "north", "bob": "north", "eve": "south"}


def money(**targets):
    return {key: Decimal(value) for key, value in targets.items()}


def some_tree(parents):
    """Return a tree from a list of numbers: each hangs under one of those before it."""
    return {number: None if not number else parent % number for number, parent in enumerate(parents)}


class TestDifferences(unittest.TestCase):
    def test_what_does_not_add_up_is_named(self):
        found = differences(parents=TREE, targets=money(country=100, north=60, south=40, ann=30, bob=25, eve=45))
        self.assertEqual([(one.key, one.target, one.children, one.missing) for one in found], [("north", 60, 55, 5), ("south", 40, 45, -5)])

    def test_leaves_and_parents_without_target_are_not_asked(self):
        self.assertEqual(differences(parents=TREE, targets=money(ann=30, bob=25)), [])


class TestRoll(unittest.TestCase):
    def test_up(self):
        rolled = roll_up(parents=TREE, targets=money(ann=30, bob=25, eve=45, north=1))
        self.assertEqual((rolled["north"], rolled["south"], rolled["country"]), (55, 45, 100))

    def test_down_changes_those_below_and_sums_those_above(self):
        rolled = roll_down(parents=TREE, targets=money(ann=30, bob=10, eve=60), key="north", total=Decimal(80))
        self.assertEqual(rolled, money(country=140, north=80, south=60, ann=60, bob=20, eve=60))

    @given(st.lists(st.integers(0, 1000), min_size=1, max_size=12), st.data())
    def test_after_any_change_every_parent_is_the_sum_of_its_children(self, parents, data):
        tree = some_tree(parents)
        targets = {key: data.draw(st.decimals(0, 10**6, places=2)) for key in tree}
        key, total = data.draw(st.sampled_from(sorted(tree))), data.draw(st.decimals(0, 10**6, places=2))
        rolled = roll_down(parents=tree, targets=targets, key=key, total=total)
        self.assertEqual(rolled[key], total)
        self.assertEqual(differences(parents=tree, targets=rolled), [])
        self.assertEqual(differences(parents=tree, targets=roll_up(parents=tree, targets=targets)), [])

    def test_circles_and_strangers_are_refused(self):
        with self.assertRaisesRegex(ValueError, "below itself"):
            roll_up(parents={"a": "b", "b": "a"}, targets={})
        with self.assertRaisesRegex(SpreadError, "zoe is not in the tree"):
            roll_down(parents=TREE, targets={}, key="zoe", total=Decimal(1))
