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
    report.line(f"Odoo: {odoo['seconds']:.1f} s, {odoo['queries']} queries, {odoo['assigned']} of {count} leads have somebody")
    report.line(
        f"Sales OS: {own['seconds']:.2f} s, {own['queries']} queries, {own['assigned']} of {count} have somebody, each with a reason")
    report.at_least("faster than Odoo's own assignment", odoo["seconds"] / own["seconds"], 15, " times")
    report.line(f"queries for {max(10, count // 10)} leads: {few['queries']}")
    return report.holds
