"""One instance to be solved and judged."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo.addons.sales_os.algorithms.route.problem import RouteProblem


@dataclass(frozen=True, kw_only=True)
class Case:
    """`judge(plan)` → (value, faults) by code of the family that shares nothing with the solvers; `better` = "less" or "more"."""

    name: str
    problem: RouteProblem
    judge: Callable
    reference: float | None
    better: str = "less"
    nearest: float | None = None

    def gap(self, value):
        """Percent behind the reference; negative when ahead of it."""
        if self.better == "more":
            return 100.0 * (self.reference - value) / self.reference
        return 100.0 * (value - self.reference) / self.reference
