"""Where a further visit fits on a tour and at what cost: the inner loop of the search.

A tour's gaps know the earliest departure before them and the latest arrival after them, so each is tested in constant time.
"""

from .schedule import first_start
from .tour import NEVER, OUT_OF_PLACE, out_of_place


def plain_insertion(tour, instance, spec, q):
    """(extra cost, gap) of the cheapest place for visit q, or (NEVER, -1): single window, no lunch."""
    best, place = NEVER, -1
    service = instance.service[q]
    if tour.full or service > tour.room or instance.load[q] > tour.spare_load:
        return best, place
    opens, closes = spec.windows[q][0]
    node = instance.node[q]
    cost_to, cost_from = spec.cost_to[node], spec.cost[node]
    drive_to, drive_from = spec.seconds_to[node], spec.seconds[node]
    at = 0
    for a, b, leg, leaves, latest in tour.gaps:
        extra = cost_to[a] + cost_from[b] - leg
        if extra < best:
            now = leaves + drive_to[a]
            if now < opens:
                now = opens
            elif now > closes:
                if leaves > closes:
                    break
                at += 1
                continue
            if now + service + drive_from[b] <= latest:
                best, place = extra, at
        at += 1
    return best, place


def rich_insertion(tour, instance, spec, q):
    """The same for days with lunch, several openings, a limit on driving or stops locked to a position."""
    best, place = NEVER, -1
    service = instance.service[q]
    if tour.full or service > tour.room or instance.load[q] > tour.spare_load:
        return best, place
    windows = spec.windows[q]
    single = len(windows) == 1
    opens, closes = windows[0][0], windows[-1][1]
    node = instance.node[q]
    cost_to, cost_from = spec.cost_to[node], spec.cost[node]
    drive_to, drive_from = spec.seconds_to[node], spec.seconds[node]
    earliest, last, length = spec.lunch or (0, -NEVER, 0)
    wanted = spec.positions.get(q)
    spare, size = tour.spare_driving, tour.size
    for at, (a, b, leg, before, after, done, coming, drive, shift) in enumerate(tour.gaps):
        extra = cost_to[a] + cost_from[b] - leg + shift
        if wanted is not None:
            extra += OUT_OF_PLACE * out_of_place(at, wanted, size + 1)
        if extra >= best:
            continue
        there, onward = drive_to[a], drive_from[b]
        now = before + there
        if now > closes or there + onward - drive > spare:
            continue
        # lunch by now: before the drive here, at this door, or earlier
        rest = after + there
        if now <= last:
            rest = min(rest, (now if now > earliest else earliest) + length)
        elif before <= last:
            rest = min(rest, (before if before > earliest else earliest) + length + there)
        if single:
            now = (now if now > opens else opens) + service
            rest = NEVER if rest > closes else (rest if rest > opens else opens) + service
        else:
            now, rest = first_start(windows, now) + service, first_start(windows, rest) + service
        if (
            rest + onward <= done
            or now + onward <= coming
            or now <= last
            and (now if now > earliest else earliest) + length + onward <= done
        ):
            best, place = extra, at
    return best, place
