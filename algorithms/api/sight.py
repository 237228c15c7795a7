"""What one client has in sight: the ids of each kind of record, kept small, and how two such sights differ."""

import hashlib


def pack_ids(ids) -> str:
    """Ids as sorted ranges, ``"1-4,7,9-10"``: neighbours are common, for records are numbered as they are made."""
    spans = []
    for key in sorted(set(ids)):
        if spans and key == spans[-1][1] + 1:
            spans[-1][1] = key
        else:
            spans.append([key, key])
    return ",".join(f"{first}-{last}" if first < last else str(first) for first, last in spans)


def unpack_ids(text: str) -> set[int]:
    result = set()
    for span in filter(None, text.split(",")):
        first, _dash, last = span.partition("-")
        result.update(range(int(first), int(last or first) + 1))
    return result


def pack_sight(*, ids_by_kind) -> str:
    """The sight as a text, a line a kind; equal sights give equal texts."""
    return "\n".join(f"{kind}:{pack_ids(ids)}" for kind, ids in sorted(ids_by_kind.items()))


def unpack_sight(text: str) -> dict[str, set[int]]:
    pairs = (line.partition(":") for line in text.splitlines())
    return {kind: unpack_ids(ids) for kind, _colon, ids in pairs}


def sight_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def compare_sights(*, old, new) -> tuple[list[tuple[str, int]], dict[str, set[int]]]:
    """Return what went out of sight as ``[(kind, id)]``, and what came into sight as ``{kind: ids}``."""
    gone = [(kind, key) for kind, ids in sorted(old.items()) for key in sorted(ids - new.get(kind, set()))]
    return gone, {kind: ids - old.get(kind, set()) for kind, ids in new.items()}
