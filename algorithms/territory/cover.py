"""Who receives work in a territory on a day: owner, else backup, else the same one level up."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cover:
    """``rep`` is None when nobody is left. ``away`` are those who come first but are away, nearest first."""

    rep: Hashable | None = None
    role: str = ""
    territory: Hashable | None = None
    away: tuple[Hashable, ...] = ()


def choose_cover(
    *, path: Sequence[Hashable], holders: Mapping[Hashable, Mapping[str, Hashable]], available: Collection[Hashable],
) -> Cover:
    """Return who covers the last territory of ``path``.

    :param path: the territory and those above it, the top first
    :param holders: territory -> role (``owner``, ``backup``) -> rep
    :param available: the reps who may receive something new that day
    """
    away = []
    for territory in reversed(path):
        for role in ("owner", "backup"):
            rep = holders.get(territory, {}).get(role)
            if rep is None:
                continue
            if rep in available:
                return Cover(rep=rep, role=role, territory=territory, away=tuple(away))
            if rep not in away:
                away.append(rep)
    return Cover(away=tuple(away))
