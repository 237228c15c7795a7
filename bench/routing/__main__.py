"""bin/bench routing [--instances DIR] [--seconds N] [--families a,b] [--seeds 1,2,3] [--engine best|own|pyvrp] [--quick]

Seconds are CPU seconds of this process (time.process_time), so that figures mean the same on a busy machine. Every plan is judged by
code of its family that shares nothing with the solvers, and by algorithms/route/check.py. Exit code 1 when a bar is missed.
"""

import argparse
import sys
import time

from odoo.addons.sales_os.algorithms.route.check import check_plan
from odoo.addons.sales_os.algorithms.route.limit import Limit
from odoo.addons.sales_os.algorithms.route.solve import plan

from .instances import read_folder
from .own_days import run_generated, run_task

# family → [(seconds, bar)]: mean percent behind the reference, over all instances and seeds of the family
BARS = {
    "solomon": [(5, 0.6), (10, 0.4)],
    "homberger": [(10, 0.8)],
    "tsptw": [(1, 0.0)],
    "toptw": [(10, 0.5)],
    "pvrp": [(20, 0.4)],
    "fieldsales": [(20, 1.0), (40, 3.0)],
}
NEAREST_BAR = 60.0


def _runs(family, seconds, quick):
    """[(seconds, bar, which cases)] for a family."""
    if family == "fieldsales":
        week, weeks = BARS[family]
        runs = [(*week, lambda case: not _periodic(case)), (*weeks, _periodic)]
    else:
        runs = [(limit, bar, lambda case: True) for limit, bar in BARS[family]]
    if seconds is not None:
        runs = [(seconds, runs[-1][1], runs[-1][2])] if family != "fieldsales" else [(seconds, bar, cases) for _, bar, cases in runs]
    if quick:
        runs = [(min(limit, 1), None, cases) for limit, _, cases in runs[-1:]]
    return runs


def _periodic(case):
    return any(visit.patterns is not None for visit in case.problem.visits)


def _solve(case, seed, seconds, engine):
    before = time.process_time()
    answer = plan(case.problem, seed=seed, limit=Limit(seconds=seconds, clock=time.process_time), engine=engine)
    spent = time.process_time() - before
    value, faults = case.judge(answer)
    return answer, value, [*faults, *check_plan(case.problem, answer)], spent


def _family(name, cases, options):
    failed = False
    for seconds, bar, chosen in _runs(name, options.seconds, options.quick):
        mine = [case for case in cases if chosen(case)]
        if not mine:
            continue
        gaps = []
        for case in mine:
            results = [_solve(case, seed, seconds, options.engine) for seed in options.seeds]
            row = [case.gap(value) for _, value, _, _ in results]
            gaps += row
            note = ""
            if case.nearest:
                share = 100 * max(value for _, value, _, _ in results) / case.nearest
                note = f"  {share:.0f} % of nearest neighbour"
                failed |= share > NEAREST_BAR and not options.quick
            if name == "fieldsales" and bar is not None and sum(row) / len(row) > bar:  # a bar for each, not for their mean
                note += f"  mean {sum(row) / len(row):+.2f} %: MISSED"
                failed = True
            faults = [fault for _, _, faults, _ in results for fault in faults]
            failed |= bool(faults)
            figures = " ".join(f"{gap:+7.3f}" for gap in row)
            engines = ",".join(dict.fromkeys(answer.engine for answer, *_ in results))
            spent = max(spent for *_, spent in results)
            print(f"  {name:10} {case.name:9} {seconds:4g} s  gap % {figures}  ({spent:.1f} s used, by {engines}){note}", flush=True)
            for fault in faults[:3]:
                print(f"    WRONG: {fault}")
        mean, worst = sum(gaps) / len(gaps), max(gaps)
        verdict = "" if bar is None else f"bar {bar:.2f}  {'pass' if mean <= bar + 1e-9 else 'MISSED'}"
        failed |= bar is not None and mean > bar + 1e-9
        print(f"{name:12} {seconds:4g} s  mean {mean:+.3f} %  max {worst:+.3f} %  {verdict}", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(prog="bin/bench routing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", help="folder of instance files with bks.json; without it: generated days")
    parser.add_argument("--seconds", type=float, help="CPU seconds a plan, instead of those of the bars")
    parser.add_argument("--families", type=lambda text: text.split(","), help=f"of {', '.join(BARS)}")
    parser.add_argument("--seeds", type=lambda text: [int(seed) for seed in text.split(",")], default=[1, 2, 3])
    parser.add_argument("--engine", choices=("best", "own", "pyvrp"), default="best")
    parser.add_argument("--quick", action="store_true", help="one second a plan, one seed, no bars: does it run at all")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        return run_task(options.task)
    if options.quick:
        options.seeds = options.seeds[:1]
    print(f"CPU seconds, seeds {options.seeds}, engine {options.engine}")
    if not options.instances:
        return 1 if run_generated(options) else 0
    families = read_folder(options.instances)
    unknown = set(options.families or ()) - set(families)
    if unknown:
        parser.error(f"no family {', '.join(sorted(unknown))} in {options.instances}; there are {', '.join(families)}")
    failed = [
        name for name, cases in families.items() if (not options.families or name in options.families) and _family(name, cases, options)
    ]
    print("all bars held" if not failed else f"missed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
