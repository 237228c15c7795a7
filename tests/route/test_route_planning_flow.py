from datetime import datetime

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .region import RouteCase


@tagged("post_install", "-at_install")
class TestRoutePlanningFlow(RouteCase):
    """The story of doc/flows/route_planning.md, step by step."""

    def test_a_week_is_planned(self):
        cadence = self.env["sales_os.visit.cadence"].create({"name": "Story", "visits": 1, "period_days": 28, "minutes": 30, "priority": 2})
        north = self.make_territory("North", owner=self.rep)
        night_bar, nowhere = self.make_partner("Night Bar", partner_latitude=45.81, partner_longitude=16.01), self.make_partner("New Shop")
        night_bar.sales_os_opening_ids = [Command.create({"weekday": str(day), "hour_from": 20, "hour_to": 23}) for day in range(7)]
        customers = self.partners | night_bar | nowhere
        customers.write({"sales_os_territory_id": north.id, "sales_os_territory_locked": True, "sales_os_cadence_id": cadence.id})
        with freeze_time("2026-11-20 13:00:00"):
            # Friday: one visit is agreed, Tuesday is leave
            agreed = self.make_visit(self.rep, self.partners[0], date_start=datetime(2026, 11, 25, 10, 0), is_appointment=True)
            self.env["resource.calendar.leaves"].create({
                "name": "Leave", "resource_id": self.rep.resource_id.id, "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 11, 24), "date_to": datetime(2026, 11, 24, 23, 59),
            })  # fmt: skip
            # 1. the preview, then the plan
            wizard = self.env["sales_os.route.plan.generate"].with_user(self.user_rep).create({"rep_ids": self.rep.ids})
            self.assertEqual((wizard.line_ids.due_count, wizard.line_ids.day_count), (7, 4))
            plan = self.env["sales_os.route.plan"].with_user(self.user_rep).browse(wizard.action_generate()["res_id"])
            # 2. what came out
            self.assertEqual(plan.stop_ids.partner_id, self.partners)
            self.assertNotIn("2026-11-24", {str(day) for day in plan.stop_ids.mapped("date")})
            self.assertEqual(set(plan.unplanned_ids.mapped("reason_code")), {"no_position", "window_outside_shift"})
            self.assertEqual(plan.stop_ids.filtered(lambda stop: stop.visit_id == agreed).visit_start, agreed.date_start)
            # 3. the missing position is entered, the customer planned anyway
            nowhere.write({"partner_latitude": 45.82, "partner_longitude": 16.02})
            plan.unplanned_ids.filtered(lambda row: row.partner_id == nowhere).action_plan_anyway()
            plan.action_optimize()
            self.assertIn(nowhere, plan.stop_ids.partner_id)
            # 4. confirmed: visits, and the agreed one where it was
            plan.action_confirm()
            self.assertEqual(len(plan.stop_ids.visit_id), 7)
            self.assertEqual(agreed.date_start, datetime(2026, 11, 25, 10, 0))
        first = plan.stop_ids.sorted("arrival")[0]
        with freeze_time("2026-11-23 06:00:00"):
            # 5. Monday: My day shows them in the order of the route
            rows = self.env["sales_os.visit"].with_user(self.user_rep).my_day("2026-11-23")["visits"]
            of_monday = plan.stop_ids.filtered(lambda stop: str(stop.date) == "2026-11-23").sorted("arrival")
            self.assertEqual([row["id"] for row in rows], of_monday.visit_id.ids)
            self.assertIn("/maps/dir/", plan.action_navigate()["url"])
            # 6. the first is done; Thursday is planned anew and the done visit stays
            first.visit_id.sudo()._transition("in_progress")
            first.visit_id.sudo()._transition("done")
            plan.action_reset()
            plan.action_optimize()
            plan.action_confirm()
        self.assertEqual(first.visit_id.state, "done")
        self.assertEqual(self.env["sales_os.visit"].search_count([("rep_id", "=", self.rep.id)]), 7)
        with freeze_time("2026-12-01 06:00:00"):
            # 7. a week later the plan closes itself
            self.env["sales_os.route.plan"]._cron_close()
        self.assertEqual(plan.state, "done")
