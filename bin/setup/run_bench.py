"""Runs one bench as a module of the addon: run_bench.py CHECKOUT NAME ARGUMENTS…

Without Odoo, unless bin/bench made a database for it.
"""

import os
import runpy
import sys

from bare_package import NAME, open_bare_package


def open_odoo(database):
    """Odoo configured for the database; the addon's models come with its registry (see bench/_database.py)."""
    from odoo.tools import config

    config.parse_config(
        ["-c", os.environ["ODOO_RC"], "-d", database, "--log-level", "error", "--http-port", os.environ["SALES_OS_BENCH_PORT"]],
        setup_logging=True)

if __name__ == "__main__":
    _, checkout, bench, *arguments = sys.argv
    if database := os.environ.get("SALES_OS_BENCH_DATABASE"):
        open_odoo(database)
    else:
        open_bare_package(checkout)
    sys.argv = [f"bin/bench {bench}", *arguments]
    runpy.run_module(f"{NAME}.bench.{bench}", run_name="__main__", alter_sys=True)
