"""The score of a record and its reasons.

The chance is 1/(1 + exp(-(base + sum of contributions))): every column contributes log-odds, exactly the weighted sum of its part of
the linear model and its Shapley value in the trees, measured from the average record. Nothing is left over, and nothing
is shown that did not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from .boosted_trees import predict
from .fact_table import MISSING, NUMBER, OTHER, Column
from .score_fit import ScoreModel
from .tree_shares import tree_shares


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """What one column adds to the log-odds; ``value`` is what the record has there, ``(other)`` standing for rare and new ones."""

    name: str
    value: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Score:
    """``chance``, and ``reasons`` from the one that counts most; ``base`` + their sum are its log-odds."""

    chance: float
    base: float
    reasons: tuple[ScoreReason, ...]


def chances(*, model: ScoreModel, columns: Sequence[Column]) -> np.ndarray:
    """Return the chance of each record; the mean for all where the model tells nothing."""
    if not model.tells_something:
        return np.full(len(columns[0].values) if columns else 0, model.mean)
    codes = _codes(model, columns)
    linear, trees = model.weights
    return expit(model.constant + linear * model.linear.predict(codes) + trees * (model.start + predict(model.trees, codes)))


def explain(*, model: ScoreModel, columns: Sequence[Column]) -> list[Score]:
    """Return the score of each record with all reasons that count."""
    if not model.tells_something:
        mean = min(max(model.mean, 1e-9), 1 - 1e-9)
        return [Score(model.mean, float(np.log(mean / (1 - mean))), ())] * (len(columns[0].values) if columns else 0)
    codes = _codes(model, columns)
    linear, trees = model.weights
    tree_base, shares = tree_shares(model.trees, codes)
    parts = linear * model.linear.parts(codes) + trees * shares
    base = model.constant + linear * model.linear.intercept + trees * (model.start + tree_base)
    shown = [_texts(coding, column, codes[:, place]) for place, (coding, column) in enumerate(_pairs(model, columns))]
    order = np.argsort(-np.abs(parts), axis=1, kind="stable")
    names = [coding.name for coding in model.codings]
    return [
        Score(float(chance), float(base), tuple(
            ScoreReason(names[place], shown[place][row], float(parts[row, place])) for place in order[row] if parts[row, place]
        ))
        for row, chance in enumerate(expit(base + parts.sum(axis=1)))
    ]


def _pairs(model, columns):
    by_name = {column.name: column for column in columns}
    missing = [coding.name for coding in model.codings if coding.name not in by_name]
    if missing:
        raise ValueError(f"the score was learned with columns that are not given: {', '.join(missing)}")
    return [(coding, by_name[coding.name]) for coding in model.codings]


def _codes(model, columns):
    return np.stack([coding.code(column) for coding, column in _pairs(model, columns)], axis=1)


def _texts(coding, column, codes):
    if coding.kind == NUMBER:
        return [MISSING if np.isnan(value) else f"{value:g}" for value in np.asarray(column.values, dtype=float)]
    return [coding.levels[code] if code != 1 else OTHER for code in codes]
