"""All routers, in the order the documents show them."""

from . import reps

ROUTERS = [reps.router]
