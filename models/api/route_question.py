import time

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.api.route_question import RouteStop, read_question
from odoo.addons.sales_os.algorithms.route import Limit, RouteInputError
from odoo.addons.sales_os.algorithms.route import plan as best_plan

MOST_STOPS = 100
ITERATIONS_A_STOP = 40
PATIENCE = 20


class SalesOsRoutePlan(models.Model):
    _inherit = "sales_os.route.plan"

    @api.model
    @api.readonly
    def optimize_stops(self, values):
        """Find the best order of the stops of one day, without any records: nothing is read and nothing kept.

        :param values: ``{"start": [latitude, longitude], "end": [..] or False, "shift": [first minute, last minute of the day],
            "stops": [{"id", "latitude", "longitude", "minutes", "window": [minute, minute], "value"}], "objective", "seed",
            "speed_kmh"}``. A stop with a ``value`` is left out when it is worth less than its detour.
        :return: ``{"order": [{"id", "arrival", "start", "departure", "travel_minutes", "travel_km", "wait_minutes"}], "unplanned":
            [{"id", "reason_code", "reason"}], "total_km", "total_minutes", "saved_km", "engine"}``; clock times are minutes of the day
        """
        if not self.env.su and not self.env.user.has_groups("sales_os.group_rep,sales_os.group_executive,sales_os.group_admin"):
            raise AccessError(self.env._("Only users of Sales OS plan routes."))
        stops = self._read_stops(values)
        problem = read_question(
            start=tuple(values["start"]),
            end=tuple(values.get("end") or values["start"]),
            shift=tuple(values["shift"]),
            stops=stops,
            objective=values.get("objective") or "time",
            speed_kmh=values.get("speed_kmh") or 50.0,
        )
        try:
            limit = Limit(iterations=max(400, ITERATIONS_A_STOP * len(stops)), seconds=PATIENCE, clock=time.monotonic)
            result = best_plan(problem, seed=values.get("seed") or 1, limit=limit)
        except RouteInputError as error:
            raise UserError("\n".join(map(self._issue_words, error.issues[:10]))) from error
        return self._tell_route(result)

    def _read_stops(self, values):
        rows = values.get("stops") if isinstance(values, dict) else None
        if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_STOPS:
            raise UserError(self.env._("A route has 1 to %s stops.", MOST_STOPS))
        try:
            return [
                RouteStop(
                    key=str(row["id"]), latitude=float(row["latitude"]), longitude=float(row["longitude"]),
                    minutes=int(row.get("minutes") or 0), window=tuple(row["window"]) if row.get("window") else None,
                    value=int(row.get("value") or 0),
                )
                for row in rows
            ]  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UserError(self.env._("Each stop needs id, latitude, longitude and minutes as numbers.")) from error

    def _issue_words(self, issue):
        words = {
            "not_a_number": self.env._("a number is not one, or not finite"),
            "negative": self.env._("a number is negative"),
            "speed_not_positive": self.env._("the speed must be more than 0 km/h"),
            "shift_ends_before_start": self.env._("the shift ends before it begins"),
            "day_too_long": self.env._("the shift is longer than a day"),
            "window_ends_before_start": self.env._("the window ends before it begins"),
            "duplicate_key": self.env._("two stops have this id: give each its own"),
            "unknown_objective": self.env._("the objective is none of distance, time and value"),
        }
        what = issue.key if issue.subject == "visit" else self.env._("The question")
        return self.env._("%(what)s: %(issue)s.", what=what, issue=words.get(issue.issue.value, issue.issue.value))

    def _tell_route(self, result):
        day = result.days[0] if result.days else None
        return {
            "order": [
                {
                    "id": stop.visit,
                    "arrival": stop.arrival // 60,
                    "start": stop.start // 60,
                    "departure": stop.departure // 60,
                    "travel_minutes": round(stop.travel_seconds / 60),
                    "travel_km": round(stop.travel_metres / 1000, 1),
                    "wait_minutes": stop.wait // 60,
                }
                for stop in (day.stops if day else ())
            ],
            "unplanned": [
                {"id": left.visit, "reason_code": left.reason.value, "reason": self._reason_words(left.reason.value, left.facts)}
                for left in result.unplanned
            ],
            "total_km": round(result.totals.travel_metres / 1000, 1),
            "total_minutes": (day.back - day.leave) // 60 if day else 0,
            "saved_km": round(result.saved_metres / 1000, 1),
            "engine": result.engine,
        }
