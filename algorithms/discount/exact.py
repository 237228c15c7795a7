"""From the floats of a database to the decimals a person sees."""

from decimal import Decimal


def exact(value: float | int | None) -> Decimal:
    """The shortest decimal that reads back as the float ``value``: 12.1 is 12.1, not 12.0999…; nothing is 0."""
    return Decimal(repr(value or 0.0))
