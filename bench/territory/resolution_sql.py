"""The same decision as one SQL statement over temporary tables, as one who knows PostgreSQL would write it.

Equal codes, prefixes, states and industries are joined by hash; ranges and outlines are tried for each customer, by PostgreSQL's
own ``polygon``. Loading the tables is not counted, nor is reading the customers counted on our side. Both times are processor time
of one process.
"""

import os
from pathlib import Path

from odoo.addons.sales_os.algorithms.territory.resolve import ANY_WIDTH
from odoo.addons.sales_os.algorithms.territory.zip_pattern import EXACT, PREFIX

from .._database import environment

TABLES = """
    CREATE TEMPORARY TABLE bench_customer (
        id int, zip text, number int, state int, industry int, revenue float8, place point) ON COMMIT DROP;
    CREATE TEMPORARY TABLE bench_rule (
        rule int, priority int, depth int, width int, width_more bigint,
        code text, prefix text, low int, high int, shape polygon, state int, industry int, revenue_min float8) ON COMMIT DROP;
"""
DECISION = """
    SELECT DISTINCT ON (candidate.id) candidate.id, candidate.rule FROM (
        SELECT customer.id, rule.* FROM bench_customer customer JOIN bench_rule rule ON rule.code = customer.zip
        UNION ALL
        SELECT customer.id, rule.* FROM bench_customer customer
          JOIN generate_series(1, 5) size ON true
          JOIN bench_rule rule ON rule.prefix = left(customer.zip, size)
        UNION ALL
        SELECT customer.id, rule.* FROM bench_customer customer JOIN bench_rule rule ON customer.number BETWEEN rule.low AND rule.high
        UNION ALL
        SELECT customer.id, rule.* FROM bench_customer customer JOIN bench_rule rule ON rule.shape @> customer.place
        UNION ALL
        SELECT customer.id, rule.* FROM bench_customer customer JOIN bench_rule rule ON rule.state = customer.state
        UNION ALL
        SELECT customer.id, rule.* FROM bench_customer customer
          JOIN bench_rule rule ON rule.industry = customer.industry AND customer.revenue >= rule.revenue_min
    ) candidate
    ORDER BY candidate.id, candidate.priority DESC, candidate.depth DESC, candidate.width, candidate.width_more, candidate.rule
"""


def sql_pass(customers, rules):
    """Return ``({customer key: winning rule key}, seconds)``."""
    with environment() as env:
        cursor = env.cr
        cursor.execute(TABLES)
        cursor.execute_values("INSERT INTO bench_customer VALUES %s", [
            (one.key, one.zip, int(one.zip), one.state, one.industry, one.revenue, f"({one.longitude},{one.latitude})")
            for one in customers
        ])
        cursor.execute_values("INSERT INTO bench_rule VALUES %s", [row for rule in rules for row in _rows(rule)])
        cursor.execute("ANALYZE bench_customer; ANALYZE bench_rule; SET LOCAL max_parallel_workers_per_gather = 0; SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
        begun = _processor_seconds(backend)
        cursor.execute(DECISION)
        seconds = _processor_seconds(backend) - begun
        return dict(cursor.fetchall()), seconds


def _rows(rule):
    head = (rule.key, rule.priority, rule.depth)
    for pattern in rule.zips:
        code = pattern.low if pattern.kind == EXACT else None
        prefix = pattern.low if pattern.kind == PREFIX else None
        low, high = (None, None) if code or prefix else (int(pattern.low), int(pattern.high))
        yield (*head, *pattern.width, code, prefix, low, high, None, None, None, None)
    if rule.zips:
        return
    if rule.shape:
        yield (*head, *ANY_WIDTH, None, None, None, None, _polygon(rule.shape), None, None, None)
    for state in rule.states:
        yield (*head, *ANY_WIDTH, None, None, None, None, None, state, None, None)
    for industry in rule.industries:
        yield (*head, *ANY_WIDTH, None, None, None, None, None, None, industry, rule.revenue_min)


def _polygon(shape):
    (ring,) = shape.rings
    return "(" + ",".join(f"({lng},{lat})" for lng, lat in ring) + ")"


def _processor_seconds(pid):
    """Processor time that a process of this machine has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
