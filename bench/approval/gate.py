"""What the gate costs on creating and confirming orders, against plain Odoo; queries that do not grow with the orders."""

from .._contestant import addon_database, copy_of, plain_database, step
from .._step import quickest
from ..analytics.report import Report

ORDERS, TURNS = 500, 3
WAYS = {"at_once": "in one request", "one_by_one": "one by one"}
SIDES = {"without": "without Sales OS", "open": "Sales OS with its gates switched off", "with": "Sales OS"}


def run():
    report = Report()
    answers = {}
    with copy_of(addon_database(), f"{addon_database()}_a") as ours, copy_of(plain_database(), f"{addon_database()}_o") as plain:
        # by turns, so that a machine that gets slower slows all
        for _turn in range(TURNS):
            for way in WAYS:
                for side, database in (("without", plain), ("open", ours), ("with", ours)):
                    answers.setdefault((way, side), []).append(step("approval._step", database, "confirm", ORDERS, way, side))
        few, many = (step("approval._step", ours, "states", count)["queries"] for count in (40, 400))
    for way, words in WAYS.items():
        best = {side: quickest(answers[way, side]) for side in SIDES}
        for side, answer in best.items():
            each = answer["seconds"] / ORDERS
            report.line(f"{words}, {SIDES[side]}: {1000 * each:.1f} ms and {answer['queries'] / ORDERS:.1f} queries an order")
        plain, without_gate, whole = (best[side]["seconds"] for side in SIDES)
        report.at_most(f"the gate, creating and confirming {ORDERS} orders {words}, adds", 100 * (whole - without_gate) / plain, 10, " %")
        if way == "at_once":
            report.at_most(f"all of Sales OS {words} adds", 100 * (whole / plain - 1), 10, " %")
        else:
            # credits, territories and forty fields of eight capabilities, not the gate alone: told, without a bar
            report.line(f"all of Sales OS {words} adds: {100 * (whole / plain - 1):.1f} %")
    report.line(f"judging 40 orders: {few} queries, 400 orders: {many}")
    report.at_most("queries more for 400 orders than for 40", many - few, 0)
    return report.holds
