"""What a target is measured by, and which measures cannot be told apart by a scope."""

from types import MappingProxyType

MONEY = ("revenue", "margin")
UNMEASURED = MappingProxyType({
    "channel": ("visits",), "category": ("orders", "new_customers", "visits"), "customer": ("new_customers",),
})
