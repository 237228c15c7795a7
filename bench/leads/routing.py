"""Giving leads to people: ours by territory and turn with a reason each, Odoo's own assignment, in one run on one machine."""

from .._contestant import addon_database, copy_of, plain_database, step
from ..analytics.report import Report

LEADS = 10_000


def run(size=None):
    report, count = Report(), size or LEADS
    with copy_of(addon_database(), f"{addon_database()}_a") as ours, copy_of(plain_database(), f"{addon_database()}_o") as plain:
        odoo = step("leads._step", plain, "odoo_assign", count)
        own = step("leads._step", ours, "route", count)
        few = step("leads._step", ours, "route", max(10, count // 10))
    for name, answer in (("Odoo", odoo), ("Sales OS, each with a reason", own)):
        report.line(
            f"{name}: {answer['seconds']:.1f} s (processor {answer['cpu_seconds']:.1f}), {answer['queries']} queries, "
            f"{answer['assigned']} of {count} leads have somebody")
    report.at_least("faster than Odoo's own assignment", odoo["seconds"] / own["seconds"], 15, " times")
    report.line(f"queries for {max(10, count // 10)} leads: {few['queries']}")
    return report.holds
