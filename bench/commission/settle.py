"""Earning and settling posted invoice lines, against one SQL statement and against OCA's account_commission_oca."""

from ..analytics.report import Report
from ._contestant import addon_database, copy_of, install, oca_addons, plain_database, step

ROUNDS = 3


def run(lines):
    report = Report()
    small = max(lines // 10, 50)
    with copy_of(addon_database(), f"{addon_database()}_a") as database:
        step(database, "make", small)
        few = step(database, "settle")
    with oca_addons() as addons, copy_of(plain_database(), f"{addon_database()}_o") as plain, copy_of(
            addon_database(), f"{addon_database()}_a") as database:
        install(plain, "account_commission_oca", addons)
        step(plain, "oca_make", lines, addons=addons)
        step(database, "make", lines)
        contestants = {
            "Sales OS": lambda: step(database, "settle"),
            "one SQL statement": lambda: step(database, "sql"),
            "account_commission_oca": lambda: step(plain, "oca", addons=addons),
        }
        # by turns, so that a machine that gets slower slows all of them; the quickest of each counts
        rounds = [{name: contestant() for name, contestant in contestants.items()} for _round in range(ROUNDS)]
    own, sql, oca = (min((answers[name] for answers in rounds), key=lambda answer: answer["seconds"]) for name in contestants)
    for name in contestants:
        for answer in (answers[name] for answers in rounds):
            cpu = "" if answer["cpu_seconds"] is None else f" ({answer['cpu_seconds']:.2f} s of processors)"
            report.line(f"{name}: {answer['seconds']:.2f} s{cpu}, {answer['queries']} queries, peak {answer['peak_mb']} MB, "
                        f"{answer['entries']} lines, {answer['amount']:.2f}")
    report.equals("lines settled", own["entries"], lines)
    report.equals("the same total as the SQL statement", own["amount"], sql["amount"], places=2)
    report.equals("the same total as account_commission_oca", own["amount"], oca["amount"], places=2)
    report.at_most("times the SQL statement", own["seconds"] / sql["seconds"], 3)
    report.at_least("times faster than account_commission_oca", oca["seconds"] / own["seconds"], 4)
    if own["cpu_seconds"]:
        least = [min(answers[name]["cpu_seconds"] for answers in rounds) for name in contestants]
        report.line(f"in time of processors, whatever else the machine does: {least[0] / least[1]:.2f} times the SQL statement, "
                    f"{least[2] / least[0]:.2f} times faster than account_commission_oca")
    report.at_most("peak memory", own["peak_mb"], 300, " MB")
    report.line(f"of it before the first sale is read: {own['idle_mb']} MB")
    report.equals(f"queries for {small} and for {lines} lines", own["queries"], few["queries"], places=0)
    return report.holds
