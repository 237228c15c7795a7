from . import test_bench_parts
from . import test_funnel
from . import test_kpi_registry
from . import test_outlier
from . import test_promotion_uplift
from . import test_stage_time
from . import test_trend
from . import test_variance_bridge
