from . import route_calendar
from . import order_gate
from . import quote_financing
from . import quote_portal
from . import commission_portal
from . import approval_link
from . import api
from . import feedback
