from . import test_calendar_file
from . import test_distance_table
from . import test_navigation_link
from . import test_route_generate
from . import test_route_outputs
from . import test_route_plan_confirm
from . import test_route_plan_optimize
from . import test_route_sketch
