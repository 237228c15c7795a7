"""How right the model of repeat buying has been with these customers: it is asked about a past it was not shown.

The model is fitted to what was known on a past day and says how often each customer would buy until today; what he did buy is
known. Beside it stands the rule of thumb that everybody goes on buying as often as before. A model whose error is not below that of
the rule is told so (``is_better``): its figures are then no better than a pocket calculator's.
"""

from dataclasses import dataclass

import numpy as np

from .purchase_history import PurchaseHistories
from .repeat_buying import expected_orders, fit_buying


@dataclass(frozen=True, slots=True)
class BuyingCheck:
    """``verdict``: ``checked``, or ``too_little_history`` with None figures. Errors are mean absolute errors, in orders a customer."""

    verdict: str
    customers: int
    expected: float | None = None
    actual: int | None = None
    error: float | None = None
    error_of_rule: float | None = None

    @property
    def is_better(self):
        return self.error is not None and self.error < self.error_of_rule


def check_buying(*, before: PurchaseHistories, now: PurchaseHistories, length: float) -> BuyingCheck:
    """Compare what was expected from ``before`` with what came.

    :param before, now: histories of the same orders until a past day and until today
    :param length: time between the two days, in the unit of the histories
    """
    facts = {"frequency": before.frequency, "recency": before.recency, "age": before.age}
    model = fit_buying(**facts)
    if not model.is_usable or length <= 0:
        return BuyingCheck("too_little_history", len(before))
    purchases = dict(zip(now.keys, now.frequency.tolist(), strict=True))
    actual = np.array([purchases.get(key, was) - was for key, was in zip(before.keys, before.frequency.tolist(), strict=True)])
    expected = expected_orders(model=model, horizon=length, **facts)
    rule = np.divide(before.frequency, before.age, out=np.zeros(len(before)), where=before.age > 0) * length
    return BuyingCheck(
        "checked", len(before), float(expected.sum()), int(actual.sum()),
        float(np.abs(expected - actual).mean()), float(np.abs(rule - actual).mean()))
