from . import history
from . import planning
from . import quoting
