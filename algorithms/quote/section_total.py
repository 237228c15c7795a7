"""What the lines of each section of a document add up to."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class SectionLine:
    """One line: ``parent`` is the section, or the subsection, it lies in; sections are lines without an amount."""

    key: int
    parent: int | None
    amount: Decimal = Decimal(0)


def section_totals(lines):
    """``{section: total}`` in one pass; a subsection counts for itself and for its section."""
    parents = {line.key: line.parent for line in lines}
    totals = {}
    for line in lines:
        above = line.parent
        while above is not None:
            totals[above] = totals.get(above, Decimal(0)) + line.amount
            above = parents.get(above)
    return totals
