"""All routers, in the order the documents show them."""

from . import (
    advice,
    approvals,
    commissions,
    forecasts,
    insights,
    orders,
    quotes,
    reports,
    reps,
    route_plans,
    sync,
    targets,
    territories,
    timeline,
    visits,
)

MODULES = [
    reps,
    visits,
    route_plans,
    quotes,
    orders,
    approvals,
    commissions,
    timeline,
    advice,
    insights,
    territories,
    targets,
    forecasts,
    reports,
    sync,
]
ROUTERS = [module.router for module in MODULES]
