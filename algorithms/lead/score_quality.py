"""How right a score has been: AUC, Brier score, calibration error, reliability curve, and whether there is any signal at all."""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from scipy.stats import rankdata

BINS = 10
SIGNIFICANCE = 0.005
WEAK_AUC = 0.6


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Records with similar scores: how many, what was said on average, what came."""

    count: int
    expected: float
    observed: float


@dataclass(frozen=True, slots=True)
class QualityReport:
    """``verdict``: ``clear``, ``weak`` (AUC below 0.6), ``no_signal``, or ``one_outcome`` where nothing can be measured.

    ``p_value``: the chance that scores which know nothing reach this AUC. ``brier_of_mean``: the Brier score of always saying the mean.
    """

    verdict: str
    count: int
    positives: int
    auc: float | None = None
    p_value: float | None = None
    brier: float | None = None
    brier_of_mean: float | None = None
    calibration_error: float | None = None
    curve: tuple[ReliabilityBin, ...] = ()


def judge(*, chances, outcome, cross_validated: bool = False) -> QualityReport:
    """Return the report on ``chances`` (0 to 1) given before ``outcome`` (0 or 1) was known.

    In cross-validation every pair of records is compared twice, once as teacher and pupil and once the other way round: what agrees by
    chance agrees twice. The variance of the AUC is taken as twice that of the Mann-Whitney test (on pure noise it is 1.4 times).
    """
    chances, outcome = np.asarray(chances, dtype=float), np.asarray(outcome, dtype=float)
    count, positives = len(outcome), int(outcome.sum())
    if positives in (0, count):
        return QualityReport("one_outcome", count, positives)
    rank_share = auc(chances, outcome)
    # Mann-Whitney: the error of an AUC of scores that know nothing
    error = sqrt((1 + cross_validated) * (count + 1) / (12 * positives * (count - positives)))
    p_value = erfc((rank_share - 0.5) / error / sqrt(2)) / 2
    curve = reliability(chances, outcome)
    return QualityReport(
        verdict="no_signal" if p_value > SIGNIFICANCE else "weak" if rank_share < WEAK_AUC else "clear",
        count=count,
        positives=positives,
        auc=rank_share,
        p_value=p_value,
        brier=float(np.mean((chances - outcome) ** 2)),
        brier_of_mean=float(outcome.mean() * (1 - outcome.mean())),
        calibration_error=sum(part.count * abs(part.expected - part.observed) for part in curve) / count,
        curve=curve,
    )


def auc(scores, outcome) -> float:
    """Return the chance that a record that came true has the higher score; equal scores count half."""
    outcome = np.asarray(outcome) > 0
    ranks, positives = rankdata(scores), int(outcome.sum())
    return float((ranks[outcome].sum() - positives * (positives + 1) / 2) / (positives * (len(outcome) - positives)))


def reliability(chances, outcome) -> tuple[ReliabilityBin, ...]:
    """Return ten bins with equally many records each, by rising chance."""
    order = np.argsort(chances, kind="stable")
    return tuple(
        ReliabilityBin(len(part), float(np.mean(chances[part])), float(np.mean(outcome[part])))
        for part in np.array_split(order, min(BINS, len(order)))
    )
