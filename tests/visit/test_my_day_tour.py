from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .common import GATE


@tagged("post_install", "-at_install")
class TestMyDayTour(SalesForce, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.company.sales_os_visit_location_policy = "required"
        cls.rep = cls.make_rep(cls.user_rep, tz="UTC", location_consent=True)
        cls.partner = cls.make_partner("Gate Motors", phone="+49 30 123", user_id=cls.user_rep.id, **GATE)
        cls.sales_call = cls.env.ref("sales_os.visit_type_sales_call").id

    def plan(self):
        return self.make_visit(self.rep, self.partner, type_id=self.sales_call)

    def test_my_day_check_in_note_check_out(self):
        visit = self.plan()
        self.start_tour("/odoo/my-day", "sales_os_my_day", login="so_rep")
        self.assertEqual((visit.state, visit.location_state, visit.outcome_id.code), ("done", "on_site", "not_met"))
        self.assertEqual(visit.note_ids.mapped(lambda note: (note.kind, note.body)), [("need", "Wants a second car")])
        self.assertEqual(visit.next_action_date, fields.Date.add(fields.Date.today(), days=3), "proposed by the outcome")
        self.assertEqual(visit.follow_up_visit_id.state, "planned")

    def test_far_away_gives_a_reason(self):
        visit = self.plan()
        self.start_tour("/odoo/my-day", "sales_os_my_day_far", login="so_rep")
        self.assertEqual((visit.state, visit.location_state, visit.far_reason), ("in_progress", "far", "Met at the fair"))

    def test_somebody_due_is_planned_with_one_tap(self):
        self.partner.sales_os_cadence_id = self.env.ref("sales_os.visit_cadence_a")
        self.start_tour("/odoo/my-day", "sales_os_my_day_plan", login="so_rep")
        self.assertEqual(self.env["sales_os.visit"].search([("partner_id", "=", self.partner.id)]).state, "planned")

    def test_check_in_and_out_on_the_form(self):
        self.browser_size = "1366x768"
        self.touch_enabled = False
        visit = self.plan()
        self.start_tour(f"/odoo/visits/{visit.id}", "sales_os_visit_form", login="so_rep")
        self.assertEqual((visit.state, visit.location_state, visit.outcome_id.code), ("done", "on_site", "order"))
