"""What the gate costs on creating and confirming orders, against plain Odoo; queries that do not grow with the orders."""

from .._contestant import addon_database, copy_of, plain_database, step
from .._step import quickest
from ..analytics.report import Report

ORDERS, TURNS = 500, 3
WAYS = {"at_once": "in one request", "one_by_one": "one by one"}


def run():
    report = Report()
    answers = {}
    with copy_of(addon_database(), f"{addon_database()}_a") as ours, copy_of(plain_database(), f"{addon_database()}_o") as plain:
        # by turns, so that a machine that gets slower slows both
        for _turn in range(TURNS):
            for way in WAYS:
                for side, database in (("without", plain), ("with", ours)):
                    answers.setdefault((way, side), []).append(step("approval._step", database, "confirm", ORDERS, way))
        few, many = (step("approval._step", ours, "states", count)["queries"] for count in (40, 400))
    for way, words in WAYS.items():
        best = {side: quickest(answers[way, side]) for side in ("without", "with")}
        for side, answer in best.items():
            each = answer["seconds"] / ORDERS
            report.line(f"{words}, {side} Sales OS: {1000 * each:.1f} ms and {answer['queries'] / ORDERS:.1f} queries an order")
        ratio = best["with"]["seconds"] / best["without"]["seconds"]
        report.at_most(f"creating and confirming {ORDERS} orders {words} slower by", 100 * (ratio - 1), 10, " %")
    report.line(f"judging 40 orders: {few} queries, 400 orders: {many}")
    report.at_most("queries more for 400 orders than for 40", many - few, 0)
    return report.holds
