"""A plan during the search: one tour a rep-day, and for each visit the routes it is on."""

from .tour import Tour, plain_insertion, rich_insertion

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
        known = self.known[route]
        tour = known.get(order)
        if tour is None:
            if self.count > _MEMORY:
                for orders in self.known:
                    orders.clear()
                self.count = 0
            tour = known[order] = Tour(self.instance, self.specs[route], order)
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
