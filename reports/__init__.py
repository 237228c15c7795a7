from . import visit_report
from . import route_sheet
