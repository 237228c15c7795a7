"""Win and churn scores, five folds, beside Odoo's own on the same folds; and a control where there is nothing to learn."""

import csv
import gzip
import time
from dataclasses import replace

import numpy as np

from ...algorithms.lead.fact_table import CATEGORY, categories, numbers, take_rows
from ...algorithms.lead.score_fit import deal_folds, fit_score
from ...algorithms.lead.score_quality import judge
from ...algorithms.lead.score_reasons import chances, explain
from .predictive_lead_scoring import odoo_chances
from .report import Report

FOLDS, SEED = 5, 0
# file, column of the outcome, what counts as coming true, columns left out; least AUC, most Brier
SETS = {
    "bank": ("lead/bank.csv.gz", "target", ("1", "yes"), (), 0.785, 0.086),
    "X Education": ("lead/xeducation.csv.gz", "target", ("1",), (), 0.868, 0.142),
    "Telco": ("churn/telco.csv.gz", "Churn", ("Yes",), ("customerID",), 0.845, 0.135),
}
MOST_CALIBRATION_ERROR, LEAST_AHEAD = 0.02, 0.015


def run(data_dir):
    report = Report()
    for name, (path, target, true, left_out, least_auc, most_brier) in SETS.items():
        with gzip.open(data_dir / path, "rt", newline="") as file:
            rows = list(csv.DictReader(file))
        outcome = np.array([row[target] in true for row in rows], dtype=float)
        columns = [read_column(key, rows) for key in rows[0] if key != target and key not in left_out]
        start = time.process_time()
        ours, _models, worst = _scored(columns, outcome)
        seconds = (time.process_time() - start) / FOLDS
        odoo = judge(chances=_odoo(columns, outcome), outcome=outcome)
        report.line(f"{name}: {len(rows)} records, {len(columns)} columns, {seconds:.1f} s a fit; Odoo's score: "
                    f"AUC {odoo.auc:.4f}, Brier {odoo.brier:.4f}, calibration error {odoo.calibration_error:.4f}")
        report.at_least(f"{name}, AUC", ours.auc, least_auc)
        report.at_least(f"{name}, AUC above Odoo's score", ours.auc - odoo.auc, LEAST_AHEAD)
        report.at_most(f"{name}, Brier score", ours.brier, most_brier)
        report.at_most(f"{name}, calibration error, ten bins", ours.calibration_error, MOST_CALIBRATION_ERROR)
        report.at_most(f"{name}, largest gap between a score and its reasons' sum", worst, 1e-9)
    _control(report, data_dir / "pipeline")
    return report.holds


def read_column(name, rows):
    """Return a column of numbers where all that is there are numbers, else of categories."""
    texts = [row[name].strip() or None for row in rows]
    try:
        return numbers(name, [None if text is None else float(text) for text in texts])
    except ValueError:
        return categories(name, texts)


def _scored(columns, outcome):
    """Return the quality of scores of unseen records, the models, the largest gap between a score and the sum of its reasons."""
    dealt, said, models, worst = deal_folds(outcome, folds=FOLDS, seed=SEED), np.zeros(len(outcome)), [], 0.0
    for fold in range(FOLDS):
        train, test = np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
        model = fit_score(columns=take_rows(columns, train), outcome=outcome[train], seed=SEED)
        models.append(model)
        # also without a signal: what would have been said, to see that it was rightly withheld
        said[test] = chances(model=replace(model, verdict="clear"), columns=take_rows(columns, test))
        for score, chance in zip(explain(model=model, columns=take_rows(columns, test)), said[test], strict=True):
            total = score.base + sum(reason.contribution for reason in score.reasons)
            worst = max(worst, abs(1 / (1 + np.exp(-total)) - chance)) if model.tells_something else worst
    return judge(chances=said, outcome=outcome), models, worst


def _odoo(columns, outcome):
    """Odoo's formula reads categories: numbers are given as tenths, what is missing as a value of its own, both to its advantage."""
    dealt, said = deal_folds(outcome, folds=FOLDS, seed=SEED), np.zeros(len(outcome))
    for fold in range(FOLDS):
        train, test = np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
        texts = [_as_texts(column, train) for column in columns]
        said[test] = odoo_chances(texts, outcome, train, test)
    return said


def _as_texts(column, train):
    if column.kind == CATEGORY:
        return [value or "unset" for value in column.values]
    ends = np.nanquantile(column.values[train], np.arange(1, 10) / 10)
    return ["unset" if np.isnan(value) else str(np.searchsorted(ends, value)) for value in column.values]


def _control(report, folder):
    """The outcomes of these opportunities do not depend on agent, product, account, manager or office."""
    with open(folder / "sales_pipeline.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["deal_stage"] in ("Won", "Lost")]
    with open(folder / "sales_teams.csv", newline="") as file:
        teams = {row["sales_agent"]: row for row in csv.DictReader(file)}
    outcome = np.array([row["deal_stage"] == "Won" for row in rows], dtype=float)
    columns = [categories(name, [row[name] for row in rows]) for name in ("sales_agent", "product", "account")]
    columns += [
        categories(name, [teams.get(row["sales_agent"], {}).get(name) for row in rows]) for name in ("manager", "regional_office")
    ]
    quality, models, _worst = _scored(columns, outcome)
    report.at_most("pipeline (nothing to learn), |AUC - 0.5|", abs(quality.auc - 0.5), 0.03)
    report.equals("pipeline, models of five that say 'no signal'", sum(model.verdict == "no_signal" for model in models), FOLDS, places=0)
