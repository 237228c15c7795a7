"""What becomes of a dated assignment when the work changes hands on a day."""

import datetime

PAST, WHOLE, SPLIT = "past", "whole", "split"


def share_of(*, start: datetime.date, end: datetime.date | None, day: datetime.date) -> str:
    """Say how much lies on or after ``day``: ``past`` nothing, ``whole`` all, ``split`` it ends the day before and goes on with another."""
    if end is not None and end < day:
        return PAST
    return WHOLE if start >= day else SPLIT


def overlap(*, start: datetime.date, end: datetime.date | None, other_start: datetime.date, other_end: datetime.date | None) -> bool:
    """Whether two spans share a day; no end means until further notice."""
    return (other_end is None or start <= other_end) and (end is None or other_start <= end)
