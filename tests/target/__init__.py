from . import test_target_pace
from . import test_target_roll_up
from . import test_target_spread
from . import test_quote_credit
from . import test_target
from . import test_sold_kept
from . import test_target_tour
