from . import test_channel
from . import test_duplicate
from . import test_lead_priority
from . import test_nurture
from . import test_routing
from . import test_score
from . import test_score_trees
