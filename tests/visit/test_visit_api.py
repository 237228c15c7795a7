import json

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .common import GATE, NEAR_GATE


@tagged("post_install", "-at_install")
class TestVisitApi(SalesForce, HttpCase):
    """The doors that a field app uses, over /json/2, as it calls them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.company.sales_os_visit_location_policy = "required"
        cls.rep = cls.make_rep(cls.user_rep, tz="UTC", location_consent=True)
        cls.partner = cls.make_partner("Gate Motors", **GATE)
        in_a_month = fields.Datetime.add(fields.Datetime.now(), days=30)
        cls.key = cls.env["res.users.apikeys"].with_user(cls.user_rep)._generate("rpc", "field app", in_a_month)

    def call(self, method, **arguments):
        response = self.url_open(
            f"/json/2/sales_os.visit/{method}",
            data=json.dumps(arguments),
            headers={"Authorization": f"bearer {self.key}", "Content-Type": "application/json"},
        )
        return response.status_code, response.json()

    def test_a_visit_from_record_to_check_out_with_every_call_twice(self):
        values = {
            "rep_id": self.rep.id,
            "partner_id": self.partner.id,
            "date_start": "2026-06-01 08:00:00",
            "client_uuid": "0e8b7c1e-field-app-0001",
        }
        latitude, longitude, accuracy = NEAR_GATE
        answers = []
        for _repeat in range(2):
            answers.append(self.call("record", values=values))
        visit_id = answers[0][1]["id"]
        self.assertEqual(
            [(status, body["id"], body["created"]) for status, body in answers], [(200, visit_id, True), (200, visit_id, False)]
        )
        place = {"ids": [visit_id], "latitude": latitude, "longitude": longitude, "accuracy_m": accuracy}
        for _repeat in range(2):
            status, body = self.call("action_check_in", **place)
            self.assertEqual((status, body["state"], body["location_state"]), (200, "in_progress", "on_site"))
        for _repeat in range(2):
            status, body = self.call("action_check_out", ids=[visit_id], outcome="order")
            self.assertEqual((status, body["state"]), (200, "done"))
        self.assertEqual(self.env["sales_os.visit"].search_count([("partner_id", "=", self.partner.id)]), 1)

    def test_errors_arrive_in_words(self):
        visit = self.make_visit(self.rep, self.partner)
        status, body = self.call("action_check_in", ids=visit.ids, latitude=1.0, longitude=1.0, accuracy_m=5)
        self.assertEqual(status, 422)
        self.assertIn("reason", body["message"])
        self.assertTrue(body["name"].endswith("ReasonNeeded"), "a client knows that it may ask and call again")
        status, body = self.call("write", ids=visit.ids, vals={"checked_in": "2026-06-01 08:00:00"})
        self.assertEqual(status, 422)

    def test_the_day_and_the_due_list_are_plain_values(self):
        self.make_visit(self.rep, self.partner)
        status, day = self.call("my_day")
        self.assertEqual((status, day["visits"][0]["customer"]), (200, "Gate Motors"))
        self.assertEqual(self.call("due_list", limit=5)[0], 200)
