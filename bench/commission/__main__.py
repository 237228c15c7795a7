"""Benches of commissions. `bin/bench commission [--parts settle,resume,posting] [--lines 50000]`: each figure beside its bar.

A part is a module of this folder with a function `run(lines)`, which prints its figures and returns whether all bars were met.
Every contestant works in a process and on a copy of a database of its own, on the same invoices. Ends with status 1 when a bar is missed.
"""

import argparse
import sys

from . import posting, resume, settle

PARTS = {"settle": settle.run, "resume": resume.run, "posting": posting.run}


def main():
    parser = argparse.ArgumentParser(prog="bin/bench commission", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default=",".join(PARTS), help=f"names with commas between, of {', '.join(PARTS)}")
    parser.add_argument("--lines", type=int, default=50_000, help="invoice lines (posting takes one invoice for each hundred)")
    options = parser.parse_args()
    wanted = [name.strip() for name in options.parts.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    missed = []
    for name in wanted:
        print(name, flush=True)
        if not PARTS[name](options.lines):
            missed.append(name)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} parts meet their bars" + (f"; missed in {', '.join(missed)}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
