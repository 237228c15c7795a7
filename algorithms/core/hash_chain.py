"""A chain of hashes over audit facts: whoever alters or removes one entry breaks the chain there.

Each entry's hash covers its own facts and the hash of the entry before it (Haber & Stornetta,
"How to time-stamp a digital document", J. Cryptology 3, 1991).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GENESIS = "0" * 64


def entry_hash(*, previous_hash: str, facts: Sequence) -> str:
    """Return the hex SHA-256 of one entry.

    :param previous_hash: hash of the entry before, ``GENESIS`` for the first
    :param facts: the entry's values in a fixed order, each JSON-serialisable
    """
    text = json.dumps([previous_hash, *facts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class ChainLink:
    """One stored entry: ``key`` is opaque, ``facts`` as given to :func:`entry_hash`."""

    key: int
    previous_hash: str
    hash: str
    facts: tuple


def broken_links(links: Iterable[ChainLink], *, previous_hash: str = GENESIS) -> list[int]:
    """Return the keys of entries that do not continue the chain or no longer match their hash.

    :param links: entries in the order in which they were appended
    :param previous_hash: stored hash of the entry before the first of ``links``
    """
    broken = []
    for link in links:
        expected = entry_hash(previous_hash=link.previous_hash, facts=link.facts)
        if link.previous_hash != previous_hash or link.hash != expected:
            broken.append(link.key)
        # go on from the stored hash: one altered entry is one finding, not all that follow it
        previous_hash = link.hash
    return broken
