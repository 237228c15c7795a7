"""In which order a tree is summed: children before their parents."""

from collections.abc import Hashable, Mapping


def from_below(parents: Mapping[Hashable, Hashable | None]) -> list[Hashable]:
    """Return all keys, children before their parents; a circle is refused. A parent that is not in the tree counts as none."""
    depth = {}
    for key in parents:
        chain, place = [], key
        while place in parents and place not in depth:
            if place in chain:
                raise ValueError(f"{place} lies below itself")
            chain.append(place)
            place = parents[place]
        level = depth.get(place, -1)
        for link in reversed(chain):
            level += 1
            depth[link] = level
    return sorted(parents, key=lambda key: -depth[key])
