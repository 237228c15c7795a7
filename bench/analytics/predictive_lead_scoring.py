"""Odoo's own score, for comparison: the naive Bayes formula of crm.lead (`_pls_get_naive_bayes_probabilities`), from its definition.

Chance = won / (won + lost), each the prior share × for every field the share of the value among the records with that outcome;
0.1 is added to every count.
"""

from collections import Counter

import numpy as np

ADDED = 0.1


def odoo_chances(columns, outcome, train, test):
    """Return the chance of each record of ``test``, counted on those of ``train``; ``columns`` hold texts, None is skipped."""
    margin = np.full(len(test), np.log((outcome[train].sum() + ADDED) / ((1 - outcome[train]).sum() + ADDED)))
    for values in columns:
        won = Counter(values[row] for row in train if outcome[row] and values[row] is not None)
        lost = Counter(values[row] for row in train if not outcome[row] and values[row] is not None)
        known = set(won) | set(lost)
        all_won, all_lost = (sum(count[value] + ADDED for value in known) for count in (won, lost))
        weight = {value: np.log((won[value] + ADDED) / all_won) - np.log((lost[value] + ADDED) / all_lost) for value in known}
        margin += [weight.get(values[row], 0.0) for row in test]
    return np.clip(np.round(1 / (1 + np.exp(-margin)), 4), 0.0001, 0.9999)
