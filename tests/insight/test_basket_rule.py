import unittest
from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.insight import basket_rule
from odoo.addons.sales_os.algorithms.insight.basket_rule import TooManySets, find_rules, frequent_sets

# the textbook example: 5 baskets
BASKETS = [
    ["bread", "milk"], ["bread", "nappies", "beer", "eggs"], ["milk", "nappies", "beer", "cola"],
    ["bread", "milk", "nappies", "beer"], ["bread", "milk", "nappies", "cola"],
]


class TestBasketRule(unittest.TestCase):
    def test_measures_of_a_known_rule(self):
        rules = {(rule.left, rule.right): rule for rule in find_rules(baskets=BASKETS, least_support=0.4, least_confidence=0.5)}
        rule = rules[frozenset(["milk", "nappies"]), "beer"]
        self.assertEqual((rule.count, rule.support), (2, 0.4))
        self.assertAlmostEqual(rule.confidence, 2 / 3)
        self.assertAlmostEqual(rule.lift, (2 / 3) / 0.6)

    def test_limits_are_inclusive_in_whole_counts(self):
        self.assertIn(frozenset(["cola"]), frequent_sets(baskets=BASKETS, least_support=2 / 5))
        self.assertNotIn(frozenset(["eggs"]), frequent_sets(baskets=BASKETS, least_support=2 / 5))
        exact = find_rules(baskets=BASKETS, least_support=0.4, least_confidence=2 / 3)
        self.assertIn((frozenset(["milk", "nappies"]), "beer"), {(rule.left, rule.right) for rule in exact})

    def test_a_product_twice_in_a_basket_counts_once_and_empty_baskets_count(self):
        self.assertEqual(frequent_sets(baskets=[["a", "a"], []], least_support=0.5), {frozenset(["a"]): 1})

    def test_no_baskets(self):
        self.assertEqual(find_rules(baskets=[], least_support=0.1, least_confidence=0.1), [])

    def test_too_low_a_support_is_refused_with_advice(self):
        most, basket_rule.MOST_SETS = basket_rule.MOST_SETS, 500
        self.addCleanup(setattr, basket_rule, "MOST_SETS", most)
        with self.assertRaisesRegex(TooManySets, "raise the least support"):
            frequent_sets(baskets=[range(14)], least_support=0.1, longest=14)

    @given(st.lists(st.frozensets(st.sampled_from("abcdef"), max_size=5), max_size=25), st.sampled_from([0.1, 0.25, 0.5]))
    def test_sets_and_rules_are_those_of_plain_counting(self, baskets, least):
        counts = Counter()
        for basket in baskets:
            counts.update(frozenset(part) for size in range(1, 6) for part in combinations(sorted(basket), size))
        wanted = {items: count for items, count in counts.items() if count >= least * len(baskets) - 1e-9}
        self.assertEqual(frequent_sets(baskets=baskets, least_support=least), wanted)
        rules = {(rule.left, rule.right): rule for rule in find_rules(baskets=baskets, least_support=least, least_confidence=0.6)}
        expected = {
            (items - {right}, right) for items, count in wanted.items() if len(items) > 1
            for right in items if count >= 0.6 * counts[items - {right}] - 1e-9
        }
        self.assertEqual(set(rules), expected)
        for (left, right), rule in rules.items():
            self.assertAlmostEqual(rule.lift, rule.count * len(baskets) / (counts[left] * counts[frozenset([right])]))
