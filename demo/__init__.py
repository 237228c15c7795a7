from . import history
from . import planning
