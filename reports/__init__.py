from . import visit_report
