"""A night over all customers from their orders, value, churn and segments: time, memory, queries."""

from .._contestant import addon_database, copy_of, step
from ..analytics.report import Report

CUSTOMERS, ORDERS_EACH = 20_000, 5


def run(size=None):
    report, count = Report(), size or CUSTOMERS
    with copy_of(addon_database(), f"{addon_database()}_a") as ours:
        first = step("leads._step", ours, "value", count, ORDERS_EACH)
        second = step("leads._step", ours, "value", max(100, count // 4), ORDERS_EACH)
    report.line(f"{count} customers with {count * ORDERS_EACH} orders: {first['queries']} queries, {first['valued']} valued")
    report.line(f"value and churn {first['seconds']:.1f} s; segments of {first['segmented']}: {first['segment_seconds']:.1f} s, "
                f"{first['segment_queries']} queries")
    report.at_most("value, churn and segments of all", first["seconds"] + first["segment_seconds"], 30, " s")
    report.line(f"peak memory of the process {first['peak']:.0f} MB, with a quarter of the customers {second['peak']:.0f} MB")
    report.at_most("memory beyond a quarter of the customers", first["megabytes"] - second["megabytes"], 150, " MB")
    report.line(f"the second night (all rows there): {first['again']:.1f} s")
    return report.holds
