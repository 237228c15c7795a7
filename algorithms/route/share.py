"""A share of an instance: some of its rep-days with some of its visits, as an instance of its own, and its plans read back.

Reps share few customers and weekdays few visits, so a plan falls into small problems that are solved far better than the whole at once.
"""

from dataclasses import replace

from .instance import Instance


class Share:
    """`instance` = the rep-days `routes` with the visits `visits` of the whole; visits that have no day there are dropped."""

    def __init__(self, whole, routes, visits):
        self.routes = list(routes)
        number = {route: index for index, route in enumerate(self.routes)}
        options = {q: _within(whole.options[q], number) for q in visits}
        self.visits = [q for q in visits if options[q]]
        place = {q: index for index, q in enumerate(self.visits)}
        specs = [
            replace(
                whole.routes[route],
                index=index,
                windows=[whole.routes[route].windows[q] for q in self.visits],
                positions={place[q]: at for q, at in whole.routes[route].positions.items() if q in place},
            )
            for index, route in enumerate(self.routes)
        ]

        def chosen(values):
            return [values[q] for q in self.visits]

        self.instance = Instance(
            routes=specs,
            keys=chosen(whole.keys),
            node=chosen(whole.node),
            service=chosen(whole.service),
            load=chosen(whole.load),
            prize=chosen(whole.prize),
            mandatory=chosen(whole.mandatory),
            options=[options[q] for q in self.visits],
            visits=chosen(whole.visits),
            left_out=[],
            problem=whole.problem,
        )

    def narrow(self, orders):
        """The orders of the share's own rep-days ({route of the whole: order}) in its own numbers."""
        place = {q: index for index, q in enumerate(self.visits)}
        return {index: tuple(place[q] for q in orders[route]) for index, route in enumerate(self.routes) if orders.get(route)}

    def widen(self, orders):
        """Orders of the share in the numbers of the whole."""
        return {self.routes[index]: tuple(self.visits[q] for q in order) for index, order in orders.items()}


def _within(options, number):
    """The options that can be kept on these routes, in their new numbers."""
    kept = []
    for option in options:
        slots = tuple(tuple(number[route] for route in slot if route in number) for slot in option)
        if all(slots):
            kept.append(slots)
    return tuple(kept)
