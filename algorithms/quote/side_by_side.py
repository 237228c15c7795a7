"""Several offers in one table: a row for each thing that any of them offers, a column an offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo.addons.sales_os.algorithms.quote.commercial_content import CommercialContent


@dataclass(frozen=True, slots=True)
class Cell:
    """What one offer holds of a row; ``quantity`` 0 and ``subtotal`` None mean: not in it."""

    quantity: Decimal = Decimal(0)
    uom_name: str = ""
    subtotal: Decimal | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One product (or free text) of the table; ``differs`` when the offers do not all hold the same of it."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


def _key(line):
    return ("product", line.product) if line.product is not None else ("text", line.description)


def table(offers: Sequence[CommercialContent]) -> tuple[Row, ...]:
    """Return the rows in the order in which the offers name them first.

    Several lines of one product in an offer are added up; it is optional there when all of them are.
    """
    titles, sums = {}, [{} for _offer in offers]
    for offer, held in zip(offers, sums, strict=True):
        for line in offer.lines:
            if line.kind != "product":
                continue
            key = _key(line)
            titles.setdefault(key, line.title)
            former = held.get(key)
            held[key] = Cell(
                quantity=line.quantity + (former.quantity if former else 0),
                uom_name=line.uom_name,
                subtotal=line.subtotal + (former.subtotal if former else 0),
                is_optional=line.is_optional and (former is None or former.is_optional),
            )
    return tuple(Row(title=title, cells=tuple(held.get(key, Cell()) for held in sums)) for key, title in titles.items())
