from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .region import RouteRegion


@tagged("post_install", "-at_install")
class TestRouteTour(RouteRegion, SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.set_up_region()
        cadence = cls.env["sales_os.visit.cadence"].create(
            {"name": "Tour monthly", "visits": 1, "period_days": 28, "minutes": 20, "priority": 2}
        )
        territory = cls.make_territory("Tour", owner=cls.rep)
        cls.partners.write({"sales_os_territory_id": territory.id, "sales_os_territory_locked": True, "sales_os_cadence_id": cadence.id})

    def test_generate_optimise_confirm(self):
        self.start_tour("/odoo/action-sales_os.route_plan_generate_action", "sales_os_route_plan", login="so_rep")
        plan = self.env["sales_os.route.plan"].search([("rep_id", "=", self.rep.id)])
        self.assertEqual(plan.state, "confirmed")
        self.assertEqual(len(plan.stop_ids.visit_id), 6)
        self.assertEqual(len(plan.stop_ids.filtered("locked")), 1)

    def test_a_run_works_itself_off_on_screen(self):
        wizard = (
            self.env["sales_os.route.plan.generate"]
            .with_user(self.user_admin_so)
            .create({"rep_ids": (self.rep | self.rep2 | self.manager_rep).ids})
        )
        action = wizard.action_generate()
        self.start_tour(f"/odoo/action-sales_os.route_run_action/{action['res_id']}", "sales_os_route_run", login="so_admin")
        run = self.env["sales_os.route.run"].browse(action["res_id"])
        self.assertEqual((run.state, run.line_ids.mapped("state")), ("done", ["done", "skipped", "skipped"]))
