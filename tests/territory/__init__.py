from . import test_balance_algorithm
from . import test_polygon
from . import test_resolve_algorithm
from . import test_territory
from . import test_territory_assignment
from . import test_territory_rights
from . import test_zip_pattern
