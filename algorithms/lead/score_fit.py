"""How a score is learned from closed records: a linear model and boosted trees, picked, joined and judged by cross-validation.

The records are dealt into folds with equal shares of both outcomes. For each fold everything (codes of the columns included)
is learned from the other folds and the fold is scored. These scores, of records their model never saw, decide the ridge,
depth and number of trees and the weights of the blend. The quality report judges a fold by what the *other* folds would have
decided: judged by what was picked to look best on the same records, pure noise passes for a signal in one case of twelve.
Then all is learned once more from all records.

With the same records and seed the same model comes out. Where the scores of unseen records tell nothing, the verdict is
``no_signal`` and everyone gets the mean: a score is not shown where there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from .boosted_trees import Grower, Tree, TreeSettings, predict
from .fact_table import Coding, Column, learn_coding, take_rows
from .logistic import RIDGES, Linear, fit_path
from .score_blend import blend
from .score_quality import QualityReport, judge

MIN_OF_EACH_OUTCOME = 20
FOLDS = 5
DEPTHS = (2, 3, 4)
PATIENCE = 40
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """A learned score. ``verdict`` is that of the quality report, or ``too_few``; ``mean``: the share that came true.

    Log-odds = ``constant`` + ``weights``[0] · linear + ``weights``[1] · (``start`` + trees).
    """

    verdict: str
    mean: float
    quality: QualityReport
    codings: tuple[Coding, ...] = ()
    linear: Linear | None = None
    trees: tuple[Tree, ...] = ()
    start: float = 0.0
    constant: float = 0.0
    weights: tuple[float, float] = (0.0, 0.0)
    ridge: float = 0.0
    depth: int = 0

    @property
    def tells_something(self):
        return self.verdict in ("clear", "weak")


def fit_score(*, columns: Sequence[Column], outcome, seed: int, settings: TreeSettings | None = None) -> ScoreModel:
    """Return the score learned from closed records; ``outcome`` is 1 where a record came true (won, left, bought), else 0."""
    settings = settings or TreeSettings()
    outcome = np.asarray(outcome, dtype=float)
    if any(len(column.values) != len(outcome) for column in columns):
        raise ValueError("each column must have one value for each outcome")
    mean = float(outcome.mean()) if len(outcome) else 0.0
    if not columns or min(outcome.sum(), len(outcome) - outcome.sum()) < MIN_OF_EACH_OUTCOME:
        return ScoreModel("too_few", mean, QualityReport("one_outcome", len(outcome), int(outcome.sum())))
    rows = _sample(len(outcome), seed)
    columns, outcome = take_rows(columns, rows), outcome[rows]
    dealt = deal_folds(outcome, folds=FOLDS, seed=seed)
    linear, grown = _cross_validate(columns, outcome, dealt, seed, settings)
    unseen = np.zeros(len(outcome))
    for fold in range(FOLDS):
        others, itself = np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
        unseen[itself] = _choose(linear, grown, outcome, others).margin(linear, grown, itself)
    quality = judge(chances=expit(unseen), outcome=outcome, cross_validated=True)
    choice = _choose(linear, grown, outcome, np.arange(len(outcome)))
    codings, codes = _code(columns)
    grower = Grower(codings=codings, codes=codes, outcome=outcome, settings=replace(settings, depth=choice.depth), seed=seed)
    return ScoreModel(
        verdict=quality.verdict,
        mean=mean,
        quality=quality,
        codings=codings,
        linear=fit_path(codings=codings, codes=codes, outcome=outcome, ridges=RIDGES[: choice.ridge + 1])[-1],
        trees=tuple(grower.grow() for _round in range(choice.rounds)),
        start=grower.start,
        constant=choice.constant,
        weights=choice.weights,
        ridge=RIDGES[choice.ridge],
        depth=choice.depth,
    )


def deal_folds(outcome, *, folds: int, seed: int) -> np.ndarray:
    """Return the fold of each record: each fold has its share of both outcomes, which records by chance."""
    random, dealt = np.random.default_rng(seed), np.zeros(len(outcome), dtype=np.int64)
    for value in np.unique(outcome):
        rows = random.permutation(np.flatnonzero(outcome == value))
        dealt[rows] = np.arange(len(rows)) % folds
    return dealt


def _sample(count, seed):
    if count <= MOST_ROWS:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, MOST_ROWS, replace=False))


def _code(columns):
    codings = tuple(learn_coding(column) for column in columns)
    return codings, np.stack([coding.code(column) for coding, column in zip(codings, columns, strict=True)], axis=1)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What was picked: the place of the ridge, depth and number of trees, the blend."""

    ridge: int
    depth: int
    rounds: int
    constant: float
    weights: tuple[float, float]

    def margin(self, linear, grown, rows):
        return self.constant + self.weights[0] * linear[self.ridge, rows] + self.weights[1] * grown[self.depth][self.rounds, rows]


def _choose(linear, grown, outcome, rows):
    """Return what fits the unseen scores of these rows best."""
    linear, outcome = linear[:, rows], outcome[rows]
    ridge = int(np.argmin(_losses(linear, outcome)))
    losses = {depth: _losses(margins[:, rows], outcome) for depth, margins in grown.items()}
    depth = min(losses, key=lambda depth: losses[depth].min())
    rounds = int(np.argmin(losses[depth]))
    both = np.stack([linear[ridge], grown[depth][rounds, rows]], axis=1)
    constant, weights = blend(margins=both, outcome=outcome)
    return _Choice(ridge, depth, rounds, constant, (float(weights[0]), float(weights[1])))


def _cross_validate(columns, outcome, dealt, seed, settings):
    """Return the log-odds of unseen records: a row for each ridge; for each depth a row for each number of trees."""
    linear = np.zeros((len(RIDGES), len(outcome)))
    grown = {depth: np.zeros((settings.most_rounds + 1, len(outcome))) for depth in DEPTHS}
    for fold in range(FOLDS):
        train, test = np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
        codings, codes = _code(take_rows(columns, train))
        unseen = np.stack(
            [coding.code(column) for coding, column in zip(codings, take_rows(columns, test), strict=True)], axis=1)
        fits = fit_path(codings=codings, codes=codes, outcome=outcome[train])
        linear[:, test] = [fit.predict(unseen) for fit in fits]
        for depth in DEPTHS:
            grower = Grower(
                codings=codings, codes=codes, outcome=outcome[train], settings=replace(settings, depth=depth), seed=seed + fold)
            grown[depth][:, test] = _grow_until_no_better(grower, unseen, outcome[test])
    return linear, grown


def _grow_until_no_better(grower, unseen, outcome):
    """Return the log-odds after 0, 1, 2, … trees; after the last tree that is grown they stay."""
    margins = np.full((grower.settings.most_rounds + 1, len(outcome)), grower.start)
    best, best_round = np.inf, 0
    for number in range(1, len(margins)):
        margins[number] = margins[number - 1] + predict([grower.grow()], unseen)
        loss = _losses(margins[number:number + 1], outcome)[0]
        if loss < best - 1e-6:
            best, best_round = loss, number
        elif number - best_round >= PATIENCE:
            margins[number:] = margins[number]
            break
    return margins


def _losses(margins, outcome):
    return np.mean(np.logaddexp(0, margins) - outcome * margins, axis=1)
