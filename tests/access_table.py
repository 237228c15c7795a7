"""The permission matrix: model -> rights per group, as the letters r(ead), w(rite), c(reate), d(elete).

``user`` is an internal user without any Sales OS group. Every model of the addon has its row.
"""

NONE = "----"

ACCESS = {
    "sales_os.api.idempotency": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "r---"},
    "sales_os.audit.entry": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.commission.assignment": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.entry": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.commission.manager": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.mark": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "r---"},
    "sales_os.commission.multiplier": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.plan": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.plan.version": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.rule": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.run": {"user": NONE, "rep": NONE, "manager": NONE, "executive": "r---", "admin": "r---"},
    "sales_os.commission.settle": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "rwcd"},
    "sales_os.commission.settle.line": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "rwcd"},
    "sales_os.commission.settle.skip": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "rwcd"},
    "sales_os.commission.tier": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.statement": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.commission.statement.snapshot": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.commission.dispute": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": "r---", "admin": "rwc-"},
    "sales_os.commission.reason": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.payout": {"user": NONE, "rep": NONE, "manager": NONE, "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.payout.line": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.commission.report": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.commission.simulate": {"user": NONE, "rep": NONE, "manager": NONE, "executive": "rwc-", "admin": "rwc-"},
    "sales_os.commission.simulate.line": {"user": NONE, "rep": NONE, "manager": NONE, "executive": "r---", "admin": "r---"},
    "sales_os.commission.unlock": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.commission.adjust": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.credit": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.customer.opening": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.customer.value": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.customer.value.run": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.customer.cohort": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.segment": {"user": "r---", "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.financing.offer": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.financing.option": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.geocode.job": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r--d"},
    "sales_os.discount.policy": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.discount.level": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.discount.delegation": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": "r---", "admin": "rwcd"},
    "sales_os.discount.approval": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.discount.approval.step": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.discount.approval.link": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "r---"},
    "sales_os.discount.approval.request": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.discount.approval.decide": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.discount.band": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.discount.cycle": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.discount.policy.replay": {"user": NONE, "rep": NONE, "manager": "rwcd", "executive": "rwcd", "admin": "rwcd"},
    "sales_os.discount.policy.replay.line": {"user": NONE, "rep": NONE, "manager": "rwcd", "executive": "rwcd", "admin": "rwcd"},
    "sales_os.discount.realisation": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.distance.cache": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "r--d"},
    "sales_os.forecast": {"user": NONE, "rep": "rw--", "manager": "rw--", "executive": "r---", "admin": "rw--"},
    "sales_os.forecast.snapshot": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.forecast.snapshot.line": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.forecast.snapshot.deal": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.forecast.accuracy": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.forecast.adjust": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.forecast.prepare": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.forecast.waterfall": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "rwcd", "admin": "rwcd"},
    "sales_os.forecast.waterfall.step": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "rwcd", "admin": "rwcd"},
    "sales_os.forecast.waterfall.movement": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "rwcd", "admin": "rwcd"},
    "sales_os.pipeline.deal": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.pipeline.stage": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.stage.move": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.stage.rule": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.quote.alternative": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": "r---", "admin": "rwcd"},
    "sales_os.quote.compare": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": "rwc-", "admin": "rwc-"},
    "sales_os.quote.signature": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.rep": {"user": NONE, "rep": "r---", "manager": "rw--", "executive": "r---", "admin": "rwcd"},
    "sales_os.rep.handover": {"user": NONE, "rep": NONE, "manager": "rwcd", "executive": NONE, "admin": "rwcd"},
    "sales_os.rep.handover.line": {"user": NONE, "rep": NONE, "manager": "rwcd", "executive": NONE, "admin": "rwcd"},
    "sales_os.route.day": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.route.plan": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.route.plan.generate": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.route.plan.generate.line": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.route.run": {"user": NONE, "rep": "rwc-", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.route.run.line": {"user": NONE, "rep": "r-c-", "manager": "r-cd", "executive": "r---", "admin": "r-cd"},
    "sales_os.route.stop": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.route.unplanned": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.territory": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.assignment": {"user": NONE, "rep": "r---", "manager": "rwc-", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.balance": {"user": NONE, "rep": NONE, "manager": "rwcd", "executive": NONE, "admin": "rwcd"},
    "sales_os.territory.balance.line": {"user": NONE, "rep": NONE, "manager": "rwcd", "executive": NONE, "admin": "rwcd"},
    "sales_os.territory.lookup": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "rwcd", "admin": "rwcd"},
    "sales_os.territory.performance": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.territory.rule": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.version.move": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.territory.version": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.version.period": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.transfer": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.transfer.line": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.kpi": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.kpi.snapshot": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.kpi.snapshot.fill": {"user": NONE, "rep": NONE, "manager": NONE, "executive": NONE, "admin": "rwc-"},
    "sales_os.report.delivery": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.report.schedule": {"user": NONE, "rep": "r---", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.sold.line": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.target": {"user": NONE, "rep": "r---", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.target.reopen": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.target.spread": {"user": NONE, "rep": NONE, "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.insight": {"user": NONE, "rep": "rw--", "manager": "rw--", "executive": "r---", "admin": "rw-d"},
    "sales_os.coaching.note": {"user": NONE, "rep": "r---", "manager": "rwcd", "executive": NONE, "admin": "rwcd"},
    "sales_os.next.product": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.competitor": {"user": NONE, "rep": "r---", "manager": "rwc-", "executive": "r---", "admin": "rwcd"},
    "sales_os.competitor.price": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.competitor.report": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.lead.competitor": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.lead.merge": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.lead.merge.line": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": NONE, "admin": "rwcd"},
    "sales_os.feedback": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.lead.score.model": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.channel": {"user": "r---", "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit": {"user": NONE, "rep": "rwc-", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.cadence": {"user": "r---", "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.cadence.rule": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.cancel": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.visit.check": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.note": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.outcome": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.position": {"user": NONE, "rep": "r---", "manager": "r---", "executive": NONE, "admin": "r---"},
    "sales_os.visit.reschedule": {"user": NONE, "rep": "rwc-", "manager": "rwc-", "executive": NONE, "admin": "rwc-"},
    "sales_os.visit.type": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.visit.type.check": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
}

# the seeded matrix of domain.md, in Odoo's own models
ACCESS_CORE = {
    "res.partner": {"rep": "rwc-", "manager": "rwc-"},
    "crm.lead": {"rep": "rwc-", "manager": "rwc-", "executive": "r---"},
    "sale.order": {"rep": "rwc-", "manager": "rwc-", "executive": "r---"},
}

# who may take data out through Odoo's export
EXPORT = {"rep": False, "manager": True, "executive": True, "admin": True}

# rights over single records, in this order: the rep's own, a colleague's under the same manager, a stranger's under another one
ALL_READ = ("r---", "r---", "r---")
OWN_DOCUMENTS = {
    "rep": ("rwc-", NONE, NONE), "manager": ("rwcd", "rwcd", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
}
OWN_PARTS = {**OWN_DOCUMENTS, "rep": ("rwcd", NONE, NONE)}
ACCESS_RECORDS = {
    "sales_os.visit": OWN_DOCUMENTS,
    "sales_os.visit.note": OWN_PARTS,
    "sales_os.visit.check": OWN_PARTS,
    "sales_os.visit.position": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": (NONE, NONE, NONE), "admin": (NONE, NONE, NONE),
    },
    "sales_os.insight": {
        "rep": ("rw--", NONE, NONE), "manager": ("rw--", "rw--", NONE), "executive": ALL_READ, "admin": ("rw-d", "rw-d", "rw-d"),
    },
    "sales_os.coaching.note": {
        "rep": ("r---", NONE, NONE), "manager": ("rwcd", "rwcd", NONE), "executive": (NONE, NONE, NONE), "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.lead.competitor": OWN_PARTS,
    "sales_os.next.product": {"rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ},
    "sales_os.feedback": {"rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ},
    "sales_os.route.plan": OWN_PARTS,
    "sales_os.route.stop": OWN_PARTS,
    "sales_os.discount.approval": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ,
    },
    "sales_os.discount.approval.step": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ,
    },
    "sales_os.commission.plan": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.commission.assignment": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.credit": OWN_PARTS,
    "sales_os.rep": {
        "rep": ("r---", NONE, NONE), "manager": ("rw--", "rw--", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.customer.opening": OWN_PARTS,
    "sales_os.customer.value": {"rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ},
    "sales_os.commission.statement": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ,
    },
    "sales_os.commission.statement.snapshot": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ,
    },
    "sales_os.commission.dispute": {
        "rep": ("rwc-", NONE, NONE), "manager": ("rwc-", "rwc-", NONE), "executive": ALL_READ, "admin": ("rwc-", "rwc-", "rwc-"),
    },
    "sales_os.commission.payout.line": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.financing.offer": OWN_PARTS,
    "sales_os.target": {
        "rep": ("r---", NONE, NONE), "manager": ("rwcd", "rwcd", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.forecast": {
        "rep": ("rw--", NONE, NONE), "manager": ("rw--", "rw--", NONE), "executive": ALL_READ, "admin": ("rw--", "rw--", "rw--"),
    },
    "sales_os.stage.move": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ,
    },
    "res.partner": {
        "rep": ("rwc-", NONE, NONE), "manager": ("rwc-", "rwc-", NONE), "executive": ALL_READ, "admin": ("rwc-", "rwc-", "rwc-"),
    },
    "crm.lead": {
        "rep": ("rwc-", NONE, NONE), "manager": ("rwc-", "rwc-", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.quote.alternative": {
        "rep": ("rwc-", NONE, NONE), "manager": ("rwc-", "rwc-", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
    "sales_os.quote.signature": {
        "rep": ("r---", NONE, NONE), "manager": ("r---", "r---", NONE), "executive": ALL_READ, "admin": ALL_READ,
    },
    "sale.order": {
        "rep": ("rwc-", NONE, NONE), "manager": ("rwc-", "rwc-", NONE), "executive": ALL_READ, "admin": ("rwcd", "rwcd", "rwcd"),
    },
}
