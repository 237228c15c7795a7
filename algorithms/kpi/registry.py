"""All KPIs by code. Codes are schema: snapshots, reports and interfaces store them."""

from decimal import Decimal
from types import MappingProxyType

from . import activity, attainment, concentration, customer, pipeline, sales
from .definition import Kpi

KPIS = MappingProxyType({
    kpi.code: kpi for part in (sales, pipeline, attainment, customer, activity, concentration) for kpi in part.KPIS})


def compute(code: str, /, **inputs) -> Decimal | int | None:
    """Return a KPI's value, None when it has no meaning for these inputs.

    :param inputs: exactly those that the KPI names
    """
    kpi = find(code)
    if missing := sorted(set(kpi.inputs) - set(inputs)):
        raise ValueError(f"KPI {code} needs {', '.join(missing)}")
    if strange := sorted(set(inputs) - set(kpi.inputs)):
        raise ValueError(f"KPI {code} does not know {', '.join(strange)}")
    return kpi.compute(**inputs)


def find(code: str) -> Kpi:
    """Return a KPI, or say which code is unknown."""
    if code not in KPIS:
        raise ValueError(f"there is no KPI '{code}'")
    return KPIS[code]


def is_better(*, code: str, value, than) -> bool | None:
    """Return whether ``value`` is better than ``than``; None where they are alike, unknown, or neither direction is better."""
    direction = find(code).direction
    if value is None or than is None or value == than or direction == "neutral":
        return None
    return (value > than) == (direction == "up")
