"""A plan during the search: one tour a rep-day, and for each visit the routes it is on."""

from .insertion import plain_insertion, rich_insertion
from .tour import Tour

_MEMORY = 40_000  # orders remembered before all are forgotten: about 150 MB


class Workshop:
    """Makes tours and insertions for one instance and remembers them."""

    def __init__(self, instance):
        self.instance = instance
        self.specs = instance.routes
        self.known = [{} for _ in self.specs]
        self.count = 0
        self.search = [rich_insertion if spec.rich else plain_insertion for spec in self.specs]

    def tour(self, route, order):
        """The tour of that route with this order (a tuple)."""
        tour = self.known[route].get(order)
        if tour is None:
            tour = self._remember(route, Tour(self.instance, self.specs[route], order))
        return tour

    def longer(self, tour, gap, q):
        """The tour with visit q put into a gap."""
        route, order = tour.route, tour.order
        order = (*order[:gap], q, *order[gap:])
        longer = self.known[route].get(order)
        if longer is None:
            spec = self.specs[route]
            longer = Tour(self.instance, spec, order) if spec.rich else Tour.longer(self.instance, spec, tour, gap, q)
            self._remember(route, longer)
        return longer

    def _remember(self, route, tour):
        if self.count > _MEMORY:
            for orders in self.known:
                orders.clear()
            self.count = 0
        self.known[route][tour.order] = tour
        self.count += 1
        return tour

    def insertion(self, tour, q):
        """(extra cost, gap) of the cheapest place for q on the tour."""
        found = tour.found.get(q)
        if found is None:
            route = tour.route
            found = tour.found[q] = self.search[route](tour, self.instance, self.specs[route], q)
        return found


class Solution:
    """`tours[r]`, `on[q]` = routes visit q is on (empty: left out), `cost` = driving + prizes of what is left out."""

    __slots__ = ("cost", "on", "tours")

    def __init__(self, tours, on, cost):
        self.tours = tours
        self.on = on
        self.cost = cost

    @classmethod
    def empty(cls, workshop):
        tours = [workshop.tour(spec.index, ()) for spec in workshop.specs]
        cost = sum(tour.cost for tour in tours) + sum(workshop.instance.prize)
        return cls(tours, [()] * workshop.instance.size, cost)

    @classmethod
    def from_orders(cls, workshop, orders):
        """The solution with these orders ({route: tuple of visits}), trusted to be feasible."""
        solution = cls.empty(workshop)
        for route, order in orders.items():
            tour = workshop.tour(route, tuple(order))
            solution.cost += tour.cost - solution.tours[route].cost
            solution.tours[route] = tour
            for q in order:
                if not solution.on[q]:
                    solution.cost -= workshop.instance.prize[q]
                solution.on[q] += (route,)
        return solution

    def copy(self):
        return Solution(self.tours[:], self.on[:], self.cost)

    def orders(self):
        return {tour.route: tour.order for tour in self.tours if tour.size}
