from . import test_dashboard
from . import test_dashboard_contrast
from . import test_dashboard_tour
from . import test_period_choice
from . import test_customer_page
from . import test_customer_page_tour
from . import test_dashboard_narrowed
from . import test_dashboard_narrow
