"""What is asked of a route plan: working days, visits, and what one visit is worth.

Units: seconds since midnight of the day for clock times, seconds for durations, metres for distances, all integers. Keys of reps, days and
visits are opaque: anything hashable; days are worked in the order they are listed.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

DAY_SECONDS = 24 * 3600

Objective = Literal["distance", "time", "value"]


@dataclass(frozen=True, kw_only=True)
class Lunch:
    """A pause that starts between `earliest` and `latest`; it interrupts neither a drive nor a visit.

    A day that ends before `latest`, or starts after `earliest + seconds`, has its pause at home.
    """

    earliest: int
    latest: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class WorkingDay:
    """One rep on one day: the vehicle of the textbooks. `start_place`/`end_place` None: the day starts/ends at a stop."""

    rep: Hashable
    day: Hashable
    shift_start: int
    shift_end: int
    start_place: int | None = None
    end_place: int | None = None
    lunch: Lunch | None = None
    max_visits: int | None = None
    max_driving: int | None = None
    capacity: int | None = None
    speed_kmh: float | None = None


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """What of a visit is not ours to change. A fixed visit is mandatory.

    `start` = the visit begins at exactly that second (an appointment: opening hours do not matter then). With `patterns`, `day`
    is one day of the pattern, and `start` and `position` are meant for that day alone.
    `position` = 1 for the first stop of the day, and so on; on a shorter day: the last.
    """

    day: Hashable | None = None
    rep: Hashable | None = None
    start: int | None = None
    position: int | None = None


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A customer to be visited, once or in a pattern of days.

    `windows`: per day key the openings (from, to); a day that is missing is closed; None = open all day, every day.
    `days`, `reps`: None = any. `patterns`: alternatives, each a tuple of day keys: all visits of one alternative are made, or none at all
    (None = any one day). `optional` visits are made when `value` is more than the detour they cost, the others whenever
    they fit. `value` is counted in the objective's unit (seconds for `time`, metres for `distance`, anything for `value`), per visit.
    `windows_hold` = "service": it starts and ends inside the opening; "start": it starts inside.
    """

    key: Hashable
    place: int | None
    service: int
    windows: Mapping[Hashable, tuple[tuple[int, int], ...]] | None = None
    windows_hold: Literal["service", "start"] = "service"
    days: tuple[Hashable, ...] | None = None
    reps: tuple[Hashable, ...] | None = None
    patterns: tuple[tuple[Hashable, ...], ...] | None = None
    same_rep: bool = True
    optional: bool = False
    value: int = 0
    load: int = 0
    fixed: Fixed | None = None


@dataclass(frozen=True, kw_only=True)
class Travel:
    """Seconds and metres from place i to place j (rows of integers), as a provider of road distances gives them."""

    seconds: tuple[tuple[int, ...], ...]
    metres: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class GivenRoute:
    """The order a rep would drive today: what the plan is compared with and must never be worse than."""

    rep: Hashable
    day: Hashable
    visits: tuple[Hashable, ...]


@dataclass(frozen=True, kw_only=True)
class RouteProblem:
    """`places`: (latitude, longitude) or None per place; `travel` replaces the great circle when given (places may then be empty).

    A shift longer than `longest_day` is refused as a slip of the pen.
    """

    days: tuple[WorkingDay, ...]
    visits: tuple[Visit, ...]
    places: tuple[tuple[float, float] | None, ...] = ()
    travel: Travel | None = None
    road_factor: float = 1.3
    speed_kmh: float = 50.0
    objective: Objective = "time"
    baseline: tuple[GivenRoute, ...] = ()
    longest_day: int = DAY_SECONDS
