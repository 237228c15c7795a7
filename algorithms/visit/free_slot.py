"""Where one more visit fits into a day that has visits already."""

from datetime import datetime, timedelta

#: starts are round, as a person would write them into a diary
STEP = timedelta(minutes=15)


def next_free_start(*, earliest: datetime, minutes: int, taken, gap_minutes: int = 15) -> datetime:
    """Return the first round start from `earliest` on that leaves `gap_minutes` to the visits before and after.

    :param taken: iterable of (start, stop) of the visits already planned, in any order
    """
    start, length, gap = _round_up(earliest), timedelta(minutes=minutes), timedelta(minutes=gap_minutes)
    for begin, end in sorted(taken):
        if start < end + gap and start + length > begin - gap:
            start = _round_up(end + gap)
    return start


def _round_up(moment):
    floor = moment.replace(minute=0, second=0, microsecond=0)
    steps = -(-(moment - floor) // STEP)
    return floor + steps * STEP
