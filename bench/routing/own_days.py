"""Generated days beside the greedy peer, the given order and a long run; with time, memory and determinism."""

import hashlib
import json
import resource
import subprocess
import sys
import time

from odoo.addons.sales_os.algorithms.route.check import check_plan
from odoo.addons.sales_os.algorithms.route.limit import Limit
from odoo.addons.sales_os.algorithms.route.solve import plan

from .generated import day_of_25, eight_reps, four_weeks
from .nearest import nearest_neighbour

MEMORY_BAR_MB = 400
DAY_BAR_PERCENT = 0.5
# name, maker, CPU seconds, CPU seconds of the long run that stands for the best known (0: none)
TASKS = (("day of 25 stops", day_of_25, 1, 15), ("a rep's four weeks", four_weeks, 20, 0), ("8 reps x 300 customers", eight_reps, 20, 0))


def _fingerprint(number, seed):
    _, maker, _, _ = TASKS[number]
    answer = plan(maker(seed), seed=seed, limit=Limit(iterations=300))
    return hashlib.sha256(repr([(day.rep, day.day, day.stops) for day in answer.days]).encode()).hexdigest()


def _timed(problem, seed, seconds):
    before = time.process_time()
    answer = plan(problem, seed=seed, limit=Limit(seconds=seconds, clock=time.process_time))
    return answer, time.process_time() - before


def _task(name, maker, seconds, long, seed):
    """Runs in a process of its own, so that the peak memory is that of this task. Returns (lines, failed)."""
    problem = maker(seed)
    answer, spent = _timed(problem, seed, seconds)
    faults = check_plan(problem, answer)
    greedy, left = nearest_neighbour(problem)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    failed = bool(faults) or peak > MEMORY_BAR_MB
    totals = answer.totals
    lines = [
        f"{name}, seed {seed}: {totals.visits} visits, {totals.travel_metres / 1000:.0f} km, {totals.travel_seconds / 3600:.1f} h driving, "
        f"{len(answer.unplanned)} left out; {spent:.2f} s by {answer.engine}, peak {peak:.0f} MB (bar {MEMORY_BAR_MB})",
        f"  cost {answer.cost} = {100 * answer.cost / greedy:.1f} % of nearest neighbour (which leaves out {left})",
    ]
    if answer.baseline:
        given = answer.baseline.totals
        lines.append(
            f"  given order: {given.travel_metres / 1000:.0f} km ({'keeps' if answer.baseline.feasible else 'breaks'} the rules); "
            f"saved {answer.saved_metres / 1000:.0f} km"
        )
        failed |= answer.baseline.feasible and answer.saved_metres < 0
    if long:
        best = min(_timed(problem, other, long)[0].cost for other in (seed, seed + 100))
        best = min(best, answer.cost)
        gap = 100 * (answer.cost - best) / best
        failed |= gap > DAY_BAR_PERCENT or spent > seconds + 0.5
        lines.append(f"  best known of two runs of {long} s: gap {gap:.3f} % (bar {DAY_BAR_PERCENT})")
    return lines + [f"  WRONG: {fault}" for fault in faults[:3]], failed


def run_task(order):
    """What a process of its own is asked for; `order` as `_ask` wrote it. Prints JSON."""
    order = json.loads(order)
    if "seconds" not in order:
        print(json.dumps(_fingerprint(order["task"], order["seed"])))
        return
    name, maker, _, _ = TASKS[order["task"]]
    print(json.dumps(_task(name, maker, order["seconds"], order["long"], order["seed"])))


def _ask(**order):
    """Runs this bench again in a new process with a hidden option, so that memory and hash seeds are its own."""
    command = sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    output = subprocess.run([*command, "--task", json.dumps(order)], check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def run_generated(options):
    """Prints the figures of every task and seed; True when a bar is missed."""
    missed = False
    for number, (_, _, seconds, long) in enumerate(TASKS):
        if options.quick:
            seconds, long = 1, min(long, 2)
        elif options.seconds is not None:
            seconds = options.seconds
        for seed in options.seeds:
            lines, failed = _ask(task=number, seed=seed, seconds=seconds, long=long)
            print("\n".join(lines), "\n  MISSED" if failed else "", flush=True)
            missed |= failed
        prints = {_ask(task=number, seed=options.seeds[0]) for _ in range(2)}
        print(f"  the same plan for a seed in two processes: {'yes' if len(prints) == 1 else 'NO'}", flush=True)
        missed |= len(prints) > 1
    print("all bars held" if not missed else "a bar was missed")
    return missed
