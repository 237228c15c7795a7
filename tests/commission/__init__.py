from . import test_commission_tiers
from . import test_earning_algorithm
from . import test_period_pay
from . import test_commission_plan
from . import test_commission_peers
from . import test_commission_events
