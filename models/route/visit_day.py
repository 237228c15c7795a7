from odoo import api, models


class SalesOsVisit(models.Model):
    """*My day* with the way between the visits."""

    _inherit = "sales_os.visit"

    @api.model
    def my_day(self, date=False, rep_id=False):
        day = super().my_day(date=date, rep_id=rep_id)
        plans = [row["route_plan_id"] for row in day["visits"] if row["route_plan_id"]]
        return {**day, "route_plan_id": plans[0] if plans else False}

    def _day_row(self):
        return {
            **super()._day_row(),
            "route_plan_id": self.route_plan_id.id or False,
            "travel_minutes": self.travel_minutes,
            "travel_km": round(self.travel_km, 1),
        }
