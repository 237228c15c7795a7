"""The permission matrix: model -> rights per group, as the letters r(ead), w(rite), c(reate), d(elete).

``user`` is an internal user without any Sales OS group. Every model of the addon has its row.
"""

NONE = "----"

ACCESS = {
    "sales_os.audit.entry": {"user": NONE, "rep": NONE, "manager": "r---", "executive": "r---", "admin": "r---"},
    "sales_os.customer.opening": {"user": NONE, "rep": "rwcd", "manager": "rwcd", "executive": "r---", "admin": "rwcd"},
    "sales_os.rep": {"user": NONE, "rep": "r---", "manager": "rw--", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.assignment": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.rule": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
    "sales_os.territory.version": {"user": NONE, "rep": "r---", "manager": "r---", "executive": "r---", "admin": "rwcd"},
}

# the seeded matrix of domain.md, in Odoo's own models
ACCESS_CORE = {
    "res.partner": {"rep": "rwc-", "manager": "rwc-"},
    "crm.lead": {"rep": "rwc-", "manager": "rwc-", "executive": "r---"},
    "sale.order": {"rep": "rwc-", "manager": "rwc-", "executive": "r---"},
}

# who may take data out through Odoo's export
EXPORT = {"rep": False, "manager": True, "executive": True, "admin": True}
