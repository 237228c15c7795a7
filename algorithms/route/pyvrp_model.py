"""The instance in PyVRP's terms, and its routes back in ours.

PyVRP (Wouda, Lan, Kool 2024, "PyVRP: A High-Performance VRP Solver Package", INFORMS Journal on Computing 36(4)) knows vehicle types, one
window a client, several load dimensions and prizes. What it does not know is said in its words: rep-days a visit must not be on
are a load of one where the capacity is zero; several openings are clients of which at most one is served. Lunch and
day patterns it cannot say.
"""

import numpy as np
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, VehicleType

from .instance import NEVER

_ENDLESS = 1 << 40
_PLENTY = 1 << 30


def _matrix(rows, size):
    matrix = np.array(rows, dtype=np.int64)[:size, :size]
    np.fill_diagonal(matrix, 0)
    return matrix


class PyvrpModel:
    """`data` for PyVRP; `read(solution)` gives {route: order}. `required` = visits that must be in (known to fit together)."""

    def __init__(self, instance, *, required=()):
        self.instance = instance
        self.required = set(required)
        self.kinds = {}
        for spec in instance.routes:
            self.kinds.setdefault(spec.kind, []).append(spec)
        self.types = [specs[0] for specs in self.kinds.values()]
        self.visit_of = []
        self._build()

    def _build(self):
        instance, types = self.instance, self.types
        size = max([*instance.node, *(node for spec in types for node in (spec.start, spec.end))], default=0) + 1
        depots = sorted({node for spec in types for node in (spec.start, spec.end)})
        depot = {node: index for index, node in enumerate(depots)}
        profiles = list({id(spec.seconds): spec for spec in types}.values())
        profile = {id(spec.seconds): index for index, spec in enumerate(profiles)}
        copies = self._copies()
        bans = self._bans(copies)
        loads = self._loads(copies, bans)
        clients, groups, group_of = [], [], {}
        for (q, window, _), load in zip(copies, loads, strict=False):
            mandatory = q in self.required
            group = None
            if sum(1 for other in copies if other[0] == q) > 1:
                if q not in group_of:
                    group_of[q] = len(groups)
                    groups.append([])
                group = group_of[q]
                groups[group].append(len(clients))
            clients.append(
                Client(
                    location=instance.node[q],
                    delivery=load,
                    service_duration=instance.service[q],
                    tw_early=window[0],
                    tw_late=window[1],
                    prize=0 if mandatory and group is None else instance.prize[q],
                    required=mandatory and group is None,
                    group=group,
                )
            )
            self.visit_of.append(q)
        self.data = ProblemData(
            locations=[Location(0, 0) for _ in range(size)],
            clients=clients,
            depots=[Depot(location=node) for node in depots],
            vehicle_types=[
                VehicleType(
                    num_available=len(specs),
                    capacity=self._capacity(specs[0], bans),
                    start_depot=depot[specs[0].start],
                    end_depot=depot[specs[0].end],
                    tw_early=specs[0].opens,
                    tw_late=specs[0].closes - (specs[0].lunch[2] if specs[0].lunch else 0),
                    profile=profile[id(specs[0].seconds)],
                    **self._driving(specs[0]),
                )
                for specs in self.kinds.values()
            ],
            distance_matrices=[_matrix(spec.cost, size) for spec in profiles],
            duration_matrices=[_matrix(spec.seconds, size) for spec in profiles],
            groups=[ClientGroup(clients=members, required=self.visit_of[members[0]] in self.required) for members in groups],
        )

    def _driving(self, spec):
        return {"max_distance": spec.max_driving} if spec.max_driving < NEVER and spec.cost is spec.seconds else {}

    def _copies(self):
        """[(visit, window, kinds where that window holds), …]: one a visit unless its openings differ or are several."""
        copies = []
        for q in range(self.instance.size):
            by_window = {}
            for number, spec in enumerate(self.types):
                for opens, closes in spec.windows[q]:
                    opens = 0 if opens <= spec.opens else opens
                    closes = _ENDLESS if closes >= spec.closes - self.instance.service[q] else closes
                    by_window.setdefault((opens, closes), []).append(number)
            copies += [(q, window, frozenset(numbers)) for window, numbers in sorted(by_window.items())]
        return copies

    def _bans(self, copies):
        """Sets of kinds that are closed to some clients; each becomes one load dimension.

        A product of days and reps is said with one dimension a closed day and one a set of reps, so that they stay few.
        """
        self.days = [spec.day for spec in self.types]
        self.reps = [spec.rep for spec in self.types]
        bans = {}
        self.banned = []
        for _, _, allowed in copies:
            mine = []
            days, reps = {self.days[n] for n in allowed}, {self.reps[n] for n in allowed}
            closed = [
                frozenset(n for n, day in enumerate(self.days) if day == other) for other in dict.fromkeys(self.days) if other not in days
            ]
            others = frozenset(n for n, rep in enumerate(self.reps) if rep not in reps)
            mine = [ban for ban in [*closed, others] if ban]
            rest = frozenset(range(len(self.types))) - allowed - frozenset().union(*mine)
            if rest:
                mine = [frozenset(range(len(self.types))) - allowed]
            for ban in mine:
                bans.setdefault(ban, len(bans))
            self.banned.append(mine)
        return bans

    def _loads(self, copies, bans):
        self.counts = any(spec.max_visits < self.instance.size for spec in self.types)
        self.weighs = any(spec.capacity < NEVER for spec in self.types)
        loads = []
        for (q, _, _), mine in zip(copies, self.banned, strict=False):
            load = [0] * len(bans)
            for ban in mine:
                load[bans[ban]] = 1
            loads.append(([self.instance.load[q]] if self.weighs else []) + ([1] if self.counts else []) + load)
        return loads

    def _capacity(self, spec, bans):
        number = self.types.index(spec)
        bounds = [min(spec.capacity, _PLENTY)] if self.weighs else []
        bounds += [min(spec.max_visits, _PLENTY)] if self.counts else []
        return bounds + [0 if number in ban else _PLENTY for ban in bans]

    def read(self, solution):
        """{route: order of visits} of a PyVRP solution."""
        free = {number: list(specs) for number, specs in enumerate(self.kinds.values())}
        orders = {}
        for route in solution.routes():
            order = tuple(self.visit_of[step.idx] for step in route if step.is_client())
            if order:
                orders[free[route.vehicle_type()].pop(0).index] = order
        return orders

    def write(self, orders):
        """PyVRP routes (vehicle type, client numbers) of {route: order}; copies are chosen by the route they are on."""
        number_of = {spec.index: number for number, specs in enumerate(self.kinds.values()) for spec in specs}
        client = {}
        for index, q in enumerate(self.visit_of):
            client.setdefault(q, []).append(index)
        return [(number_of[route], [client[q][0] for q in order]) for route, order in orders.items() if order]
