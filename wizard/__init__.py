from . import territory_lookup
from . import visit_cancel
from . import visit_reschedule
from . import route_plan_generate
from . import route_plan_generate_line
