from . import history
from . import routes
