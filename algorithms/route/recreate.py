"""How visits are put back: one after the other, each at its cheapest place, now and then not quite ("blinks").

Christiaens, Vanden Berghe (2020), see ruin.py. Their orders of insertion (random, large, far, close; for time windows: narrow, early,
late) are kept; added: much value first. A visit with day patterns takes the cheapest pattern, the days of a pattern
being independent of each other.
"""

from .tour import NEVER


class Recreate:
    BLINK = 0.01

    def __init__(self, workshop, random):
        self.workshop = workshop
        self.random = random
        instance = workshop.instance
        self.prize = instance.prize
        # options whose slots leave no choice of route are read faster
        self.fixed = [[tuple(slot[0] for slot in o) for o in options if len(o) > 1 and _narrow(o)] for options in instance.options]
        self.open = [[o for o in options if len(o) == 1 or not _narrow(o)] for options in instance.options]
        self.kinds = [spec.kind for spec in instance.routes]
        self.keys = _sort_keys(instance)
        self.weights = [key[0] for key in self.keys]

    def sort(self, visits):
        """Puts the visits in one of the orders, drawn anew each time."""
        random = self.random
        random.shuffle(visits)
        _, key, noise = random.choices(self.keys, self.weights)[0]
        if key is None:
            return
        if noise:
            draw = random.random
            rank = {q: key[q] * draw() ** noise for q in visits}
            visits.sort(key=rank.__getitem__)
        else:
            visits.sort(key=key.__getitem__)

    def insert_all(self, solution, visits):
        """Inserts what pays, changes the solution in place, returns the routes touched."""
        workshop, tours, on = self.workshop, solution.tours, solution.on
        touched = set()
        for q in visits:
            price, places = self._cheapest(tours, q)
            if places is None:
                continue
            solution.cost += price - self.prize[q]
            for route, gap in places:
                tours[route] = workshop.longer(tours[route], gap, q)
                touched.add(route)
            on[q] = tuple(route for route, _ in places)
        return touched

    def _cheapest(self, tours, q):
        """(cost, [(route, gap), …]) of the cheapest option below the prize, or (prize, None)."""
        random, blink = self.random.random, self.BLINK
        kinds, insertion = self.kinds, self.workshop.insertion
        best, places = self.prize[q], None
        for routes in self.fixed[q]:
            total = 0
            for route in routes:
                tour = tours[route]
                total += (tour.found.get(q) or insertion(tour, q))[0]
                if total >= best:
                    break
            else:
                if random() >= blink:
                    best, places = total, routes
        if places is not None:
            places = [(route, tours[route].found[q][1]) for route in places]
        for option in self.open[q]:
            total, chosen = 0, []
            for slot in option:
                cheapest, at = NEVER, None
                empty = -1
                for route in slot:
                    tour = tours[route]
                    if not tour.size:
                        if kinds[route] == empty:
                            continue
                        empty = kinds[route]
                    found = tour.found.get(q) or insertion(tour, q)
                    if found[0] < cheapest and random() >= blink:
                        cheapest, at = found[0], (route, found[1])
                total += cheapest
                if total >= best:
                    break
                chosen.append(at)
            else:
                best, places = total, chosen
        return best, places


def _narrow(option):
    return all(len(slot) == 1 for slot in option)


def _sort_keys(instance):
    """[(weight, key per visit or None for random), …]"""
    size = instance.size
    spec = instance.routes[0] if instance.routes else None
    far = [0] * size
    if spec is not None:
        far = [spec.cost[spec.start][node] + spec.cost[node][spec.end] for node in instance.node]
    width, opens, closes = [], [], []
    for q in range(size):
        windows = [route.windows[q] for route in instance.routes if route.windows[q]]
        width.append(sum(c - o for w in windows for o, c in w))
        opens.append(min(w[0][0] for w in windows))
        closes.append(max(w[-1][1] for w in windows))
    keys = [(4, None, 0), (2, [-x for x in far], 0), (1, far, 0)]
    if len(set(instance.load)) > 1:
        keys.append((4, [-x for x in instance.load], 0))
    if len(set(width)) > 1:
        keys += [(2, width, 0), (2, opens, 0), (2, [-x for x in closes], 0)]
    if any(len(option) > 1 for options in instance.options for option in options):
        keys.append((4, [-max(len(option) for option in options) for options in instance.options], 0))
    if any(visit.optional for visit in instance.visits):
        times = [max(len(option) for option in options) for options in instance.options]
        density = [-prize / (instance.service[q] * times[q] + 1) for q, prize in enumerate(instance.prize)]
        keys += [
            (5, density, 0.5),
            (5, [-x for x in instance.prize], 0.5),
            (5, [-x / t for x, t in zip(instance.prize, times, strict=False)], 0.5),
        ]
        if len(set(times)) > 1:
            top = max(-x for x in density) or 1
            keys.append((40, [(x / top - 0.3) * t for x, t in zip(density, times, strict=False)], 0.3))
    return keys
