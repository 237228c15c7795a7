"""Which state changes a document allows."""

from collections.abc import Hashable, Mapping


def refused(*, states: Mapping[Hashable, str], target: str, allowed: Mapping[tuple[str, str], object]) -> list[Hashable]:
    """Return the keys whose state may not become ``target``.

    :param states: record key -> present state
    :param allowed: declared pairs ``(from, to)``; the values are of no interest here
    """
    return [key for key, state in states.items() if (state, target) not in allowed]
