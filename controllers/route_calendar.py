from odoo import fields, http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request


class RouteCalendar(http.Controller):
    @http.route("/sales_os/route_plan/<int:plan_id>/calendar.ics", type="http", auth="user", readonly=True)
    def calendar(self, plan_id, date=None):
        """The plan as a calendar file, for whoever may read it; for others it does not exist."""
        plan = request.env["sales_os.route.plan"].browse(plan_id)
        try:
            plan.check_access("read")
            text = plan._calendar_text(self._date(date))
        except (AccessError, MissingError, ValueError):
            return request.not_found()
        headers = [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Disposition", http.content_disposition(f"route-{plan.date_start}.ics")),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return request.make_response(text.encode(), headers)

    def _date(self, value):
        return fields.Date.to_date(value) if value else None
