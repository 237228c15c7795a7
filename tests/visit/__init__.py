from . import test_check_in
from . import test_due
from . import test_free_slot
from . import test_location
from . import test_visit
from . import test_visit_position
from . import test_working_day_bounds
