"""What is known of many records, column by column, and how it is coded for learning.

A column holds categories (texts; None = missing) or numbers (nan = missing). Codes are learned from the training rows alone and
applied to any rows: a category that is new, or was seen fewer than ``MIN_LEVEL`` times, is *other*, a missing one is a level of its
own; numbers are cut into bins with about as many training rows in each, missing being a bin of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CATEGORY, NUMBER = "category", "number"
MISSING, OTHER = "(missing)", "(other)"
MIN_LEVEL = 10
MAX_LEVELS = 62
MAX_BINS = 32


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of all records; ``values`` are texts or None, or numbers or nan."""

    name: str
    kind: str
    values: Sequence

    def take(self, rows):
        values = self.values[rows] if isinstance(self.values, np.ndarray) else [self.values[row] for row in rows]
        return Column(self.name, self.kind, values)


def take_rows(columns: Sequence[Column], rows) -> list[Column]:
    """Return the columns with these rows only."""
    return [column.take(rows) for column in columns]


def categories(name: str, values) -> Column:
    """Return a column of texts; None, False and blanks are missing."""
    texts = [None if value is None or value is False else str(value).strip() or None for value in values]
    return Column(name, CATEGORY, np.array(texts, dtype=object))


def numbers(name: str, values) -> Column:
    """Return a column of numbers; None and what is not finite are missing."""
    values = np.array([np.nan if value is None else float(value) for value in values])
    return Column(name, NUMBER, np.where(np.isfinite(values), values, np.nan))


@dataclass(frozen=True, slots=True)
class Coding:
    """How one column becomes a code 0 … ``count`` - 1; 0 is missing.

    Of categories ``levels`` has the names of the codes; of numbers ``edges`` are the inner ends of the bins 1, 2, ….
    """

    name: str
    kind: str
    levels: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()

    @property
    def count(self):
        return len(self.levels) if self.kind == CATEGORY else len(self.edges) + 2

    def code(self, column: Column) -> np.ndarray:
        """Return the codes of a column of the same name."""
        if self.kind == NUMBER:
            values = np.asarray(column.values, dtype=float)
            return np.where(np.isnan(values), 0, 1 + np.searchsorted(self.edges, values, side="left"))
        places = {level: code for code, level in enumerate(self.levels)}
        return np.array([0 if value is None else places.get(value, 1) for value in column.values], dtype=np.int64)


def learn_coding(column: Column) -> Coding:
    """Return how to code this column, from its values."""
    if column.kind == NUMBER:
        values = np.asarray(column.values, dtype=float)
        return Coding(column.name, NUMBER, edges=_edges(values[~np.isnan(values)]))
    counts = Counter(value for value in column.values if value is not None)
    often = sorted((level for level, count in counts.items() if count >= MIN_LEVEL), key=lambda level: (-counts[level], level))
    return Coding(column.name, CATEGORY, levels=(MISSING, OTHER, *often[:MAX_LEVELS]))


def _edges(values):
    """Return the ends between bins: halfway between different values, each bin with about as many rows."""
    different, counts = np.unique(values, return_counts=True)
    if len(different) < 2:
        return ()
    ends = np.cumsum(counts)[:-1]
    wanted = len(values) * np.arange(1, MAX_BINS) / MAX_BINS
    chosen = np.unique(np.clip(np.searchsorted(ends, wanted), 0, len(ends) - 1)) if len(different) > MAX_BINS else np.arange(len(ends))
    return tuple(float(edge) for edge in (different[chosen] + different[chosen + 1]) / 2)
