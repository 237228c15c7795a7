"""M3 monthly series, 18 months ahead: accuracy, intervals, time, against seasonal naive and published figures."""

import gzip
import json
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np

from ...algorithms.forecast.accuracy import coverage, mase, smape
from ...algorithms.forecast.history import History
from ...algorithms.forecast.method import METHODS
from ...algorithms.forecast.predict import forecast
from ...algorithms.forecast.recommend import recommend
from .report import Report

SEASON = 12
SHORT = (48, 36, 24)
PUBLISHED = (
    ("naive2", 17.035, 1.100), ("original Theta", 14.797, 0.8975), ("ForecastPro", 13.591, 0.8353),
    ("statsforecast AutoETS", 13.731, 0.8601), ("statsforecast DynamicOptimizedTheta", 13.765, 0.8742))


@dataclass(frozen=True)
class Result:
    smape: float
    mase: float
    coverage: float
    milliseconds: float


def read(folder):
    with gzip.open(folder / "forecast" / "m3_monthly_200.json.gz", "rt") as file:
        return [(tuple(map(float, row["x"])), tuple(map(float, row["xx"]))) for row in json.load(file)]


def measure(series, method, **options):
    """Return the means over all series; time is processor time of one forecast with its interval."""
    errors, held, started = [], [], time.process_time()
    for past, future in series:
        points = forecast(history=History(past, SEASON), horizon=len(future), method=method, **options).points
        amounts = [point.amount for point in points]
        errors.append((
            smape(actual=future, forecast=amounts),
            mase(history=past, actual=future, forecast=amounts, season=SEASON)))
        held.append(coverage(actual=future, low=[point.low for point in points], high=[point.high for point in points]))
    means = np.mean(errors, axis=0)
    return Result(means[0], means[1], float(np.mean(held)), 1000 * (time.process_time() - started) / len(series))


def run(data_dir):
    report, series = Report(), read(data_dir)
    report.line(f"{len(series)} M3 monthly series, 18 months ahead; published on the same series (sMAPE, MASE):")
    for name, percent, scaled in PUBLISHED:
        report.line(f"  {name}: {percent}, {scaled}")
    results = {code: measure(series, code) for code in METHODS}
    for code, result in results.items():
        report.line(
            f"{code}: sMAPE {result.smape:.3f}, MASE {result.mase:.4f}, "
            f"80 % interval holds {result.coverage:.1f} %, {result.milliseconds:.1f} ms")
    report.equals("seasonal naive is the published one: sMAPE", results["seasonal_naive"].smape, 17.726, 3)
    best, naive = results["combined"], results["seasonal_naive"]
    report.at_most("combined: sMAPE", best.smape, 14.1)
    report.at_most("combined: MASE", best.mase, 0.875)
    report.at_most("combined: sMAPE beside seasonal naive", best.smape / naive.smape, 1)
    report.at_most("combined: time a series", best.milliseconds, 15, " ms")
    report.between("combined: coverage of the 80 % interval", best.coverage, 72, 88, " %")
    report.between("combined: coverage of the 95 % interval", measure(series, "combined", level_percent=95).coverage, 91, 98, " %")
    for months in SHORT:
        known = [(past[-months:], future[:SEASON]) for past, future in series]
        short, last_year = measure(known, "combined"), measure(known, "seasonal_naive")
        report.line(f"only the last {months} months known, 12 ahead: sMAPE {short.smape:.3f}, seasonal naive {last_year.smape:.3f}")
        report.at_most(f"{months} months: sMAPE beside seasonal naive", short.smape / last_year.smape, 1)
        report.between(f"{months} months: coverage of the 80 % interval", short.coverage, 72, 88, " %")
    started = time.process_time()
    chosen = [recommend(history=History(past, SEASON), horizon=12).method for past, _future in series]
    spent = 1000 * (time.process_time() - started) / len(series)
    report.line(f"recommended: {', '.join(f'{name} {count}' for name, count in Counter(chosen).most_common())}; {spent:.0f} ms a series")
    kept = np.mean([_smape(past, future, method) for (past, future), method in zip(series, chosen, strict=True)])
    report.at_most("recommended method: sMAPE", kept, 14.1)
    return report.holds


def _smape(past, future, method):
    points = forecast(history=History(past, SEASON), horizon=len(future), method=method).points
    return smape(actual=future, forecast=[point.amount for point in points])
