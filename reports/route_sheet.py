from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.route.route_sketch import SketchPoint, route_sketch


class ReportRouteSheet(models.AbstractModel):
    """The route sheet on paper: one table and one sketch a day."""

    _name = "report.sales_os.report_route_sheet"
    _description = "Route Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        plans = self.env["sales_os.route.plan"].browse(docids)
        if not any(stop.arrival for stop in plans.stop_ids):
            raise UserError(self.env._("There are no times to print yet: optimise the plan first."))
        return {
            "doc_ids": docids,
            "doc_model": plans._name,
            "docs": plans,
            "days_of": self._days_of,
            "clock": self._clock,
            "span": self._span,
        }

    def _days_of(self, plan):
        """Yield what is printed of each day with stops."""
        rows = {day.date: day for day in plan.day_ids}
        home = plan._home()
        for date in sorted({stop.date for stop in plan.stop_ids if stop.date and stop.arrival}):
            stops = plan._stops_of(date).filtered("arrival")
            yield {"date": date, "row": rows.get(date) or plan.day_ids.browse(), "stops": stops, "sketch": self._sketch(plan, stops, home)}

    def _sketch(self, plan, stops, home):
        ends = [SketchPoint(latitude=home[0], longitude=home[1], is_home=True)] if home else []
        placed = [(stop, place) for stop in stops if (place := plan._place(stop._customer()))]
        middle = [SketchPoint(latitude=place[0], longitude=place[1], label=str(stop.position)) for stop, place in placed]
        # lines, places and numbers: no word of a person is in the sketch
        return Markup(route_sketch(points=ends + middle + ends, width=716, height=250))  # nosec B704

    def _clock(self, hours):
        return self.env["sales_os.route.stop"]._clock(hours)

    def _span(self, minutes):
        return self.env._("%(hours)s h %(minutes)s", hours=minutes // 60, minutes=f"{minutes % 60:02d}")
