import unittest
from itertools import combinations
from math import factorial

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_os.algorithms.lead.boosted_trees import Grower, TreeSettings, predict
from odoo.addons.sales_os.algorithms.lead.fact_table import categories, learn_coding, numbers
from odoo.addons.sales_os.algorithms.lead.logistic import fit_path
from odoo.addons.sales_os.algorithms.lead.tree_shares import tree_shares


def grown(*, seed, depth=3, rounds=4, count=200):
    random = np.random.default_rng(seed)
    a, b, c = random.normal(size=count), random.choice(list("wxyz"), count), random.integers(0, 3, count)
    outcome = (random.random(count) < np.where((a > 0) ^ (b == "w"), 0.8, 0.2)).astype(float)
    columns = [numbers("a", a), categories("b", b), numbers("c", c)]
    codings = [learn_coding(column) for column in columns]
    codes = np.stack([coding.code(column) for coding, column in zip(codings, columns, strict=True)], axis=1)
    settings = TreeSettings(depth=depth, rows=1.0, columns=1.0, rate=0.3, min_curvature=1.0)
    grower = Grower(codings=codings, codes=codes, outcome=outcome, settings=settings, seed=seed)
    return [grower.grow() for _round in range(rounds)], codes, outcome, codings, grower


def told(tree, codes, known, node=0):
    """What a tree says of one record knowing only some columns, by its definition."""
    inner = len(tree.columns)
    if node >= inner:
        return tree.leaves[node - inner]
    column, left, right = tree.columns[node], 2 * node + 1, 2 * node + 2
    if column < 0:
        return told(tree, codes, known, left)
    if column in known:
        return told(tree, codes, known, left if tree.left[node, codes[column]] else right)
    share = tree.cover[left] / (tree.cover[left] + tree.cover[right])
    return share * told(tree, codes, known, left) + (1 - share) * told(tree, codes, known, right)


class TestBoostedTrees(unittest.TestCase):
    def test_what_was_reached_in_training_is_what_is_predicted(self):
        trees, codes, _outcome, _codings, grower = grown(seed=1, rounds=10)
        self.assertTrue(np.allclose(grower.start + predict(trees, codes), grower.margin))

    def test_each_tree_lowers_the_loss(self):
        _trees, codes, outcome, _codings, grower = grown(seed=2, rounds=0)
        losses = []
        for _round in range(15):
            grower.grow()
            losses.append(np.mean(np.logaddexp(0, grower.margin) - outcome * grower.margin))
        self.assertEqual(losses, sorted(losses, reverse=True))

    def test_an_interaction_that_no_sum_can_say_is_found(self):
        trees, codes, outcome, codings, grower = grown(seed=3, rounds=40, count=800)
        linear = fit_path(codings=codings, codes=codes, outcome=outcome)[-1].predict(codes)
        self.assertGreater(np.mean((grower.margin > 0) == outcome), np.mean((linear > 0) == outcome) + 0.1)

    def test_small_groups_are_not_split_off(self):
        trees, _codes, _outcome, _codings, _grower = grown(seed=4)
        for tree in trees:
            for node in np.flatnonzero(tree.columns >= 0):
                self.assertGreaterEqual(tree.cover[2 * node + 1:2 * node + 3].min(), 1.0 - 1e-9)
                self.assertAlmostEqual(tree.cover[2 * node + 1:2 * node + 3].sum(), tree.cover[node])


class TestTreeShares(unittest.TestCase):
    def test_shares_are_shapley_values_by_definition(self):
        trees, codes, *_rest = grown(seed=5, rounds=2)
        base, shares = tree_shares(trees, codes[:12])
        self.assertAlmostEqual(base, sum(told(tree, codes[0], ()) for tree in trees))
        for row in range(12):
            for column in range(3):
                others = [other for other in range(3) if other != column]
                expected = sum(
                    factorial(size) * factorial(2 - size) / factorial(3)
                    * sum(told(tree, codes[row], (*subset, column)) - told(tree, codes[row], subset) for tree in trees)
                    for size in range(3) for subset in combinations(others, size))
                self.assertAlmostEqual(shares[row, column], expected)

    @given(st.integers(0, 10_000), st.integers(1, 4))
    def test_shares_add_up_to_the_prediction(self, seed, depth):
        trees, codes, *_rest = grown(seed=seed, depth=depth, count=60)
        base, shares = tree_shares(trees, codes)
        self.assertTrue(np.allclose(base + shares.sum(axis=1), predict(trees, codes)))

    def test_no_trees(self):
        base, shares = tree_shares([], np.zeros((3, 2), dtype=int))
        self.assertEqual((base, shares.tolist()), (0.0, [[0.0, 0.0]] * 3))


class TestLogistic(unittest.TestCase):
    def test_a_weaker_ridge_fits_closer_and_a_strong_one_says_the_mean(self):
        _trees, codes, outcome, codings, _grower = grown(seed=6)
        strong, *_between, weak = fit_path(codings=codings, codes=codes, outcome=outcome, ridges=(1e7, 100.0, 1.0))
        self.assertLess(np.ptp(strong.predict(codes)), 0.01)
        self.assertGreater(np.ptp(weak.predict(codes)), 0.5)
        self.assertAlmostEqual((1 / (1 + np.exp(-weak.predict(codes)))).mean(), outcome.mean(), places=4)

    def test_parts_have_mean_zero_and_sum_to_the_prediction(self):
        _trees, codes, outcome, codings, _grower = grown(seed=7)
        (fit,) = fit_path(codings=codings, codes=codes, outcome=outcome, ridges=(3.0,))
        self.assertTrue(np.allclose(fit.parts(codes).mean(axis=0), 0))
        self.assertTrue(np.allclose(fit.intercept + fit.parts(codes).sum(axis=1), fit.predict(codes)))
