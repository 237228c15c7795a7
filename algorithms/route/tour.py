"""One rep-day's order of stops during the search: its cost, and where a further visit fits at what cost.

A tour is never changed: a new order is a new tour, and what was computed for an order is found again when the search comes back to it
(hash consing). Each gap between two stops knows the earliest departure before it and the latest arrival after it, so that an insertion
is tested in constant time (forward/backward slack: Savelsbergh 1992, "The vehicle routing problem with time windows:
minimizing route duration").
With a lunch break both exist twice: break still to come, break taken; see schedule.py.
"""

from .schedule import first_start, last_start

NEVER = 1 << 60
OUT_OF_PLACE = 1 << 40  # per place a locked stop is away from its position: more than any driving


class Tour:
    """`gaps` as `plain_insertion`/`rich_insertion` read them; `found[q]` = (cost, place) of the best insertion of q, cost NEVER if none.

    `feasible` can turn False by taking a stop out when the matrix knows detours that are short cuts.
    """

    __slots__ = ("cost", "feasible", "found", "full", "gaps", "members", "order", "room", "route", "size", "spare_driving", "spare_load")

    def __init__(self, instance, spec, order):
        self.route = spec.index
        self.order = order
        self.members = frozenset(order)
        self.size = len(order)
        self.found = {}
        nodes = [spec.start, *[instance.node[q] for q in order], spec.end]
        costs, seconds = spec.cost, spec.seconds
        if order:
            legs = [costs[a][b] for a, b in zip(nodes, nodes[1:], strict=False)]
            drives = legs if costs is seconds else [seconds[a][b] for a, b in zip(nodes, nodes[1:], strict=False)]
        else:  # a day without stops is not driven
            legs = drives = [0]
        self.cost = sum(legs)
        self.full = self.size >= spec.max_visits
        self.spare_load = spec.capacity
        if spec.capacity < NEVER:
            load = instance.load
            self.spare_load -= sum([load[q] for q in order])
        self.spare_driving = NEVER
        if spec.rich:
            self.spare_driving = spec.max_driving - sum(drives)
            self._rich(instance, spec, nodes, legs, drives)
        else:
            self._plain(instance, spec, nodes, legs, drives)

    def _plain(self, instance, spec, nodes, legs, drives):
        windows, service, order = spec.windows, instance.service, self.order
        now = spec.opens
        departures = [now]
        for q, drive in zip(order, drives, strict=False):
            now += drive
            opens = windows[q][0][0]
            if now < opens:
                now = opens
            now += service[q]
            departures.append(now)
        late = spec.closes
        latest = [late]
        for at in range(self.size - 1, -1, -1):
            q = order[at]
            late -= drives[at + 1] + service[q]
            closes = windows[q][0][1]
            if late > closes:
                late = closes
            latest.append(late)
        latest.reverse()
        self.gaps = list(zip(nodes, nodes[1:], legs, departures, latest, strict=False))
        self.room = max([late - leaves for leaves, late in zip(departures, latest, strict=False)])
        self.feasible = departures[0] + drives[0] <= latest[0] and self.spare_load >= 0

    @classmethod
    def longer(cls, instance, spec, shorter, gap, q):
        """The tour of a plain day with q put into a gap of `shorter`: only what the insertion changes is computed anew."""
        tour = object.__new__(cls)
        order = shorter.order
        tour.route, tour.order, tour.found = shorter.route, (*order[:gap], q, *order[gap:]), {}
        tour.members = frozenset(tour.order)
        tour.size = shorter.size + 1
        tour.full = tour.size >= spec.max_visits
        tour.spare_load, tour.spare_driving = shorter.spare_load, NEVER
        if spec.capacity < NEVER:
            tour.spare_load -= instance.load[q]
        windows, service, seconds = spec.windows, instance.service, spec.seconds
        node = instance.node[q]
        gaps = list(shorter.gaps)
        a, b, leg, leaves, latest = gaps[gap]
        there, onward = spec.cost[a][node], spec.cost[node][b]
        tour.cost = shorter.cost + there + onward - leg
        opens, closes = windows[q][0]
        now = leaves + seconds[a][node]
        now = (now if now > opens else opens) + service[q]
        late = latest - seconds[node][b] - service[q]
        late = late if late < closes else closes
        gaps[gap : gap + 1] = ((a, node, there, leaves, late), (node, b, onward, now, latest))
        for at in range(gap, tour.size - 1):  # later departures after the new stop, until a wait takes them up
            now += seconds[gaps[at + 1][0]][gaps[at + 1][1]]
            stop = order[at]
            opens = windows[stop][0][0]
            now = (now if now > opens else opens) + service[stop]
            a, b, leg, leaves, latest = gaps[at + 2]
            if now == leaves:
                break
            gaps[at + 2] = (a, b, leg, now, latest)
        for at in range(gap - 1, -1, -1):  # earlier latest arrivals before it
            a, b, leg, leaves, latest = gaps[at]
            stop = order[at]
            late -= seconds[b][gaps[at + 1][1]] + service[stop]
            closes = windows[stop][0][1]
            late = late if late < closes else closes
            if late == latest:
                break
            gaps[at] = (a, b, leg, leaves, late)
        tour.gaps = gaps
        tour.room = max([late - leaves for _, _, _, leaves, late in gaps])
        a, b, _, leaves, latest = gaps[0]
        tour.feasible = leaves + seconds[a][b] <= latest and tour.spare_load >= 0
        return tour

    def _rich(self, instance, spec, nodes, legs, drives):
        windows, service, order = spec.windows, instance.service, self.order
        lunch = spec.lunch
        earliest, last, length = lunch or (0, -NEVER, 0)
        before, after = spec.opens, NEVER
        if lunch:
            after = max(before, earliest + length)
        departures = [(before, after)]
        for q, drive in zip(order, drives, strict=False):
            arrival = before + drive
            best = after + drive
            if lunch:
                if arrival <= last:
                    best = min(best, max(arrival, earliest) + length)
                elif before <= last:
                    best = min(best, max(before, earliest) + length + drive)
            after = min(first_start(windows[q], best) + service[q], NEVER)
            before = min(first_start(windows[q], arrival) + service[q], NEVER)
            departures.append((before, after))
        done = spec.closes
        coming = min(done, last) if lunch else done
        latest = [(done, coming)]
        for at in range(self.size - 1, -1, -1):
            q, drive = order[at], drives[at + 1]
            limit = coming - drive
            if lunch:
                pause = min(last, done - drive - length)
                if pause >= earliest and pause > limit:
                    limit = pause
            coming = last_start(windows[q], limit - service[q])
            done = last_start(windows[q], done - drive - service[q])
            if lunch:
                pause = min(last, done - length)
                if pause >= earliest and pause > coming:
                    coming = pause
            latest.append((done, coming))
        latest.reverse()
        shifts = self._shifts(spec.positions) if spec.positions else [0] * (self.size + 1)
        self.gaps = [
            (a, b, leg, *leaves, *late, drive, shift)
            for a, b, leg, leaves, late, drive, shift in zip(nodes, nodes[1:], legs, departures, latest, drives, shifts, strict=False)
        ]
        self.room = max([max(late) - leaves[0] for leaves, late in zip(departures, latest, strict=False)])
        (before, after), (done, coming) = departures[0], latest[0]
        on_time = before + drives[0] <= coming or after + drives[0] <= done
        self.feasible = on_time and self.spare_load >= 0 and self.spare_driving >= 0

    def _shifts(self, positions):
        """What an insertion into each gap changes in how far locked stops are out of place; adds the present state to the cost."""
        order, size = self.order, self.size
        self.cost += OUT_OF_PLACE * sum(out_of_place(at, positions[q], size) for at, q in enumerate(order) if q in positions)
        shifts = []
        for gap in range(size + 1):
            change = 0
            for at, q in enumerate(order):
                if q in positions:
                    moved = at + 1 if at >= gap else at
                    change += out_of_place(moved, positions[q], size + 1) - out_of_place(at, positions[q], size)
            shifts.append(change * OUT_OF_PLACE)
        return shifts


def out_of_place(at, wanted, size):
    """How many places the stop at index `at` is away from `wanted` on a day of `size` stops (a short day: from its end)."""
    return abs(at - min(wanted, size - 1))
