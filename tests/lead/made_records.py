"""Records whose truth is known, for tests of scores."""

import numpy as np
from scipy.special import expit

from odoo.addons.sales_os.algorithms.lead.fact_table import categories, numbers

SOURCES = np.array(["web", "phone", "fair", "partner"])
PULL = {"web": 0.0, "phone": 1.2, "fair": -1.0, "partner": 0.4}


def made_records(*, count, seed, noise=False):
    """Return columns and outcomes: source and size pull, the third column is noise; size and budget have gaps."""
    random = np.random.default_rng(seed)
    source = random.choice(SOURCES, count)
    size = random.exponential(20, count)
    pull = 0 if noise else np.array([PULL[name] for name in source]) + 1.5 * np.tanh((size - 15) / 10)
    outcome = (random.random(count) < expit(pull - 0.8)).astype(float)
    budget = [None if random.random() < 0.3 else value for value in random.normal(size=count)]
    return [
        categories("source", [None if random.random() < 0.05 else name for name in source]),
        numbers("size", size), numbers("budget", budget),
    ], outcome
