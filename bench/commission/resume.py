"""Killed half-way and started again: the ledger is that of a run nobody disturbed."""

import time

from ..analytics.report import Report
from ._contestant import addon_database, booked, copy_of, start, step


def run(lines):
    report = Report()
    with copy_of(addon_database(), f"{addon_database()}_a") as template:
        step(template, "make", lines)
        with copy_of(template, f"{addon_database()}_b") as database:
            step(database, "earn")
            undisturbed = step(database, "ledger")
        with copy_of(template, f"{addon_database()}_b") as database:
            killed_at = []
            for share in (0.2, 0.6):
                process = start(database, "earn")
                while process.poll() is None:
                    time.sleep(0.05)
                    if booked(database) >= share * lines:
                        process.kill()
                        process.wait()
                killed_at.append(booked(database))
            # two at once: one waits or starts again, and neither books twice
            both = [start(database, "earn"), start(database, "earn")]
            for process in both:
                process.wait()
            step(database, "earn")
            resumed = step(database, "ledger")
    report.line(f"killed at {killed_at} of {lines} entries, then two processes at once")
    report.equals("entries", resumed["entries"], undisturbed["entries"], places=0)
    report.equals("amount", resumed["amount"], undisturbed["amount"], places=2)
    report.equals("the same ledger, entry by entry (1 = yes)", resumed["digest"] == undisturbed["digest"], 1)
    return report.holds
