from . import test_effective
from . import test_order_effective_discount
from . import test_order_gate
from . import test_levels
from . import test_chain
from . import test_approval_peers
from . import test_discount_report
from . import test_policy_replay
