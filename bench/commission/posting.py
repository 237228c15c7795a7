"""What posting an invoice costs with Sales OS and a plan that pays for it, against plain Odoo."""

from ..analytics.report import Report
from ._contestant import addon_database, copy_of, plain_database, step

ROUNDS = 1


def run(lines):
    report, invoices = Report(), max(lines // 100, 20)
    answers = {"with": [], "without": []}
    with copy_of(addon_database(), f"{addon_database()}_a") as ours, copy_of(plain_database(), f"{addon_database()}_o") as plain:
        # by turns, so that a machine that gets slower slows both
        for _turn in range(3):
            answers["without"].append(step(plain, "post", invoices, ROUNDS))
            answers["with"].append(step(ours, "post", invoices, ROUNDS))
    best = {name: min(rows, key=lambda row: row["seconds"]) for name, rows in answers.items()}
    for name, answer in best.items():
        report.line(f"{name} Sales OS: {answer['seconds']:.2f} s for {invoices} invoices, {answer['queries'] / invoices:.1f} queries each")
    report.at_most("slower by", 100 * (best["with"]["seconds"] / best["without"]["seconds"] - 1), 10, " %")
    return report.holds
