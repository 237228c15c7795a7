"""Benches of quotes and approvals. `bin/bench approval [--parts pdf]`: each figure is printed beside its bar.

A part is a module of this folder with a function `run()`, which prints its figures and returns whether all bars were
met. Without --parts all are run. Ends with status 1 when a bar is missed.
"""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path


def parts():
    """Return ``{name: run}`` of the modules of this folder that are parts."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if not module.name.startswith("_"))
    loaded = {name: importlib.import_module(f".{name}", __package__) for name in names}
    return {name: module.run for name, module in loaded.items() if hasattr(module, "run")}


def main():
    known = parts()
    parser = argparse.ArgumentParser(prog="bin/bench approval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", help=f"names with commas between, of {', '.join(known)}")
    options = parser.parse_args()
    wanted = [name.strip() for name in options.parts.split(",") if name.strip()] if options.parts else list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        parser.error(f"no such part: {', '.join(unknown) or 'none given'}; there are {', '.join(known)}")
    missed = []
    for name in wanted:
        print(name, flush=True)
        if not known[name]():
            missed.append(name)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} parts meet their bars" + (f"; missed in {', '.join(missed)}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
