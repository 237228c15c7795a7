"""Which visits to take out: neighbouring strings of stops.

Slack induction by string removals: J. Christiaens, G. Vanden Berghe (2020), "Slack Induction by String Removals for Vehicle Routing
Problems", Transportation Science 54(2). A seed visit is drawn; from the routes of its nearest visits short strings of stops are taken out,
so that space opens in several routes at the same spot. A visit with a day pattern leaves all its days.
"""

NEIGHBOURS = 100


def neighbour_lists(instance):
    """Per visit the others by nearness (itself first)."""
    if not instance.routes:
        return []
    cost = instance.routes[0].cost
    lists = []
    for q, at in enumerate(instance.node):
        row = cost[at]
        near = sorted(range(instance.size), key=lambda other: (other != q, row[instance.node[other]], other))
        lists.append(near[: NEIGHBOURS + 1])
    return lists


class Ruin:
    """Draws strings; `average` = visits taken out on average, `longest` = of one route at most."""

    SPLIT_RATE = 0.5
    SPLIT_DEPTH = 0.01
    PATTERN_RATE = 0.3
    PATTERN_STRING = 3
    ABSENT_RATE = 0.5  # how often that room is made for visits that are left out
    WHOLE_RATE = 0.3  # how often whole days are cleared for them, so that a far-off group gets in at once
    FRIENDS = 12

    def __init__(self, instance, random, *, average=10, longest=10):
        self.near = neighbour_lists(instance)
        self.instance = instance
        patterned = any(len(option) > 1 for options in instance.options for option in options)
        self.pattern_rate = self.PATTERN_RATE if patterned else 0.0
        self.random = random
        self.size = instance.size
        self.average = average
        self.first = ()
        self.longest = longest

    def draw(self, solution):
        """The visits to take out, in the order they were met; `first` = those that room is made for."""
        random = self.random.random
        tours, on = solution.tours, solution.on
        self.first = ()
        if random() < self.pattern_rate:
            q = int(random() * self.size)
            if random() < self.ABSENT_RATE:
                absent = [other for other, routes in enumerate(on) if not routes]
                if absent:
                    q = absent[int(random() * len(absent))]
                    self.first = (q,)
                    if random() < self.WHOLE_RATE:
                        return self._whole_days(solution, q)
            return self._pattern(solution, q)
        used = [tour.size for tour in tours if tour.size]
        if not used:
            return []
        longest = min(self.longest, sum(used) / len(used))
        strings = int(random() * (4 * self.average / (1 + longest) - 1)) + 1
        ruined, taken = set(), {}
        for q in self.near[int(random() * self.size)]:
            routes = on[q]
            if not routes or q in taken:
                continue
            route = routes[int(random() * len(routes))] if len(routes) > 1 else routes[0]
            if route in ruined:
                continue
            order = tours[route].order
            length = int(random() * min(len(order), longest)) + 1
            for other in self._string(order, order.index(q), length):
                taken[other] = None
            ruined.add(route)
            if len(ruined) >= strings:
                break
        return list(taken)

    def _pattern(self, solution, q):
        """Short strings near visit q on all days of one of its patterns, so that it finds room on all of them at once."""
        random = self.random.random
        options = self.instance.options[q]
        near = self.near[q]
        friend = near[1 + int(random() * min(10, len(near) - 1))] if len(near) > 1 else q
        joint = []
        if solution.on[friend]:
            there = solution.on[friend][int(random() * len(solution.on[friend]))]
            joint = [option for option in options if any(there in slot for slot in option)]
        options = joint or options
        option = options[int(random() * len(options))]
        taken = dict.fromkeys([q] if solution.on[q] else [])
        node = self.instance.node
        longest = 1 + random() * self.PATTERN_STRING
        if len(option) == 1:
            slot = option[0]
            option = [(slot[int(random() * len(slot))],) for _ in range(3)]
        for slot in option:
            route = slot[int(random() * len(slot))]
            order = solution.tours[route].order
            if not order:
                continue
            row = self.instance.routes[route].cost[node[q]]
            at = min(range(len(order)), key=lambda at: row[node[order[at]]])
            length = min(len(order), 1 + int(random() * longest))
            first = max(0, min(at - int(random() * length), len(order) - length))
            for other in order[first : first + length]:
                taken[other] = None
        return list(taken)

    def _whole_days(self, solution, q):
        """All stops on the days of one of the patterns of visit q; its neighbours that are left out come in with it."""
        random = self.random.random
        options = self.instance.options[q]
        taken = {}
        for slot in options[int(random() * len(options))]:
            taken.update(dict.fromkeys(solution.tours[slot[int(random() * len(slot))]].order))
        self.first = (q, *(other for other in self.near[q][1 : self.FRIENDS + 1] if not solution.on[other]))
        return list(taken)

    def _string(self, order, at, length):
        """A run of `length` stops with `at` in it; half of the time with a gap that is kept."""
        random = self.random.random
        size = len(order)
        keep = 0
        if length > 1 and size > length and random() < self.SPLIT_RATE:
            keep = 1
            while length + keep < size and random() > self.SPLIT_DEPTH:
                keep += 1
        span = length + keep
        first = max(0, at - span + 1)
        last = min(at, size - span)
        start = first + int(random() * (last - first + 1))
        run = order[start : start + span]
        if not keep:
            return run
        cut = int(random() * (length + 1))
        return run[:cut] + run[cut + keep :]
