"""Analytics benches. `bin/bench analytics --data DIR [--parts forecast,pipeline]`: each figure is printed beside its bar.

A part is a module of this folder with a function `run(data_dir)`, which prints its figures and returns whether all bars
were met. Without --parts all are run. Ends with status 1 when a bar is missed.
"""

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path


def modules():
    return sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if not module.name.startswith("_"))


def load(names):
    """Return ``{name: run}`` of the modules among ``names`` that are parts."""
    loaded = {name: importlib.import_module(f".{name}", __package__) for name in names}
    return {name: module.run for name, module in loaded.items() if hasattr(module, "run")}


def main():
    parser = argparse.ArgumentParser(prog="bin/bench analytics", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", "--instances", type=Path, required=True, help="folder with forecast/, pipeline/ and the other sets")
    parser.add_argument("--parts", help="names with commas between, for instance forecast,pipeline")
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"{options.data} is no folder")
    wanted = [name.strip() for name in options.parts.split(",") if name.strip()] if options.parts else modules()
    unknown = [name for name in wanted if name not in modules()]
    parts = {} if unknown else load(wanted)
    if options.parts:
        unknown += [name for name in wanted if name not in parts and name not in unknown]
    if unknown or not parts:
        parser.error(f"no such part: {', '.join(unknown) or 'none given'}; there are {', '.join(load(modules()))}")
    missed = []
    for name, run in parts.items():
        print(name, flush=True)
        if not run(options.data):
            missed.append(name)
    print(f"{len(parts) - len(missed)} of {len(parts)} parts meet their bars" + (f"; missed in {', '.join(missed)}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
