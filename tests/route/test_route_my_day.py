from odoo.tests import tagged

from .region import MONDAY, RouteCase


@tagged("post_install", "-at_install")
class TestRouteMyDay(RouteCase):
    def test_my_day_follows_the_route(self):
        plan = self.plan()
        plan.action_optimize()
        plan.action_confirm()
        day = self.env["sales_os.visit"].with_user(self.user_rep).my_day(date=MONDAY)
        stops = plan.stop_ids.sorted("visit_start")
        self.assertEqual([row["id"] for row in day["visits"]], stops.visit_id.sorted("date_start").ids)
        self.assertEqual(day["route_plan_id"], plan.id)
        self.assertEqual([row["travel_minutes"] for row in day["visits"]], stops.mapped("travel_minutes"))

    def test_a_day_without_route_has_none(self):
        self.make_visit(self.rep, self.partners[0], date_start=f"{MONDAY} 09:00:00")
        day = self.env["sales_os.visit"].with_user(self.user_rep).my_day(date=MONDAY)
        self.assertFalse(day["route_plan_id"])
        self.assertFalse(self.env["sales_os.visit"].with_user(self.user_executive).my_day()["route_plan_id"])
