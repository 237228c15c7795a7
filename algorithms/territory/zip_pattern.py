"""Postal code patterns: one code, a prefix with a star, a range; comma-separated."""

from dataclasses import dataclass

EXACT, RANGE, PREFIX = "exact", "range", "prefix"


class ZipPatternError(ValueError):
    """``code``: ``star``, ``range-lengths``, ``range-order``, ``empty``; ``pattern`` as typed."""

    def __init__(self, code: str, pattern: str):
        super().__init__(f"{code}: {pattern}")
        self.code, self.pattern = code, pattern


@dataclass(frozen=True)
class ZipPattern:
    """``kind`` and its bounds: ``low`` is the code or prefix; ``high`` is used by ranges only."""

    kind: str
    low: str
    high: str = ""

    @property
    def width(self) -> tuple[int, int]:
        """Sorts narrower patterns first: one code, then ranges by size, then prefixes by length."""
        if self.kind == EXACT:
            return (1, 0)
        if self.kind == RANGE:
            return (2, _distance(self.low, self.high))
        return (3, -len(self.low))

    def matches(self, code: str) -> bool:
        """Say whether a normalised ``code`` falls under this pattern."""
        if self.kind == EXACT:
            return code == self.low
        if self.kind == PREFIX:
            return bool(code) and code.startswith(self.low)
        return len(code) == len(self.low) and self.low <= code <= self.high and code.isdigit() == self.low.isdigit()


def _distance(low, high):
    return sum((int(b, 36) - int(a, 36)) * 36 ** place for place, (a, b) in enumerate(zip(reversed(low), reversed(high), strict=True))) \
        if not low.isdigit() else int(high) - int(low)


def normalised(code: str) -> str:
    """Upper case, no spaces: ``sw1a 1aa`` and ``SW1A1AA`` are the same code."""
    return "".join((code or "").split()).upper()


def forms(code: str) -> tuple[str, ...]:
    """The code, and for an extended one (``12345-6789``) also its main part."""
    code = normalised(code)
    main = code.partition("-")[0]
    return (code,) if main == code or not main else (code, main)


def parse_zip_patterns(text: str) -> tuple[ZipPattern, ...]:
    """Return the patterns of ``75001, 75*, 75001-75020``.

    Both ends of a range have the same length; digits compare as numbers, codes with letters in alphabetical order.

    :raises ZipPatternError: for a star that is not at the end, ends of different lengths, or ends in the wrong order
    """
    found = []
    for raw in (text or "").replace(";", ",").replace("\n", ",").split(","):
        code = normalised(raw)
        if not code:
            continue
        low, dash, high = code.partition("-")
        if "*" in code:
            if code.index("*") != len(code) - 1:
                raise ZipPatternError("star", raw.strip())
            found.append(ZipPattern(PREFIX, code[:-1]))
        elif dash:
            found.append(_range(low, high, raw.strip()))
        else:
            found.append(ZipPattern(EXACT, code))
    return tuple(found)


def _range(low, high, typed):
    if not low or not high or len(low) != len(high) or low.isdigit() != high.isdigit() or not (low + high).isalnum():
        raise ZipPatternError("range-lengths", typed)
    if low > high:
        raise ZipPatternError("range-order", typed)
    return ZipPattern(RANGE, low, high)
