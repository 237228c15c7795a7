"""Earning and settling posted invoice lines, against one SQL statement and against OCA's account_commission_oca."""

from ..analytics.report import Report
from ._contestant import addon_database, copy_of, install, oca_addons, plain_database, step

ROUNDS = 3


def run(lines):
    report = Report()
    small = max(lines // 10, 50)
    with copy_of(addon_database(), f"{addon_database()}_a") as database:
        step(database, "make", lines)
        own, sql = step(database, "settle", ROUNDS), step(database, "sql", ROUNDS)
    with copy_of(addon_database(), f"{addon_database()}_a") as database:
        step(database, "make", small)
        few = step(database, "settle", 1)
    with oca_addons() as addons, copy_of(plain_database(), f"{addon_database()}_o") as database:
        install(database, "account_commission_oca", addons)
        oca = step(database, "oca", lines, addons=addons)
    for name, answer in (("Sales OS", own), ("one SQL statement", sql), ("account_commission_oca", oca)):
        report.line(f"{name}: {answer['seconds']:.2f} s, {answer['queries']} queries, peak {answer['peak_mb']} MB, "
                    f"{answer['entries']} lines, {answer['amount']:.2f}")
    report.equals("lines settled", own["entries"], lines)
    report.equals("the same total as the SQL statement", own["amount"], sql["amount"], places=2)
    report.at_most("times the SQL statement", own["seconds"] / sql["seconds"], 3)
    report.at_least("times faster than account_commission_oca", oca["seconds"] / own["seconds"], 4)
    report.at_most("peak memory", own["peak_mb"], 300, " MB")
    report.line(f"of it before the first sale is read: {own['idle_mb']} MB")
    report.equals(f"queries for {small} and for {lines} lines", own["queries"], few["queries"], places=0)
    return report.holds
