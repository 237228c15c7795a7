"""Benches of figures and reports. `bin/bench reports [--orders 100000]`: each figure beside its bar.

The same at one hundredth of the orders shows what grows with them. Ends with status 1 when a bar is missed.
"""

import argparse
import sys

from ..analytics.report import Report
from ._contestant import addon_database, copy_of, step
from .forecast import SERIES, forecast_series

ROUNDS = 3


def main():
    parser = argparse.ArgumentParser(prog="bin/bench reports", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=100_000, help="confirmed orders, each with a posted invoice")
    options = parser.parse_args()
    report, name = Report(), f"{addon_database()}_a"
    small = max(options.orders // 100, 100)
    with copy_of(addon_database(), name) as database:
        step(database, "make", small)
        step(database, "keep")
        few = step(database, "figures", ROUNDS)
    with copy_of(addon_database(), name) as database:
        step(database, "make", options.orders)
        bare = step(database, "figures", ROUNDS)
        kept = step(database, "keep")
        many = step(database, "figures", ROUNDS)
        sums = step(database, "report", ROUNDS)
        short, whole = step(database, "workbook", 100), step(database, "workbook", 1100)
    for part, words in (("cards", "cards of a first screen"), ("rep", "the same of one representative"), ("board", "the whole dashboard"),
                        ("all", "every figure"), ("series", "revenue of twelve months")):
        report.equals(f"{words}: queries at {small} and at {options.orders} orders", many[part]["queries"], few[part]["queries"], places=0)
        report.line(f"{words}: {few[part]['ms']:.0f} ms at {small}, {many[part]['ms']:.0f} ms at {options.orders} orders")
    report.line(f"kept by the job: {kept['invoices']} invoices in {kept['seconds']:.1f} s; before it the cards took "
                f"{bare['cards']['ms']:.0f} ms, the whole dashboard {bare['board']['ms']:.0f} ms")
    report.at_most("cards of a first screen", many["cards"]["ms"], 300, " ms")
    report.at_most("the whole dashboard", many["board"]["ms"], 300, " ms")
    report.line(f"revenue by representative and month of a year: {sums['report']['ms']:.0f} ms, bare aggregate {sums['bare']['ms']:.0f} ms")
    report.at_most("times the bare aggregate", sums["report"]["ms"] / sums["bare"]["ms"], 3)
    for book in (short, whole):
        report.line(f"workbook of {book['rows']} lines: {book['seconds']:.1f} s, {book['file_mb']} MB, "
                    f"peak {book['peak_mb']} MB, {book['before_mb']} MB of it before")
    report.equals("lines in the workbook, of those in the books", whole["rows"], whole["wanted"], places=0)
    report.at_most("more memory for ten times the lines", whole["peak_mb"] - short["peak_mb"], 40, " MB")
    ahead = forecast_series()
    report.line(f"{SERIES} series six months ahead: {ahead['seconds']:.1f} s of processor, {ahead['held']:.0f} % within the 80 %")
    report.at_most("error as a share of that of the same month a year ago", ahead["mase"] / ahead["naive"], 0.9)
    print("all bars are met" if report.holds else "some bars are missed")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
