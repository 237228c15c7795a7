from . import dashboard
from . import dashboard_period
from . import dashboard_queue
from . import dashboard_timeline
