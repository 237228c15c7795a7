import os

from hypothesis import HealthCheck, settings

# Long fuzzing is a matter of the environment, so that CI stays quick and a night run can be thorough.
settings.register_profile(
    "sales_os", deadline=None, max_examples=int(os.environ.get("HYPOTHESIS_MAX_EXAMPLES", "40")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sales_os")

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
from . import test_access
from . import test_access_records
from . import test_architecture
from . import test_bin
from . import test_bin_audit
from . import test_bin_run
from . import test_bin_scale_out
from . import test_bin_tools
from . import test_wheel
from . import test_demo_region
from . import test_forms_open
from . import test_import_customers
