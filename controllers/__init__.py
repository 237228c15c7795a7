from . import route_calendar
