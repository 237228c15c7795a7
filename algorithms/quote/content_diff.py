"""What changed between two offers.

Lines are the same line when they descend from the same one (``lineage``), else when product and description agree, else
when the product agrees (notes and sections: when the text agrees); each line is matched once, in the order of the quote,
so that the same two offers always give the same differences.
"""

from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.sales_os.algorithms.quote.commercial_content import CommercialContent, ContentLine

LINE_FIELDS = ("product", "description", "quantity", "uom", "unit_price", "discount_percent", "taxes", "is_optional", "section", "subtotal")
TERM_FIELDS = ("customer", "currency", "payment_term", "prepayment_percent", "validity", "terms")


@dataclass(frozen=True, slots=True)
class LineChange:
    """One row of a side-by-side view: ``before`` is None for an added line, ``after`` for a removed one."""

    before: ContentLine | None
    after: ContentLine | None
    changed: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """added, removed, changed or same."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changed else "same"

    @property
    def line(self) -> ContentLine:
        return self.after or self.before


@dataclass(frozen=True, slots=True)
class TermChange:
    """A change outside the lines; ``before`` and ``after`` are what a person reads."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ContentDiff:
    """All differences; ``rows`` holds the unchanged lines too, in the order in which a person reads them."""

    before: CommercialContent
    after: CommercialContent
    rows: tuple[LineChange, ...]
    terms: tuple[TermChange, ...]

    @property
    def added(self) -> tuple[ContentLine, ...]:
        return tuple(row.after for row in self.rows if row.kind == "added")

    @property
    def removed(self) -> tuple[ContentLine, ...]:
        return tuple(row.before for row in self.rows if row.kind == "removed")

    def changes(self, field: str) -> tuple[LineChange, ...]:
        """Rows of lines that both offers hold and that differ in ``field``."""
        return tuple(row for row in self.rows if field in row.changed)

    @property
    def is_same(self) -> bool:
        return not self.terms and all(row.kind == "same" for row in self.rows) and self.before.total == self.after.total

    @property
    def untaxed_change(self) -> Decimal:
        return self.after.untaxed - self.before.untaxed

    @property
    def margin_change(self) -> Decimal | None:
        if self.before.margin is None or self.after.margin is None:
            return None
        return self.after.margin - self.before.margin


def _keys(line: ContentLine) -> tuple:
    """What a line may be recognised by, the surest first."""
    by_text = (line.kind, line.product, line.description)
    by_product = (line.kind, line.product) if line.product is not None else None
    return (line.lineage, by_text, by_product)


def _matches(before: tuple[ContentLine, ...], after: tuple[ContentLine, ...]) -> dict[int, int]:
    """Return position in ``after`` -> position in ``before``."""
    found, taken = {}, set()
    for grade in range(3):
        waiting: dict[object, list[int]] = {}
        for position, line in enumerate(before):
            key = _keys(line)[grade]
            if position not in taken and key is not None:
                waiting.setdefault(key, []).append(position)
        for position, line in enumerate(after):
            candidates = waiting.get(_keys(line)[grade])
            if position not in found and candidates:
                found[position] = candidates.pop(0)
                taken.add(found[position])
    return found


def _changed_fields(before: ContentLine, after: ContentLine) -> tuple[str, ...]:
    changed = [name for name in LINE_FIELDS if getattr(before, name) != getattr(after, name)]
    if sorted(before.taxes) == sorted(after.taxes) and "taxes" in changed:
        changed.remove("taxes")
    return tuple(changed)


def _rows(before: tuple[ContentLine, ...], after: tuple[ContentLine, ...]) -> tuple[LineChange, ...]:
    match = _matches(before, after)
    kept = set(match.values())
    rows, shown = [], 0

    def show_removed(until: int) -> None:
        """Removed lines stand where they stood: before the first kept line that followed them."""
        nonlocal shown
        rows.extend(LineChange(before=before[position], after=None) for position in range(shown, until) if position not in kept)
        shown = max(shown, until)

    for position, line in enumerate(after):
        if position not in match:
            rows.append(LineChange(before=None, after=line))
            continue
        show_removed(match[position])
        former = before[match[position]]
        rows.append(LineChange(before=former, after=line, changed=_changed_fields(former, line)))
    show_removed(len(before))
    return tuple(rows)


def _terms(before: CommercialContent, after: CommercialContent) -> tuple[TermChange, ...]:
    readable = {"customer": "customer_name", "payment_term": "payment_term_name"}
    changes = [
        TermChange(name, getattr(before, readable.get(name, name)), getattr(after, readable.get(name, name)))
        for name in TERM_FIELDS if getattr(before, name) != getattr(after, name)
    ]
    former, latter = dict(before.extras), dict(after.extras)
    changes += [
        TermChange(name, former.get(name, ""), latter.get(name, ""))
        for name in sorted({*former, *latter}) if former.get(name) != latter.get(name)
    ]
    return tuple(changes)


def content_diff(*, before: CommercialContent, after: CommercialContent) -> ContentDiff:
    """Return all differences from ``before`` to ``after``."""
    return ContentDiff(before=before, after=after, rows=_rows(before.lines, after.lines), terms=_terms(before, after))
