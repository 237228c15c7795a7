"""Small boosted trees on coded columns: Friedman's gradient boosting with Newton steps (2001), on histograms.

A tree asks at most ``depth`` questions; each puts some codes of one column to the left, the others to the right. Numbers are cut at one
place; categories are ordered by what the data say of each (gradient / (curvature + smoothing)) and cut in that order, which finds
the best of all divisions for a given node (Fisher 1958). Every leaf is drawn to nothing (``shrinkage``), each tree counts little
(``rate``) and sees a part of rows and columns, drawn with the seed given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from .fact_table import CATEGORY, Coding

CATEGORY_SMOOTHING = 5.0


@dataclass(frozen=True, slots=True)
class TreeSettings:
    """How trees are grown; `score_model` picks among several by cross-validation."""

    depth: int = 3
    rate: float = 0.08
    shrinkage: float = 5.0
    min_curvature: float = 3.0
    rows: float = 0.7
    columns: float = 0.6
    most_rounds: int = 300


@dataclass(frozen=True, slots=True)
class Tree:
    """A complete binary tree: inner node i has the children 2i + 1 and 2i + 2; column -1 sends everyone to the left.

    ``left``: (inner nodes, codes) which codes go left; ``cover``: curvature of the training rows in each node; ``leaves``: log-odds.
    """

    columns: np.ndarray
    left: np.ndarray
    cover: np.ndarray
    leaves: np.ndarray

    def leaf_places(self, codes):
        node = np.zeros(len(codes), dtype=np.int64)
        rows = np.arange(len(codes))
        for _level in range(int(np.log2(len(self.leaves)))):
            goes_left = self.left[node, codes[rows, self.columns[node]]]
            node = 2 * node + 2 - goes_left
        return node - len(self.columns)


def predict(trees: Sequence[Tree], codes: np.ndarray) -> np.ndarray:
    """Return the sum of the trees for each row of ``codes``."""
    total = np.zeros(len(codes))
    for tree in trees:
        total += tree.leaves[tree.leaf_places(codes)]
    return total


class Grower:
    """Grows trees one after the other for one training set; ``margin`` is the log-odds reached so far."""

    def __init__(self, *, codings: Sequence[Coding], codes: np.ndarray, outcome: np.ndarray, settings: TreeSettings, seed: int):
        self.settings, self.codes, self.outcome = settings, codes, outcome
        self.random = np.random.default_rng(seed)
        self.width = max(coding.count for coding in codings)
        self.is_category = np.array([coding.kind == CATEGORY for coding in codings])
        self.by_column = np.ascontiguousarray(codes.T, dtype=np.int64)
        share = outcome.mean()
        self.start = float(np.log(share / (1 - share)))
        self.margin = np.full(len(codes), self.start)

    def grow(self) -> Tree:
        """Add one tree and return it."""
        depth, columns = self.settings.depth, len(self.by_column)
        seen = np.flatnonzero(self.random.random(len(self.margin)) < self.settings.rows)
        allowed = self.random.permutation(columns)[: max(1, round(self.settings.columns * columns))]
        chance = expit(self.margin[seen])
        gradient, curvature = self.outcome[seen] - chance, chance * (1 - chance)
        codes = self.by_column[:, seen]
        inner = 2**depth - 1
        split, left = np.zeros(inner, dtype=np.int64), np.ones((inner, self.width), dtype=bool)
        cover = np.zeros(2 * inner + 1)
        cover[0] = curvature.sum()
        place, rows = np.zeros(len(seen), dtype=np.int64), np.arange(len(seen))  # place: of the node in its level
        for level in range(depth):
            first, count = 2**level - 1, 2**level
            slope, weight = (self._histogram(codes[allowed], place, count, part) for part in (gradient, curvature))
            split[first:first + count], left[first:first + count] = self._best_splits(slope, weight, allowed)
            node = first + place
            place = 2 * place + 1 - left[node, codes[split[node], rows]]
            cover[2 * first + 1:2 * first + 1 + 2 * count] = np.bincount(place, weights=curvature, minlength=2 * count)
        slope = np.bincount(place, weights=gradient, minlength=inner + 1)
        leaves = self.settings.rate * slope / (cover[inner:] + self.settings.shrinkage)
        tree = Tree(split, left, cover, leaves)
        self.margin = self.margin + leaves[tree.leaf_places(self.codes)]
        return tree

    def _histogram(self, codes, place, count, amounts):
        """Return the sum of ``amounts`` for each node of the level, column and code."""
        start, size = place * self.width, count * self.width
        sums = [np.bincount(start + column, weights=amounts, minlength=size) for column in codes]
        return np.stack(sums).reshape(len(codes), count, self.width).swapaxes(0, 1)

    def _best_splits(self, slope, weight, allowed):
        """Return for each node the column to ask for (-1: none helps) and which codes go left."""
        order = np.broadcast_to(np.arange(self.width), slope.shape).copy()
        ordered = self.is_category[allowed]
        worth = slope[:, ordered] / (weight[:, ordered] + CATEGORY_SMOOTHING)
        order[:, ordered] = np.argsort(worth, axis=2, kind="stable")
        slopes, weights = (np.cumsum(np.take_along_axis(part, order, axis=2), axis=2) for part in (slope, weight))
        whole_slope, whole_weight = slopes[:, :, -1:], weights[:, :, -1:]
        rest_slope, rest_weight = whole_slope - slopes, whole_weight - weights
        ridge = self.settings.shrinkage
        gain = slopes**2 / (weights + ridge) + rest_slope**2 / (rest_weight + ridge) - whole_slope**2 / (whole_weight + ridge)
        gain[np.minimum(weights, rest_weight) < self.settings.min_curvature] = -np.inf
        count = len(gain)
        place = gain.reshape(count, -1).argmax(axis=1)
        column, cut = np.divmod(place, self.width)
        rows = np.arange(count)
        rank = np.argsort(order[rows, column], axis=1)
        helps = gain[rows, column, cut] > 1e-9
        goes_left = np.where(helps[:, None], rank <= cut[:, None], True)
        return np.where(helps, allowed[column], -1), goes_left
