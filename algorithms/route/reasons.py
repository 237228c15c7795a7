"""Why a visit is not planned, and what makes a problem senseless. Codes only; the words are made where the user is."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Reason(str, Enum):
    """Why one visit could not be planned; the facts each carries stand beside it (times in seconds of the day)."""

    NO_POSITION = "no_position"  # –
    NO_WORKING_DAY = "no_working_day"  # days: asked for
    NO_REP = "no_rep"  # reps: asked for
    CLOSED = "closed"  # days: the days that were possible
    WINDOW_TOO_SHORT = "window_too_short"  # service, longest: opening
    WINDOW_OUTSIDE_SHIFT = "window_outside_shift"  # day, window, shift
    TOO_FAR = "too_far"  # day, needed: seconds there, visit and back; shift
    TOO_MUCH_DRIVING = "too_much_driving"  # needed, max_driving
    LOAD_TOO_LARGE = "load_too_large"  # load, capacity
    NO_VISIT_ALLOWED = "no_visit_allowed"  # max_visits: 0
    PATTERN_IMPOSSIBLE = "pattern_impossible"  # patterns: number tried
    APPOINTMENT_OUTSIDE_SHIFT = "appointment_outside_shift"  # day, start, shift
    APPOINTMENT_UNREACHABLE = "appointment_unreachable"  # day, start, earliest: possible arrival
    APPOINTMENT_CONFLICT = "appointment_conflict"  # day, start, others: keys of appointments that do not go together
    DAY_FULL = "day_full"  # days: tried
    LOWER_VALUE = "lower_value"  # value, detour: cheapest addition in the objective's unit


class Issue(str, Enum):
    """What makes a whole problem senseless."""

    NOT_A_NUMBER = "not_a_number"  # field, value
    NEGATIVE = "negative"  # field, value
    SPEED_NOT_POSITIVE = "speed_not_positive"  # value
    ROAD_FACTOR_TOO_SMALL = "road_factor_too_small"  # value (below 1)
    SHIFT_ENDS_BEFORE_START = "shift_ends_before_start"  # shift
    DAY_TOO_LONG = "day_too_long"  # shift (longer than 24 hours, or past midnight of the next day)
    START_WITHOUT_POSITION = "start_without_position"  # place
    LUNCH_IMPOSSIBLE = "lunch_impossible"  # lunch, shift
    WINDOW_ENDS_BEFORE_START = "window_ends_before_start"  # day, window
    DUPLICATE_KEY = "duplicate_key"  # –
    UNKNOWN_KEY = "unknown_key"  # what: place | visit | day, value
    MATRIX_SHAPE = "matrix_shape"  # size: expected
    UNKNOWN_OBJECTIVE = "unknown_objective"  # value
    PATTERN_REPEATS_DAY = "pattern_repeats_day"  # pattern


@dataclass(frozen=True, kw_only=True)
class InputIssue:
    """`subject` = "visit" (key = visit key), "day" (key = (rep, day)), "problem" (key None) or "limit"."""

    issue: Issue
    subject: str
    key: Hashable | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class RouteInputError(ValueError):
    """The problem is senseless as it stands; every `issues` entry says what and where."""

    def __init__(self, issues):
        self.issues = tuple(issues)
        super().__init__("; ".join(f"{i.subject} {i.key!r}: {i.issue.value} {dict(i.facts)}" for i in self.issues[:5]))
