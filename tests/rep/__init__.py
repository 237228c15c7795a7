from . import test_rep
from . import test_rep_employee
from . import test_rep_handover
from . import test_rep_working_time
