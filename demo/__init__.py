from . import history
from . import visit_history
from . import sales_history
from . import planning
from . import quoting
from . import discount
from . import commission
from . import forecast
