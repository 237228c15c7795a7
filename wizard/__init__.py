from . import visit_cancel
from . import visit_reschedule
