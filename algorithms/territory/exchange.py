"""Make an assignment cheaper by exchanging small packages of customers between two territories at a time.

A package is nothing, one or two of the customers that cost least to hand over (at the prices of ``transport``). The
best exchange of any two territories is made until none helps: shift, swap and ejection in one neighbourhood (variable
depth in the sense of Yagiura, Ibaraki & Glover, "An ejection chain approach for the generalized assignment problem",
INFORMS J. Computing 16, 2004). Load outside the bounds costs more than any distance, so the same moves repair.
"""

from collections.abc import Callable

import numpy as np

SINGLES, PAIRED = 22, 9
_FIRST, _SECOND = np.triu_indices(PAIRED, 1)


class Exchange:
    """An assignment that is being improved. Customers with an infinite cost never enter that territory."""

    def __init__(self, *, cost: np.ndarray, load: np.ndarray, low: np.ndarray, high: np.ndarray, start: np.ndarray, price: np.ndarray):
        self.cost, self.load, self.low, self.high = cost, load, low, high
        self.assigned = start.copy()
        self.territories = cost.shape[1]
        self.loads = np.bincount(start, load, self.territories)
        self.adjusted = cost - price * load[:, None]
        finite = np.where(np.isfinite(cost), cost, 0)
        self.breach = 20 * max(float((np.ptp(finite, axis=1) / np.maximum(load, 1e-9)).max(initial=0.0)), 1e-6)
        self.step, self.crumb = (float(load.mean()), 1e-9 * float(load.sum())) if load.size else (0.0, 0.0)
        self._touched = set(range(self.territories))
        self._offers = {}
        self._best = {}

    @property
    def total(self) -> float:
        """Cost of the assignment, without the price of broken bounds."""
        return float(self.cost[np.arange(self.assigned.size), self.assigned].sum())

    @property
    def excess(self) -> float:
        """Load outside the bounds."""
        loads = np.bincount(self.assigned, self.load, self.territories)
        return float((np.maximum(loads - self.high, 0) + np.maximum(self.low - loads, 0)).sum())

    def run(self, *, max_moves: int = 10_000, should_stop: Callable[[], bool] = lambda: False) -> int:
        """Exchange until nothing helps; return how often."""
        for territory in self._touched:
            self._sum(territory)
        self._refresh(self._touched)
        self._touched = set()
        for move in range(max_moves):
            if should_stop():
                return move
            pair = min(self._best, key=lambda pair: (self._best[pair][0], pair), default=None)
            if pair is None or self._best[pair][0] >= -1e-7 * (1 + abs(self.breach)):
                return move
            self._apply(pair)
            self._refresh(pair)
        return max_moves

    def move(self, customer: int, territory: int):
        """Place one customer by hand, for a start from elsewhere."""
        self._touched.update((int(self.assigned[customer]), territory))
        self.assigned[customer] = territory

    def reset(self, assigned: np.ndarray):
        """Go back to an assignment."""
        for customer in np.flatnonzero(assigned != self.assigned):
            self.move(int(customer), int(assigned[customer]))

    def _outside(self, loads, which):
        """What is outside the bounds, and a step for being outside at all, so that a crumb too much is no bargain."""
        outside = np.maximum(np.maximum(loads - self.high[which], self.low[which] - loads), 0)
        return outside + self.step * (outside > self.crumb)

    def _apply(self, pair):
        _gain, given, taken = self._best[pair]
        left, right = pair
        for customer in given:
            self.assigned[customer] = right
        for customer in taken:
            self.assigned[customer] = left
        for territory in pair:
            self._sum(territory)

    def _sum(self, territory):
        """Sum the load anew, so that no rounding error builds up."""
        self.loads[territory] = self.load[self.assigned == territory].sum()

    def _refresh(self, changed):
        """Work out the offers and the best exchange of each pair that touches a changed territory."""
        changed = set(changed)
        for territory in changed:
            members = np.flatnonzero(self.assigned == territory)
            for other in range(self.territories):
                if other != territory:
                    self._offers[territory, other] = self._packages(members, territory, other)
        for left in range(self.territories):
            for right in range(left + 1, self.territories):
                if left in changed or right in changed:
                    self._best[left, right] = self._best_exchange(left, right)

    def _packages(self, members, source, target):
        """Return (customers, loads, costs) of what ``source`` may hand to ``target``; nothing comes first."""
        wish = self.adjusted[members, target] - self.adjusted[members, source]
        if members.size > SINGLES:
            near = np.argpartition(wish, SINGLES - 1)[:SINGLES]
            near = near[np.lexsort((members[near], wish[near]))]
        else:
            near = np.lexsort((members, wish))
        near = near[np.isfinite(wish[near])]
        singles = members[near]
        first, second = _FIRST, _SECOND
        if singles.size < PAIRED:
            fits = second < singles.size
            first, second = first[fits], second[fits]
        cost = self.cost[singles, target] - self.cost[singles, source]
        load = self.load[singles]
        return (
            singles, first, second,
            np.concatenate([[0.0], load, load[first] + load[second]]),
            np.concatenate([[0.0], cost, cost[first] + cost[second]]),
        )

    def _best_exchange(self, left, right):
        gives, takes = self._offers[left, right], self._offers[right, left]
        shifted = takes[3][None, :] - gives[3][:, None]
        now = self._outside(self.loads[left], left) + self._outside(self.loads[right], right)
        after = self._outside(self.loads[left] + shifted, left) + self._outside(self.loads[right] - shifted, right)
        change = gives[4][:, None] + takes[4][None, :] + self.breach * (after - now)
        place = int(change.argmin())
        given, taken = divmod(place, change.shape[1])
        return float(change.flat[place]), _customers(gives, given), _customers(takes, taken)


def _customers(offer, number):
    singles, first, second = offer[:3]
    if number == 0:
        return ()
    if number <= singles.size:
        return (int(singles[number - 1]),)
    pair = number - 1 - singles.size
    return (int(singles[first[pair]]), int(singles[second[pair]]))
