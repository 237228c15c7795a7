from . import territory_performance
from . import visit_report
from . import route_sheet
from . import quote_page
from . import quote_page_lines
from . import quote_page_financing
from . import quote_page_changes
