"""Territory benches. `bin/bench territory --instances DIR`: with rebalance/, cpmp/ and tdp/ in DIR; without it made instances.

Ends with status 1 when a bar is missed.
"""

import argparse
import sys
from pathlib import Path

from . import instances, resolution, solvers
from .report import Report

PARTS = ("resolution", "rebalance", "centres", "design")


def main():
    parser = argparse.ArgumentParser(prog="bin/bench territory", description=__doc__)
    parser.add_argument("--instances", "--data", type=Path, help="folder with rebalance/, cpmp/ and tdp/")
    parser.add_argument("--seconds", type=float, default=18, help="processor seconds for each instance of centres and design")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be repeated")
    options = parser.parse_args()
    folder, parts, report = options.instances, options.only or PARTS, Report()
    if folder and not folder.is_dir():
        parser.error(f"{folder} is no folder")
    if "resolution" in parts:
        resolution.run(report)
    if "rebalance" in parts:
        solvers.run_rebalance(report, instances.read_rebalance(folder / "rebalance") if folder else instances.make_rebalance())
    if "centres" in parts:
        solvers.run_centres(report, instances.read_centres(folder / "cpmp") if folder else instances.make_centres(), options.seconds)
    if "design" in parts:
        solvers.run_lands(report, instances.read_lands(folder / "tdp") if folder else instances.make_lands(), options.seconds)
    print(f"{len(report.missed)} bars missed" + "".join(f"\n  {name}" for name in report.missed))
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
