"""How long 50 000 customers take under 1 100 postal code rules, 200 outlines and others, against one numpy pass and one SQL statement.

The numpy pass makes the same decision the plain way: a mask per criterion over all customers, the best rank wins.
"""

import json
import math
import random
import time

import numpy as np

from odoo.addons.sales_os.algorithms.geo.polygon import inside, parse_geojson
from odoo.addons.sales_os.algorithms.territory.resolve import ANY_WIDTH, resolve
from odoo.addons.sales_os.algorithms.territory.rule import Customer, Rule
from odoo.addons.sales_os.algorithms.territory.zip_pattern import EXACT, PREFIX, parse_zip_patterns

from .resolution_sql import sql_pass

MAX_RATIO = 5.0
# PostgreSQL takes a point within a millionth of a degree of an edge as inside, the even-odd rule does not
MAX_ON_BORDER = 5


def make_customers(count, seed):
    chance = random.Random(seed)
    return [
        Customer(
            key=number, country=1, state=chance.randrange(12), zip=f"{chance.randrange(1000, 99000):05d}", industry=chance.randrange(20),
            latitude=chance.uniform(42, 51), longitude=chance.uniform(-5, 8), revenue=chance.paretovariate(1.2) * 1e5)
        for number in range(count)
    ]


def make_rules(seed):
    chance = random.Random(seed)
    texts = [f"{chance.randrange(1000, 99000):05d}" for _ in range(800)]
    texts += [f"{chance.randrange(10, 990):03d}*" for _ in range(200)]
    for _ in range(100):
        low = chance.randrange(1000, 90000)
        texts.append(f"{low:05d}-{low + chance.randrange(50, 5000):05d}")
    rules = [Rule(key=number, territory=number % 97, priority=chance.choice((10, 20)), zips=parse_zip_patterns(text))
             for number, text in enumerate(texts)]
    for _ in range(200):
        rules.append(Rule(
            key=len(rules), territory=len(rules) % 97, priority=chance.choice((5, 10)), depth=chance.randrange(3), shape=_outline(chance)))
    rules += [Rule(key=len(rules) + number, territory=number, priority=1, states=frozenset([number])) for number in range(12)]
    rules += [
        Rule(key=len(rules) + number, territory=number, priority=2, industries=frozenset([number]), revenue_min=1e6)
        for number in range(10)]
    return rules


def _outline(chance):
    lat, lng, corners = chance.uniform(43, 50), chance.uniform(-4, 7), chance.randrange(12, 60)
    ring = [
        [round(lng + reach * math.cos(2 * math.pi * turn / corners), 6), round(lat + reach * math.sin(2 * math.pi * turn / corners), 6)]
        for turn, reach in ((turn, chance.uniform(0.2, 0.7)) for turn in range(corners))
    ]
    return parse_geojson(json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))


def numpy_pass(customers, rules):
    """Return the winning rule key per customer, -1 for none."""
    zips = np.array([customer.zip for customer in customers])
    numbers = np.array([int(customer.zip) for customer in customers])
    states, industries, revenues, lats, lngs = (
        np.array([getattr(customer, name) for customer in customers])
        for name in ("state", "industry", "revenue", "latitude", "longitude"))
    winner = np.full(len(customers), -1)
    candidates = []
    for rule in rules:
        for pattern in rule.zips or (None,):
            candidates.append(((-rule.priority, -rule.depth, pattern.width if pattern else ANY_WIDTH, rule.key), rule, pattern))
    for _rank, rule, pattern in sorted(candidates, key=lambda candidate: candidate[0], reverse=True):
        mask = np.ones(len(customers), dtype=bool)
        if pattern:
            if pattern.kind == EXACT:
                mask &= zips == pattern.low
            elif pattern.kind == PREFIX:
                size = 10 ** (5 - len(pattern.low))
                mask &= numbers // size == int(pattern.low)
            else:
                mask &= (numbers >= int(pattern.low)) & (numbers <= int(pattern.high))
        if rule.shape:
            mask &= inside(rule.shape, latitudes=lats, longitudes=lngs)
        if rule.states:
            mask &= np.isin(states, list(rule.states))
        if rule.industries:
            mask &= np.isin(industries, list(rule.industries))
        if rule.revenue_min:
            mask &= revenues >= rule.revenue_min
        winner[mask] = rule.key
    return winner


def run(report, count=50_000, seed=7):
    customers, rules = make_customers(count, seed), make_rules(seed)
    begun = time.process_time()
    decisions = resolve(customers=customers, rules=rules)
    ours = time.process_time() - begun
    begun = time.process_time()
    winner = numpy_pass(customers, rules)
    plain = time.process_time() - begun
    wrong = sum((decisions[number].winner if decisions[number].winner is not None else -1) != winner[number] for number in range(count))
    report.line(f"resolution: {count} customers, {len(rules)} rules: {ours:.2f} s, one numpy pass {plain:.2f} s")
    report.bar("resolution: time / one numpy pass", ours / plain, MAX_RATIO, "×")
    report.bar("resolution: decisions that differ from it", wrong, 0, "")
    found, seconds = sql_pass(customers, rules)
    wrong = sum(decisions[number].winner != found.get(number) for number in range(count))
    report.line(f"resolution: the same as one SQL statement over temporary tables: {seconds:.2f} s")
    report.bar("resolution: time / one SQL statement", ours / seconds, MAX_RATIO, "×")
    report.bar("resolution: decisions that differ from the statement's", wrong, MAX_ON_BORDER, "")
