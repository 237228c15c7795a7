import uuid

from odoo import models
from odoo.exceptions import UserError

#: a visit of this state is the rep's own business: a plan neither moves nor remakes it
OPEN_STATE = "planned"


class SalesOsRoutePlan(models.Model):
    """Visits become stops before a plan is computed, and stops become visits when it is confirmed."""

    _inherit = "sales_os.route.plan"

    def _adopt_visits(self):
        """Visits the rep has planned on these days become stops: they keep their day, and their time if it is agreed with the customer."""
        self.ensure_one()
        Stop = self.env["sales_os.route.stop"]
        self._let_go_of_visits()
        known = (self.stop_ids.visit_id | self.unplanned_ids.visit_id).ids
        visits = self.env["sales_os.visit"].search(
            [
                ("rep_id", "=", self.rep_id.id),
                ("state", "in", (OPEN_STATE, "in_progress")),
                ("id", "not in", known),
                ("date_local", ">=", self.date_start),
                ("date_local", "<=", self.date_end),
            ],
            order="date_start, id",
        )
        free = {}
        for stop in self.stop_ids.filtered(lambda stop: not stop.visit_id):
            free.setdefault((stop.partner_id, stop.date), stop)
        made = []
        for visit in visits:
            stop = free.pop((visit.partner_id, visit.date_local), None)
            vals = self._prepare_adopted_vals(visit)
            if stop:
                stop._by_plan().write(vals)
            else:
                made.append({**vals, "plan_id": self.id, "partner_id": visit.partner_id.id})
        Stop._by_plan().create(made)
        return len(visits)

    def _let_go_of_visits(self):
        """A cancelled visit is no stop any more, nor one that was moved to other days; a missed one stays as history, and its stop gets
        a new visit; one that was begun keeps its place."""
        stops = self.stop_ids.filtered("visit_id")
        stops.filtered(lambda stop: stop.visit_id.state == "missed")._by_plan().write({"visit_id": False})
        gone = stops.filtered(
            lambda stop: stop.visit_id.state == "cancelled"
            or stop.visit_id and not self.date_start <= stop.visit_id.date_local <= self.date_end
        )
        gone._by_plan().unlink()
        for stop in (stops - gone).filtered(lambda stop: stop.visit_id.state in ("in_progress", "done") and not stop.locked):
            stop._by_plan().write({"locked": True, "date": stop.visit_id.date_local})

    def _prepare_adopted_vals(self, visit):
        _day, second = self._day_and_second(visit.date_start)
        return {
            "visit_id": visit.id,
            "date": visit.date_local,
            "keep_day": True,
            "locked": visit.state == "in_progress",
            "appointment": visit.is_appointment and visit.date_start,
            "visit_minutes": visit.planned_minutes,
            "value_amount": visit.expected_value_amount,
            "sequence": 100 * (visit.date_local - self.date_start).days + second // 900,
            "reason": self.env._("Visit planned before"),
        }

    def action_confirm(self):
        """Make a visit of every stop, or move the one that is there. Calling again makes nothing twice."""
        for plan in self:
            plan._confirm()
        return True

    def _confirm(self):
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.state == "confirmed":
            return
        if self.state != "optimized":
            raise UserError(self.env._("%s has no times yet: optimise it before you confirm it.", self.display_name))
        if self.is_stale:
            raise UserError(
                self.env._("The stops of %s were changed: compute the times again, or optimise, before you confirm it.", self.display_name)
            )
        if not self.rep_id.active:
            raise UserError(self.env._("%s is archived and receives no visits: choose another representative.", self.rep_id.display_name))
        timed = self.stop_ids.filtered("arrival")
        if not timed:
            raise UserError(self.env._("%s has no stop with a time: there is nothing to confirm.", self.display_name))
        self._check_no_overlap()
        left = timed.filtered(lambda stop: stop.visit_id and stop.visit_id.state != OPEN_STATE)
        moved = self._move_visits((timed - left).filtered("visit_id"))
        made = self._make_visits(timed.filtered(lambda stop: not stop.visit_id))
        self._transition("confirmed")
        self.message_post(body=self._confirmed_words(made, moved, left))

    def _check_no_overlap(self):
        """One confirmed plan a rep and day. The rep's row is locked, so that two confirmations at once cannot both pass."""
        # sudo: a rep may not write the own record; the lock writes nothing
        if not self.rep_id.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._("Another plan of %s is being confirmed at this moment: try again in a few seconds.", self.rep_id.display_name)
            )
        # sudo: a plan the user may not see takes the days as well
        other = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("rep_id", "=", self.rep_id.id),
                ("state", "=", "confirmed"),
                ("date_start", "<=", self.date_end),
                ("date_end", ">=", self.date_start),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(rep)s has a confirmed plan on some of these days already: %(other)s. Set it back to draft, or choose other days.",
                    rep=self.rep_id.display_name,
                    other=other.display_name,
                )
            )

    def _move_visits(self, stops):
        moves = {stop.visit_id: stop for stop in stops}
        return stops.visit_id._follow_route(
            {
                visit: {
                    "date_start": stop.visit_start,
                    "planned_minutes": stop.visit_minutes,
                    "route_stop_id": stop.id,
                    "route_sequence": stop.position,
                }
                for visit, stop in moves.items()
            }
        )

    def _make_visits(self, stops):
        Visit = self.env["sales_os.visit"].with_context(tracking_disable=True)
        # asked once: each visit would search for it again
        usual = Visit.default_get(["type_id"])
        visits = Visit.create([{**usual, **self._prepare_visit_vals(stop)} for stop in stops])
        for stop, visit in zip(stops, visits, strict=True):
            stop._by_plan().visit_id = visit
        return visits

    def _prepare_visit_vals(self, stop):
        return {
            "rep_id": self.rep_id.id,
            "partner_id": stop.partner_id.id,
            "company_id": self.company_id.id,
            "date_start": stop.visit_start,
            "planned_minutes": stop.visit_minutes,
            "expected_value_amount": stop.value_amount,
            "is_appointment": bool(stop.appointment),
            "route_stop_id": stop.id,
            "route_sequence": stop.position,
            # the same stop names the same visit, however often it is confirmed
            "client_uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"sales_os.route.stop/{self.env.cr.dbname}/{stop.id}/{stop.create_date}")),
        }

    def _confirmed_words(self, made, moved, left):
        words = self.env._("Confirmed: %(made)s visits made, %(moved)s moved.", made=len(made), moved=len(moved))
        if left:
            states = dict(self.env["sales_os.visit"]._fields["state"]._description_selection(self.env))
            names = ", ".join(f"{stop._customer().display_name} ({states[stop.visit_id.state]})" for stop in left)
            words += " " + self.env._("Left as they are: %s.", names)
        return words
