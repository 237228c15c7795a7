from . import test_anomaly
from . import test_attention
from . import test_basket_rule
from . import test_competition
from . import test_next_product
from . import test_visit_time
from . import test_insight
from . import test_insight_peers
