"""Measure the three solvers against their bars. Times are processor time: other work on the machine does not count."""

import time
from statistics import mean

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from odoo.addons.sales_os.algorithms.territory.contiguous import design
from odoo.addons.sales_os.algorithms.territory.median import place_centres
from odoo.addons.sales_os.algorithms.territory.reassign import reassign

from . import check

TOLERANCE, MOVING = 0.05, 10.0


def plain_lp(cost, load, low, high):
    """One linear programme with every column, as scipy solves it: (value, seconds)."""
    customers, territories = cost.shape
    place = np.arange(cost.size)
    whole = sparse.csr_matrix((np.ones(cost.size), (np.repeat(np.arange(customers), territories), place)))
    loads = sparse.csr_matrix((np.repeat(load, territories), (np.tile(np.arange(territories), customers), place)))
    begun = time.process_time()
    result = linprog(cost.ravel(), A_ub=sparse.vstack([loads, -loads]), b_ub=np.concatenate([high, -low]),
                     A_eq=whole, b_eq=np.ones(customers), method="highs")
    return result.fun, time.process_time() - begun


def run_rebalance(report, instances):
    gaps, ratios, feasible = {"v1": [], "v2": []}, [], True
    for instance in instances:
        customers, territories = instance.distance.shape
        target = np.full(territories, instance.load.sum() / territories)
        low, high = target * (1 - TOLERANCE), target * (1 + TOLERANCE)
        stays = np.arange(territories) == instance.current[:, None]
        words, slider = [], 0.0
        for name, moving in (("v1", 0.0), ("v2", MOVING), ("v3", 10 * float(instance.distance.max()))):
            cost = instance.load[:, None] * (instance.distance + moving * ~stays)
            bound, lp_seconds = plain_lp(cost, instance.load, low, high)
            begun = time.process_time()
            found = reassign(cost=cost, load=instance.load, low=low, high=high, current=instance.current)
            seconds = time.process_time() - begun
            value, moved, worst, fits = check.rebalance(instance, found.assigned, TOLERANCE, moving)
            feasible &= fits
            slider += seconds
            ratios.append((seconds / max(lp_seconds, 0.02), instance.name, name))
            bound = instance.bounds.get(f"{name}_lp", bound)
            if name == "v3":
                least = instance.bounds.get("v3_minmoved_bound") or least_moved(instance, low, high)
                report.bar(f"{instance.name}: fewest changes, load moved / least possible", moved / least, 1.05)
                words.append(f"{name} moved {moved:.2%}")
            else:
                gaps[name].append(100 * (value / bound - 1))
                words.append(f"{name} gap {gaps[name][-1]:.3f} %")
            words.append(f"±{worst:.2%} {seconds:.2f} s (LP {lp_seconds:.2f} s)")
        for moving in (2.5, 40.0):
            begun = time.process_time()
            cost = instance.load[:, None] * (instance.distance + moving * ~stays)
            reassign(cost=cost, load=instance.load, low=low, high=high, current=instance.current)
            slider += time.process_time() - begun
        report.line(f"rebalance {instance.name}: {', '.join(words)}; slider of five {slider:.1f} s")
        report.bar(f"{instance.name}: whole slider", slider, 30, " s")
        if (customers, territories) in ((1000, 10), (5000, 20)):
            report.bar(f"{instance.name}: time / one LP", max(ratio for ratio, one, _name in ratios if one == instance.name), 12, "×")
    report.must("rebalance: within ±5 %", feasible)
    for name, most_mean, most in (("v1", 0.20, 0.7), ("v2", 0.4, 1.2)):
        report.bar(f"rebalance {name}: mean gap to the bound", mean(gaps[name]), most_mean, " %")
        report.bar(f"rebalance {name}: largest gap", max(gaps[name]), most, " %")


def least_moved(instance, low, high):
    loads = np.bincount(instance.current, instance.load, instance.distance.shape[1])
    return max(np.maximum(loads - high, 0).sum(), np.maximum(low - loads, 0).sum()) / loads.sum()


def run_centres(report, instances, seconds):
    gaps, feasible = {"few": [], "many": []}, True
    for instance in instances:
        begun = time.process_time()
        found = place_centres(
            distance=instance.distance, load=instance.load, capacity=instance.capacity, count=instance.count, rounds=1_000_000,
            should_stop=lambda begun=begun: time.process_time() - begun > seconds)
        cost, fits = check.centres(instance, found.assigned)
        feasible &= fits
        gap = 100 * (cost / instance.best - 1) if instance.best else 0.0
        gaps["few" if instance.count <= 20 else "many"].append(gap)
        report.line(f"centres {instance.name}: {cost:.2f}, {f'{gap:.2f} % above the best known' if instance.best else 'no best known'}, "
                    f"{time.process_time() - begun:.1f} s")
    report.must("centres: all loads fit", feasible)
    if gaps["few"]:
        report.bar("centres, up to 20: mean gap", mean(gaps["few"]), 0.5, " %")
        report.bar("centres, up to 20: largest gap", max(gaps["few"]), 1.2, " %")
    if gaps["many"]:
        report.bar("centres, 25 to 40: largest gap", max(gaps["many"]), 2.5, " %")


def run_lands(report, instances, seconds):
    gaps, feasible = [], True
    for instance in instances:
        begun = time.process_time()
        found = design(
            distance=instance.distance, activity=instance.activity, neighbours=instance.neighbours, count=instance.count,
            tolerance=instance.tolerance, rounds=1_000, should_stop=lambda begun=begun: time.process_time() - begun > seconds)
        if found is None:
            feasible = False
            report.line(f"design {instance.name}: nothing found")
            continue
        cost, fits = check.land(instance, found.assigned)
        feasible &= fits
        gaps.append(100 * (cost / instance.best - 1) if instance.best else 0.0)
        report.line(f"design {instance.name}: {cost:.2f}, {f'{gaps[-1]:.2f} % to the best known' if instance.best else 'no best known'}, "
                    f"{time.process_time() - begun:.1f} s")
    report.must("design: all connected and balanced", feasible)
    if gaps:
        report.bar("design: mean gap", mean(gaps), 1.2, " %")
        report.bar("design: largest gap", max(gaps), 3, " %")
