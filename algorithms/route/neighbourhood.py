"""Which share of a plan is made anew: the rep-days around one place, with what is left out there.

Large neighbourhoods cut out by nearness: E. Taillard, S. Voss (2002), "POPMUSIC: Partial Optimization Metaheuristic Under Special
Intensification Conditions". Rep-days that a day pattern ties together (the Mondays of a rep) are taken together or not at all.
"""

from .ruin import neighbour_lists

STOPS = 60  # that make a share of one rep's days, at least
FEWER_STOPS = 45  # and with the days of others
ABSENT = 45  # visits left out that are tried, at most
WHOLE = 75  # an instance of so many visits is its own share


class Neighbourhoods:
    """`whole` = there is only one share; `draw(solution)` = (rep-days, visits)."""

    def __init__(self, instance, random):
        self.instance = instance
        self.random = random
        self.turns = [0] * instance.size
        self.near = neighbour_lists(instance)
        self.tied = _tied(instance)
        self.whole = instance.size <= WHOLE or len({id(group) for group in self.tied}) == 1
        self.reach = [{route for option in options for slot in option for route in slot} for options in instance.options]

    def draw(self, solution):
        """Rep-days near a visit drawn by chance, the visits on them and those that might be."""
        seed = self._seed()
        groups, rep = {}, None
        near = [route for q in self._outward(seed) for route in solution.on[q]]
        for most, own in ((STOPS, True), (FEWER_STOPS, False)):  # first the days of one rep, whose visits may all change places
            for route in near:
                if rep is None and route in self.reach[seed]:
                    rep = self.instance.routes[route].rep
                mine = self.instance.routes[route].rep == rep
                if route not in groups and mine == own and sum(solution.tours[other].size for other in groups) < most:
                    groups.update(dict.fromkeys(self.tied[route]))
        planned = {q for route in groups for q in solution.tours[route].order}
        reps = {self.instance.routes[route].rep for route in groups}
        idle = [
            route
            for route, spec in enumerate(self.instance.routes)
            if route not in groups and spec.rep in reps and not any(solution.tours[tied].size for tied in self.tied[route])
        ]
        routes = sorted([*groups, *idle])
        inside = set(routes)
        absent = [q for q in self.near[seed] if not solution.on[q] and not self.reach[q].isdisjoint(inside)]
        visits = sorted(planned.union(absent[:ABSENT]))
        for q in visits:
            self.turns[q] += 1
        return routes, visits

    def visits_for(self, solution, routes):
        """The visits on these rep-days and all left out that might be on them."""
        inside = set(routes)
        absent = [q for q, reach in enumerate(self.reach) if not solution.on[q] and not reach.isdisjoint(inside)]
        return sorted({q for route in routes for q in solution.tours[route].order}.union(absent))

    def _seed(self):
        """A visit by chance among those that had their turn least often."""
        least = min(self.turns)
        waiting = [q for q, turns in enumerate(self.turns) if turns == least]
        return waiting[int(self.random.random() * len(waiting))]

    def _outward(self, seed):
        """The visits by nearness; where that list ends, all others by chance."""
        near = self.near[seed]
        others = sorted(set(range(self.instance.size)).difference(near))
        self.random.shuffle(others)
        return [*near, *others]


def _tied(instance):
    """Per route the list of routes that day patterns tie to it, itself among them."""
    groups = [[spec.index] for spec in instance.routes]
    for options in instance.options:
        for option in options:
            if len(option) > 1:
                routes = [route for slot in option for route in slot]
                for route in routes[1:]:
                    _join(groups, routes[0], route)
    return groups


def _join(groups, one, other):
    if groups[one] is not groups[other]:
        joined = groups[one] + groups[other]
        for route in joined:
            groups[route] = joined
