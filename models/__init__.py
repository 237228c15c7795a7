# The order is the layering: a capability may name models of its own or of an earlier line.
from . import core
from . import rep
from . import customer
from . import territory
from . import lead
from . import visit
from . import route
from . import quote
from . import discount
from . import commission
from . import target
from . import forecast
from . import kpi
from . import insight
from . import dashboard
from . import api
