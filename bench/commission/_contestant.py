"""What the parts of this bench share of databases and processes."""

from functools import partial

from .. import _contestant
from .._contestant import addon_database, copy_of, install, plain_database

__all__ = ["addon_database", "booked", "copy_of", "install", "oca_addons", "plain_database", "start", "step"]

STEP = "commission._step"
OCA = ("odoo-addon-account-commission-oca==19.0.*", "odoo-addon-commission-oca==19.0.*")

step = partial(_contestant.step, STEP)
start = partial(_contestant.start, STEP)
oca_addons = partial(_contestant.oca_addons, *OCA)


def booked(database):
    """How many entries are committed by now."""
    return _contestant.postgres("SELECT COUNT(*) FROM sales_os_commission_entry", database=database)[0][0]
