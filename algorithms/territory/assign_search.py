"""Moving one customer, or exchanging two, while the loads stay within their bounds."""

import numpy as np

ROUNDS = 200
SLACK = 1e-9


def loads_of(place, load, width):
    """Return the load of each territory."""
    return np.bincount(place, weights=load, minlength=width)


def excess(loads, lower, upper):
    """How far the loads lie outside their bounds, in total."""
    return float(np.maximum(loads - upper, 0).sum() + np.maximum(lower - loads, 0).sum())


def repair(*, cost, load, lower, upper, place):
    """Bring the loads within their bounds by the cheapest moves; None when no move helps any more."""
    place, width = place.copy(), cost.shape[1]
    numbers = np.arange(load.size)
    loads = loads_of(place, load, width)
    for _round in range(20 * load.size):
        wrong = excess(loads, lower, upper)
        if wrong <= SLACK:
            return place
        left = loads[place] - load
        after_from = np.maximum(left - upper[place], 0) + np.maximum(lower[place] - left, 0)
        before_from = np.maximum(loads - upper, 0) + np.maximum(lower - loads, 0)
        joined = loads[None, :] + load[:, None]
        after_to = np.maximum(joined - upper, 0) + np.maximum(lower - joined, 0)
        gain = before_from[place][:, None] + before_from[None, :] - after_from[:, None] - after_to
        gain[numbers, place] = 0
        dearer = cost - cost[numbers, place][:, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            score = np.where((gain > SLACK) & np.isfinite(cost), dearer / np.maximum(gain, SLACK), np.inf)
        who, where = np.unravel_index(np.argmin(score), score.shape)
        if not np.isfinite(score[who, where]):
            return None
        loads[place[who]] -= load[who]
        loads[where] += load[who]
        place[who] = where
    return None


def improve(*, cost, load, lower, upper, place):
    """Shift and swap until neither helps."""
    place = place.copy()
    loads = loads_of(place, load, cost.shape[1])
    for _round in range(ROUNDS):
        if not (_shift(cost, load, lower, upper, place, loads) or _swap(cost, load, lower, upper, place, loads)):
            break
    return place


def _shift(cost, load, lower, upper, place, loads):
    """Make the best move of one customer; say whether there was one."""
    numbers = np.arange(load.size)
    gain = cost[numbers, place][:, None] - cost
    possible = (loads[place] - load >= lower[place] - SLACK)[:, None] & (loads[None, :] + load[:, None] <= upper[None, :] + SLACK)
    gain = np.where(possible & np.isfinite(cost), gain, -np.inf)
    gain[numbers, place] = -np.inf
    who, where = np.unravel_index(np.argmax(gain), gain.shape)
    if not gain[who, where] > 1e-9 * (1 + abs(cost[who, place[who]])):
        return False
    loads[place[who]] -= load[who]
    loads[where] += load[who]
    place[who] = where
    return True


def _swap(cost, load, lower, upper, place, loads, most=150):
    """Make the best exchange between each pair of territories; say whether there was one."""
    changed, width = False, cost.shape[1]
    for here in range(width):
        for there in range(here + 1, width):
            changed |= _swap_pair(cost, load, lower, upper, place, loads, here, there, most)
    return changed


def _swap_pair(cost, load, lower, upper, place, loads, here, there, most):
    members, others = np.flatnonzero(place == here), np.flatnonzero(place == there)
    if not members.size or not others.size:
        return False
    away, back = cost[members, here] - cost[members, there], cost[others, there] - cost[others, here]
    # only those who lose least by going can be part of a good exchange
    first, second = np.argsort(-away, kind="stable")[:most], np.argsort(-back, kind="stable")[:most]
    members, others, away, back = members[first], others[second], away[first], back[second]
    gain = away[:, None] + back[None, :]
    carried = load[members][:, None] - load[others][None, :]
    possible = (
        (loads[here] - carried >= lower[here] - SLACK) & (loads[here] - carried <= upper[here] + SLACK)
        & (loads[there] + carried >= lower[there] - SLACK) & (loads[there] + carried <= upper[there] + SLACK)
    )
    gain = np.where(possible, gain, -np.inf)
    one, two = np.unravel_index(np.argmax(gain), gain.shape)
    if not gain[one, two] > 1e-9 * (1 + abs(cost[members[one], here])):
        return False
    place[members[one]], place[others[two]] = there, here
    loads[here] -= carried[one, two]
    loads[there] += carried[one, two]
    return True
