from . import test_commission_tiers
from . import test_earning_algorithm
from . import test_period_pay
from . import test_commission_plan
