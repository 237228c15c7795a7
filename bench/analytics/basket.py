"""Basket rules on Groceries (counts of arules) and next products on Online Retail, each customer's last invoice held back."""

import csv
import gzip
import time
from collections import Counter, defaultdict

from ...algorithms.insight.basket_rule import find_rules, frequent_sets
from ...algorithms.insight.next_product import learn_likeness, next_products
from .report import Report

RULES = ((0.001, 0.8, 410), (0.006, 0.25, 463), (0.01, 0.5, 15))
SETS = 13_492
OFFERS = 5


def run(data_dir):
    report = Report()
    _rules(report, data_dir / "basket" / "groceries.csv.gz")
    _next_products(report, data_dir / "basket" / "online_retail.csv.gz")
    return report.holds


def _rules(report, path):
    with gzip.open(path, "rt") as file:
        baskets = [[item.strip() for item in line.strip("\n").split(",")] for line in file]
    start = time.process_time()
    report.equals("sets with support 0.001", len(frequent_sets(baskets=baskets, least_support=0.001)), SETS, places=0)
    for support, confidence, wanted in RULES:
        rules = find_rules(baskets=baskets, least_support=support, least_confidence=confidence)
        report.equals(f"rules with support {support}, confidence {confidence}", len(rules), wanted, places=0)
    report.line(f"{len(baskets):,} baskets, all four: {time.process_time() - start:.2f} s")


def _next_products(report, path):
    invoices = defaultdict(dict)
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            if row["invoice"].startswith("C") or float(row["qty"]) <= 0:
                continue  # cancelled
            invoices[row["customer"]].setdefault(row["invoice"], (row["date"], set()))[1].add(row["stock"])
    before, hidden, invoiced = {}, {}, Counter()
    for customer, found in invoices.items():
        baskets = [items for _number, (_day, items) in sorted(found.items(), key=lambda pair: (pair[1][0], pair[0]))]
        kept = baskets[:-1] or baskets
        before[customer] = set().union(*kept)
        invoiced.update(item for items in kept for item in items)
        if len(baskets) > 1 and (new := baskets[-1] - before[customer]):
            hidden[customer] = new
    start = time.process_time()
    learned = learn_likeness(bought=before)
    offers = next_products(learned=learned, histories={customer: before[customer] for customer in hidden}, count=OFFERS)
    seconds = time.process_time() - start
    hits = sum(any(offer.product in hidden[customer] for offer in found) for customer, found in offers.items()) / len(hidden)
    by_invoices = sorted(invoiced, key=lambda item: (-invoiced[item], item))
    popular = sum(
        any(item in new for item in [item for item in by_invoices if item not in before[customer]][:OFFERS])
        for customer, new in hidden.items()) / len(hidden)
    report.line(f"{len(before)} customers, {len(learned.products)} products, {len(hidden)} judged: {seconds:.2f} s")
    report.at_least("hit@5 of products not bought before", hits, 0.23)
    report.at_least(f"times popularity ({popular:.4f})", hits / popular, 1.5)
    bought_before = sum(offer.product in before[customer] for customer, found in offers.items() for offer in found)
    report.equals("offers of what was bought before", bought_before, 0, places=0)
