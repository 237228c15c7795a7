"""Customer value on CDNOW (Fader, Hardie, Lee 2005) and on 20 000 made customers."""

import csv
import time
from datetime import date, timedelta

import numpy as np
from scipy.stats import rankdata

from ...algorithms.customer.churn import rank_churn
from ...algorithms.customer.lifetime_value import Horizon, value_customers
from ...algorithms.customer.order_value import fit_order_value
from ...algorithms.customer.purchase_history import summarise
from ...algorithms.customer.repeat_buying import fit_buying
from ...algorithms.customer.rfm import CustomerOrders, score_rfm
from .report import Report

CALIBRATION_END = date(1997, 9, 30)
PUBLISHED = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
PUBLISHED_VALUE = {"p": 6.25, "q": 3.74, "gamma": 15.44}


def run(data_dir):
    report = Report()
    _fit(report, data_dir / "cdnow")
    _holdout(report, data_dir / "cdnow")
    _large(report)
    return report.holds


def _fit(report, folder):
    with open(folder / "cdnow_summary_with_spend.csv", newline="") as file:
        x, t_x, age, spend = np.array([[float(row[name]) for name in ("x", "t_x", "T", "zbar")] for row in csv.DictReader(file)]).T
    start = time.process_time()
    model = fit_buying(frequency=x, recency=t_x, age=age)
    seconds = time.process_time() - start
    for name, value in PUBLISHED.items():
        report.at_most(f"BG/NBD {name} {getattr(model, name):.4f}, from the published",
                       100 * abs(getattr(model, name) / value - 1), 0.5, " %")
    report.at_least("BG/NBD log-likelihood", model.log_likelihood, -9582.45)
    report.at_most(f"BG/NBD, {len(x)} customers", seconds, 1.0, " s")
    spending = fit_order_value(frequency=x, spend=spend)
    for name, value in PUBLISHED_VALUE.items():
        report.at_most(f"Gamma-Gamma {name} {getattr(spending, name):.4f}, from the published",
                       100 * abs(getattr(spending, name) / value - 1), 1.0, " %")


def _holdout(report, folder):
    """39 weeks later: what was expected, what came."""
    keys, days, amounts = [], [], []
    with open(folder / "CDNOW_sample.txt") as file:
        for line in file:
            _master, key, day, _quantity, amount = line.split()
            keys.append(key)
            days.append(date(int(day[:4]), int(day[4:6]), int(day[6:])))
            amounts.append(float(amount))
    seen = summarise(keys=keys, days=days, amounts=amounts, until=CALIBRATION_END, count_free=True)
    values = value_customers(histories=seen, horizon=Horizon(length=39, annual_rate=0.0)).customers
    later, spent = {}, {}
    for key, day, amount in zip(keys, days, amounts, strict=True):
        if day > CALIBRATION_END:
            later.setdefault(key, set()).add(day)
            spent[key] = spent.get(key, 0.0) + amount
    orders = np.array([len(later.get(key, ())) for key in seen.keys])
    expected = np.array([value.orders for value in values])
    report.line(f"orders of 39 weeks: {orders.sum()} came, {expected.sum():.0f} expected (run-rate rule: 2930)")
    report.at_most("mean absolute error (run-rate rule: 1.024)", np.abs(orders - expected).mean(), 0.787)
    report.at_most("root mean square error (run-rate rule: 2.212)", ((orders - expected) ** 2).mean() ** 0.5, 1.609)
    silent = orders == 0
    report.at_least("AUC of expected orders for who stays silent", _auc(-expected, silent), 0.772)
    report.line(f"AUC of P(alive): {_auc(-np.array([value.alive for value in values]), silent):.4f}, "
                f"of the chance of an order: {_auc(-np.array([value.order_probability for value in values]), silent):.4f}")
    inside = [float(value.low) - 0.005 <= spent.get(value.key, 0.0) <= float(value.high) + 0.005 for value in values]
    report.between("customers whose spending lies in the 80 % interval (its lower end is 0 for most)", 100 * np.mean(inside), 80, 95, " %")


def _large(report):
    """The night's work for 20 000 customers with 100 000 orders."""
    random = np.random.default_rng(7)
    today = date(2026, 1, 1)
    ages = random.integers(60, 1100, 20_000)
    likes = random.gamma(0.8, 1, 20_000)
    keys = np.concatenate([np.arange(20_000), random.choice(20_000, 80_000, p=likes / likes.sum())])
    days = [today - timedelta(days=int(ages[key] * share)) for key, share in zip(keys, random.random(len(keys)) ** 0.8, strict=True)]
    amounts = random.lognormal(5, 0.8, len(keys))
    start = time.process_time()
    seen = summarise(keys=keys.tolist(), days=days, amounts=amounts, until=today)
    values = value_customers(histories=seen, margin=0.3)
    rank_churn(values=values.customers)
    score_rfm(customers=[
        CustomerOrders(key, date.fromordinal(int(last)), int(count) + 1, total)
        for key, last, count, total in zip(seen.keys, seen.last_day, seen.frequency, seen.total, strict=True)
    ], today=today)
    report.at_most(f"value, churn and recency-frequency-value of {len(seen):,} customers with {len(keys):,} orders",
                   time.process_time() - start, 30, " s")


def _auc(score, is_positive):
    ranks, count = rankdata(score), is_positive.sum()
    return float((ranks[is_positive].sum() - count * (count + 1) / 2) / (count * (len(score) - count)))
