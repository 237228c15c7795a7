"""Benches of leads and customers in a database. `bin/bench leads [--parts routing] [--size 10000]`: each figure is printed beside its bar.

A part is a module of this folder with a function `run(size)`, which prints its figures and returns whether all bars were
met. Without --parts all are run. Ends with status 1 when a bar is missed.
"""

import argparse
import sys

from . import routing, value

PARTS = {"routing": routing.run, "value": value.run}


def main():
    parser = argparse.ArgumentParser(prog="bin/bench leads", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", help=f"names with commas between, of {', '.join(PARTS)}")
    parser.add_argument("--size", type=int, help="leads (10000) or customers (20000) instead of the number the bars are set for")
    options = parser.parse_args()
    wanted = [name.strip() for name in options.parts.split(",") if name.strip()] if options.parts else list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown or not wanted:
        parser.error(f"no such part: {', '.join(unknown) or 'none given'}; there are {', '.join(PARTS)}")
    missed = []
    for name in wanted:
        print(name, flush=True)
        if not PARTS[name](options.size):
            missed.append(name)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} parts meet their bars" + (f"; missed in {', '.join(missed)}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
