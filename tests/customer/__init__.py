from . import test_customer_position
from . import test_lifetime_value
from . import test_repeat_buying
from . import test_retention
from . import test_rfm
from . import test_segment
from . import test_segment_algorithm
