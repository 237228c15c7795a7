from . import test_territory
from . import test_territory_assignment
from . import test_territory_rights
