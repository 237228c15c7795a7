import dataclasses
import hashlib
import time

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.route import Limit, RouteInputError
from odoo.addons.sales_os.algorithms.route import plan as best_plan
from odoo.addons.sales_os.algorithms.route.distance_table import road_travel
from odoo.addons.sales_os.algorithms.route.field_request import field_request
from odoo.addons.sales_os.algorithms.route.given_times import given_times

#: a search ends by its iterations, so that the same seed gives the same plan; this many seconds only keep a worker from being lost
PATIENCE = 120


class SalesOsRoutePlan(models.Model):
    _inherit = "sales_os.route.plan"

    def action_optimize(self):
        """Find the order and times of the stops. The same plan with the same seed gives the same result; calling again changes nothing."""
        for plan in self:
            plan._optimize()
        return True

    def action_recompute_times(self):
        """Keep the order as it was made by hand and compute its times; what cannot be kept is told, not moved."""
        for plan in self:
            plan._check_ready()
            plan.check_access("write")
            wishes = [stop for stop in plan._wishes() if stop._name == "sales_os.route.stop"]
            undated = [stop._customer().display_name for stop in wishes if not stop.date]
            if undated:
                raise UserError(plan.env._("%s has no day yet: give it one, or optimise the plan.", undated[0]))
            request, note = plan._request(wishes, plan._checked_work_days())
            off = [wish for wish in wishes if wish.date not in {day.day for day in request.problem.days}]
            times = given_times(request.problem)
            words = [plan._broken_words(wishes[request.stops_by_visit[key][0]], code) for key, code in times.broken.items()]
            words += [
                plan.env._("%(customer)s: nobody works on %(day)s.", customer=stop._customer().display_name, day=plan._day(stop.date))
                for stop in off
            ]
            words += [
                plan.env._(
                    "%s has no position on the map and is not timed.", wishes[request.stops_by_visit[key][0]]._customer().display_name
                )
                for key in times.lost
            ]
            plan._apply_days(times.days, wishes, request)
            plan._apply_totals(is_stale=False, note="\n".join(filter(None, [note, *words])), fingerprint=False)
        return True

    def _broken_words(self, stop, code):
        words = {
            "late": self.env._("%s is reached too late for its hours.", stop._customer().display_name),
            "closed": self.env._("%s is closed on that day.", stop._customer().display_name),
            "after_shift": self.env._("%s is not over before the working day ends.", stop._customer().display_name),
        }
        return words[code]

    def _optimize(self, dates=None):
        """Gather, compute, apply; with ``dates`` only the stops of those days, which stay on them."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if dates is None:
            self._adopt_visits()
        self._check_ready()
        wishes = self._wishes(dates)
        if not wishes:
            raise UserError(self.env._("There are no stops on %s.", ", ".join(self._day(day) for day in dates)))
        worked = self._checked_work_days(dates)
        request, note = self._request(wishes, worked)
        limit = self.iteration_limit or self._usual_iterations(len(wishes))
        fingerprint = hashlib.sha256(repr((dataclasses.replace(request.problem, baseline=()), self.seed, limit)).encode()).hexdigest()
        if self.state == "optimized" and not self.is_stale and self.fingerprint == fingerprint:
            return True
        result = self._solve(request, wishes, Limit(iterations=limit, seconds=PATIENCE, clock=time.monotonic))
        self._apply(request, result, wishes, dates, "" if dates else fingerprint, note)
        return True

    def _lock(self):
        locked = self.try_lock_for_update()
        if len(locked) < len(self):
            raise UserError(
                self.env._(
                    "%s is being changed by somebody else at this moment: try again in a few seconds.", (self - locked)[0].display_name
                )
            )
        locked.invalidate_recordset(["state"])

    def _usual_iterations(self, stops):
        return max(400, min(6000, 40 * stops))

    def _checked_work_days(self, dates=None):
        worked = self._work_days()
        if dates is not None:
            worked = {day: work for day, work in worked.items() if day in dates}
        if not worked:
            raise UserError(
                self.env._(
                    "%(rep)s does not work from %(start)s to %(end)s: no working hours, leave or a holiday. Choose other days.",
                    rep=self.rep_id.display_name,
                    start=self._day(min(dates or [self.date_start])),
                    end=self._day(max(dates or [self.date_end])),
                )
            )
        return worked

    def _request(self, wishes, worked):
        """Return the question with road distances in it, and a remark on where they come from."""
        request = field_request(self._plan_facts(wishes, worked))
        notes = (
            []
            if request.problem.days[0].start_place is not None
            else [self.env._("%s has no home position: each day starts and ends at a stop.", self.rep_id.display_name)]
        )
        places = request.problem.places
        if self.company_id.sudo().sales_os_distance_url and len(places) > 1:  # sudo: an address of the company, not shown
            roads, note = self.env["sales_os.distance.provider"]._road_table(self.company_id, places)
            keys = [self.env["sales_os.distance.cache"]._key(place) for place in places]
            travel = road_travel(
                places=places, keys=keys, roads=roads, road_factor=request.problem.road_factor, speed_kmh=request.problem.speed_kmh
            )
            request = dataclasses.replace(request, problem=dataclasses.replace(request.problem, travel=travel))
            notes.append(note)
        return request, "\n".join(filter(None, notes))

    def _solve(self, request, wishes, limit):
        try:
            return best_plan(request.problem, seed=self.seed, limit=limit)
        except RouteInputError as error:
            lines = [self._issue_words(issue, self._issue_subject(issue, request, wishes)) for issue in error.issues]
            raise UserError("\n".join(dict.fromkeys(lines))) from error

    def _issue_subject(self, issue, request, wishes):
        if issue.subject == "visit" and issue.key in request.stops_by_visit:
            return wishes[request.stops_by_visit[issue.key][0]]._customer().display_name
        if issue.subject == "day" and isinstance(issue.key, tuple):
            return f"{self.rep_id.display_name}, {self._day(issue.key[1])}"
        return self.rep_id.display_name

    def _apply(self, request, result, wishes, dates, fingerprint, note):
        words = [note]
        if result.baseline and not result.baseline.feasible and result.baseline.broken_visit is not None:
            # said before the stop may go
            broken = wishes[request.stops_by_visit[result.baseline.broken_visit][0]]
            words.append(self.env._("The order as given could not be driven: %s would not fit in.", broken._customer().display_name))
        first_time = self.state == "draft" or not self.baseline_km
        self._apply_days(result.days, wishes, request, dates)
        self._apply_unplanned(result, wishes, request)
        vals = {
            "engine": result.engine,
            "optimized_on": fields.Datetime.now(),
            "is_stale": False,
            "fingerprint": fingerprint,
            "note": "\n".join(filter(None, words)),
        }
        if dates is None and first_time and result.baseline:
            vals["baseline_km"] = result.baseline.totals.travel_metres / 1000
        if self.state == "draft":
            self._transition("optimized")
        self._apply_totals(**vals)
