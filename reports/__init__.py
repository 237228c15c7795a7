from . import territory_performance
from . import visit_report
from . import route_sheet
