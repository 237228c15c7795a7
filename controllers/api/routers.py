"""All routers, in the order the documents show them."""

from . import advice, approvals, commissions, orders, quotes, reps, route_plans, territories, timeline, visits

ROUTERS = [
    module.router
    for module in (reps, visits, route_plans, quotes, orders, approvals, commissions, timeline, advice, territories)
]
