"""When a rep is where on a given order of stops, with the lunch break placed: the exact times of one day.

Earliest arrival, with two states a stop: lunch not yet taken, lunch taken. Arriving earlier is never worse (one can wait), so the earliest
time per state decides feasibility. Afterwards the start of the day is moved as late as possible without ending the day later, so that
idle time is spent at home.
"""

from dataclasses import dataclass

NEVER = 1 << 60
HOME, DOOR, BEFORE_DRIVE, TAKEN = "home", "door", "before_drive", "taken"


def first_start(windows, arrival):
    """First moment from `arrival` on at which a visit may start."""
    for opens, closes in windows:
        if arrival <= closes:
            return arrival if arrival > opens else opens
    return NEVER


def last_start(windows, moment):
    """Last moment up to `moment` at which a visit may start; -NEVER when there is none."""
    for opens, closes in reversed(windows):
        if moment >= opens:
            return moment if moment < closes else closes
    return -NEVER


@dataclass(slots=True)
class Times:
    """Times of a day: per stop (arrival, start, departure); lunch = (start, index of the stop it precedes, at its door?) or None."""

    leave: int
    back: int
    stops: list
    lunch: tuple | None


def _lunch_from(lunch, moment):
    """When lunch is over if one is free from `moment` on."""
    earliest, latest, length = lunch
    begin = max(moment, earliest)
    return begin + length if begin <= latest else NEVER


def _forward(spec, legs, stops, leave):
    """Per stop both states: (departure without lunch, departure with lunch, how lunch was taken)."""
    lunch = spec.lunch
    without, taken = leave, NEVER
    if lunch:
        taken = max(leave, lunch[0] + lunch[2])
    rows = []
    for leg, (service, windows) in zip(legs, stops, strict=False):
        arrival = without + leg
        how, best = None, NEVER
        if lunch:
            choices = ((taken + leg, TAKEN), (_lunch_from(lunch, arrival), DOOR), (_lunch_from(lunch, without) + leg, BEFORE_DRIVE))
            best, how = min(choices, key=lambda choice: choice[0])
        without = min(first_start(windows, arrival) + service, NEVER)
        taken = min(first_start(windows, best) + service, NEVER) if lunch else NEVER
        rows.append((without, taken, how))
    return rows


def _ending(spec, without, taken, leg):
    """(time at the end of the day, how lunch is settled there) or (NEVER, None)."""
    lunch = spec.lunch
    if not lunch:
        return (without + leg, None)
    choices = []
    if without + leg <= lunch[1]:
        choices.append((without + leg, HOME))
    choices.append((_lunch_from(lunch, without) + leg, BEFORE_DRIVE))
    choices.append((taken + leg, TAKEN))
    return min(choices, key=lambda choice: choice[0])


def _lunch_gap(rows, last_how):
    """(index of the stop lunch precedes, at its door?) or None when it is at home before leaving or after the end."""
    how = last_how
    if how == HOME or how is None:
        return None
    at = len(rows)
    while how == TAKEN:
        at -= 1
        if at < 0:
            return None
        how = rows[at][2]
    return at, how == DOOR


def day_times(spec, legs, stops):
    """Times of the order `stops` ((service, start windows), …) with `legs` (one more than stops), or None if it cannot be kept."""
    rows = _forward(spec, legs, stops, spec.opens)
    without, taken = (rows[-1][0], rows[-1][1]) if rows else (spec.opens, NEVER)
    back, how = _ending(spec, without, taken, legs[-1])
    if back > spec.closes:
        return None
    gap = _lunch_gap(rows, how)
    home_first = bool(spec.lunch) and gap is None and how == TAKEN
    events = _events(spec, legs, stops, gap)
    moment = back
    for leg, length, windows in reversed(events):
        moment = last_start(windows, moment - leg - length)
    earliest = max(spec.opens, spec.lunch[0] + spec.lunch[2]) if home_first else spec.opens
    leave = max(earliest, moment - legs[0])
    return _replay(spec, legs, stops, gap, leave)


def _events(spec, legs, stops, gap):
    """Lunch and visits in order as (leg to the next event, length, start windows)."""
    events = []
    for at, (service, windows) in enumerate(stops):
        drive = legs[at + 1]
        if gap is not None and gap[0] == at + 1 and not gap[1]:
            drive = 0
        if gap is not None and gap[0] == at:
            pause = ((spec.lunch[0], spec.lunch[1]),)
            events.append((0 if gap[1] else legs[at], spec.lunch[2], pause))
        events.append((drive, service, windows))
    if gap is not None and gap[0] == len(stops):
        events.append((legs[-1], spec.lunch[2], ((spec.lunch[0], spec.lunch[1]),)))
    return events


def _replay(spec, legs, stops, gap, leave):
    """The earliest times when the rep leaves at `leave` and lunch is where `gap` says."""
    now, times, pause = leave, [], None
    for at, (service, windows) in enumerate(stops):
        if gap == (at, False):
            pause = max(now, spec.lunch[0])
            now = pause + spec.lunch[2]
        now += legs[at]
        arrival = now
        if gap == (at, True):
            pause = max(now, spec.lunch[0])
            now = pause + spec.lunch[2]
        start = first_start(windows, now)
        now = start + service
        times.append((arrival, start, now))
    if gap == (len(stops), False):
        pause = max(now, spec.lunch[0])
        now = pause + spec.lunch[2]
    return Times(leave, now + legs[-1], times, None if pause is None else (pause, *gap))


def alone_fits(spec, node, service, windows):
    """Whether the visit can be made on that day as the only one."""
    legs = (spec.seconds[spec.start][node], spec.seconds[node][spec.end])
    return day_times(spec, legs, ((service, windows),)) is not None
