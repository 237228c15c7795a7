"""Runs one bench as a module of the addon, without Odoo: run_bench.py CHECKOUT NAME ARGUMENTS…"""

import runpy
import sys

from bare_package import NAME, open_bare_package

if __name__ == "__main__":
    _, checkout, bench, *arguments = sys.argv
    open_bare_package(checkout)
    sys.argv = [f"bin/bench {bench}", *arguments]
    runpy.run_module(f"{NAME}.bench.{bench}", run_name="__main__", alter_sys=True)
