"""Steps of this bench, each in a process and on a copy of a database of its own."""

from functools import partial

from .. import _contestant
from .._contestant import addon_database, copy_of

__all__ = ["addon_database", "copy_of", "step"]

step = partial(_contestant.step, "reports._step")
