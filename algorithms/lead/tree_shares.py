"""What each column contributes to the sum of boosted trees: exact Shapley values, which add up to the prediction.

What a tree would say knowing only some columns is taken as in TreeSHAP (Lundberg and others 2020): at a question about an unknown
column it goes both ways, weighted by the training rows that went there. Of one leaf that is a product over the columns on its path,
each factor being 1 or 0 (known: the record goes there or not) or the share that goes there (unknown). Trees have few
questions, so the Shapley sum over all subsets of the path's columns is written out, once for each pattern of answers that occurs.
"""

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import numpy as np

from .boosted_trees import Tree


def tree_shares(trees: Sequence[Tree], codes: np.ndarray) -> tuple[float, np.ndarray]:
    """Return what the trees say knowing nothing, and for each row what each column adds to it."""
    base, shares = 0.0, np.zeros(codes.shape)
    for tree in trees:
        asked = np.flatnonzero(tree.columns >= 0)
        if not asked.size:
            base += float(tree.leaves[0])
            continue
        answers = np.stack([tree.left[node, codes[:, tree.columns[node]]] for node in asked], axis=1)
        patterns, place = np.unique(answers @ (1 << np.arange(asked.size)), return_inverse=True)
        goes_left = np.ones((len(patterns), len(tree.columns)), dtype=bool)
        goes_left[:, asked] = (patterns[:, None] >> np.arange(asked.size)) & 1
        for leaf, path in _paths(tree):
            base += _add_leaf(tree, leaf, path, goes_left, place.ravel(), shares)
    return base, shares


def _paths(tree):
    """Yield each leaf that can be reached, with the questions above it: (node, whether left)."""
    inner = len(tree.columns)
    for leaf in range(len(tree.leaves)):
        node, path = leaf + inner, []
        while node:
            parent = (node - 1) // 2
            path.append((parent, node == 2 * parent + 1))
            node = parent
        if all(is_left or tree.columns[parent] >= 0 for parent, is_left in path):
            yield leaf, [step for step in path if tree.columns[step[0]] >= 0]


def _add_leaf(tree, leaf, path, goes_left, place, shares):
    """Add one leaf's Shapley values to ``shares``; return what it says knowing nothing."""
    known, unknown = {}, {}
    for node, is_left in path:
        column = int(tree.columns[node])
        left, right = tree.cover[2 * node + 1], tree.cover[2 * node + 2]
        part = (left if is_left else right) / (left + right) if left + right > 0 else 0.5
        unknown[column] = unknown.get(column, 1.0) * part
        known[column] = known.get(column, True) & (goes_left[:, node] == is_left)
    columns, value = sorted(known), float(tree.leaves[leaf])
    for column in columns:
        others = [other for other in columns if other != column]
        weight = 0.0
        for size in range(len(others) + 1):
            chance = factorial(size) * factorial(len(others) - size) / factorial(len(columns))
            for subset in combinations(others, size):
                product = chance
                for other in others:
                    product = product * (known[other] if other in subset else unknown[other])
                weight = weight + product
        shares[:, column] += (value * weight * (known[column] - unknown[column]))[place]
    return value * float(np.prod(list(unknown.values())))
