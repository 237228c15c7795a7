"""What the gate costs on creating and confirming orders, against plain Odoo; queries that do not grow with the orders."""

from .._contestant import addon_database, copy_of, plain_database, step
from ..analytics.report import Report

ORDERS, ROUNDS, TURNS = 500, 1, 3


def run():
    report = Report()
    answers = {"with": [], "without": []}
    with copy_of(addon_database(), f"{addon_database()}_a") as ours, copy_of(plain_database(), f"{addon_database()}_o") as plain:
        # by turns, so that a machine that gets slower slows both
        for _turn in range(TURNS):
            answers["without"].append(step("approval._step", plain, "confirm", ORDERS, ROUNDS))
            answers["with"].append(step("approval._step", ours, "confirm", ORDERS, ROUNDS))
        few, many = (step("approval._step", ours, "states", count)["queries"] for count in (40, 400))
    best = {name: min(rows, key=lambda row: row["seconds"]) for name, rows in answers.items()}
    for name, answer in best.items():
        report.line(f"{name} Sales OS: {1000 * answer['seconds'] / ORDERS:.1f} ms and {answer['queries'] / ORDERS:.1f} queries an order")
    ratio = best["with"]["seconds"] / best["without"]["seconds"]
    report.at_most(f"creating and confirming {ORDERS} orders slower by", 100 * (ratio - 1), 10, " %")
    report.line(f"judging 40 orders: {few} queries, 400 orders: {many}")
    report.at_most("queries more for 400 orders than for 40", many - few, 0)
    return report.holds
