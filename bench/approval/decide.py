"""Requesting and deciding 500 orders on two levels, against OCA's sale_tier_validation in the same run."""

from .._contestant import addon_database, copy_of, install, oca_addons, plain_database, step
from ..analytics.report import Report

ORDERS = 500
OCA = ("odoo-addon-sale-tier-validation==19.0.*", "odoo-addon-base-tier-validation==19.0.*")


def run():
    report = Report()
    with copy_of(addon_database(), f"{addon_database()}_a") as database:
        own = step("approval._step", database, "approve", ORDERS)
        single = step("approval._step", database, "approve_one_by_one", ORDERS)
    with oca_addons(*OCA) as addons, copy_of(plain_database(), f"{addon_database()}_o") as database:
        install(database, "sale_tier_validation", addons)
        oca = step("approval._step", database, "tiers", ORDERS, addons=addons)
    for name, answer in (("Sales OS, all at once", own), ("Sales OS, one by one", single), ("sale_tier_validation", oca)):
        report.line(f"{name}: {answer['seconds']:.2f} s (processor {answer['cpu_seconds']:.2f}), {answer['queries']} queries")
    report.at_least("times faster than sale_tier_validation", oca["seconds"] / own["seconds"], 5)
    return report.holds
