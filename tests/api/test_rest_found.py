"""What is worked out or found at a call, and what no call changes."""

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rest_case import RestCase


@tagged("post_install", "-at_install")
class TestRestFound(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.today = fields.Date.to_string(fields.Date.today())

    def insight(self):
        return self.env["sales_os.insight"].create({
            "kind": "stalled_deal", "severity": "info", "suggested_action": "call", "res_model": "res.partner",
            "res_id": self.make_partner().id, "rep_id": self.rep.id, "company_id": self.company.id, "date_found": self.today,
            "date_evidence": self.today, "date_expires": fields.Date.add(fields.Date.today(), days=30)})

    def test_managers_work_out_the_forecasts_of_a_period(self):
        page = self.post("/forecasts", {"date": self.today}, user=self.user_manager)
        self.assertGreater(page["total"], 0)
        self.assertEqual({item["period"] for item in page["items"]}, {"month"})
        self.assertTrue(all(item["date_start"] <= self.today <= item["date_end"] for item in page["items"]))
        self.assertEqual(self.get(f"/forecasts?period=month&date={self.today}", user=self.user_manager)["total"], page["total"])
        again = self.post("/forecasts", {"date": self.today}, user=self.user_manager)
        self.assertEqual(again["total"], page["total"])

    def test_not_those_of_the_past_nor_by_representatives(self):
        self.assertProblem(self.call("POST", "/forecasts", {"date": "2020-01-15"}, user=self.user_manager), 422, "invalid")
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
            self.assertProblem(self.call("POST", "/forecasts", {"date": self.today}, user=self.user_rep), 403, "forbidden")

    def test_administrators_look_for_insights_now(self):
        self.assertEqual(set(self.post("/insights")), {"found", "new", "updated", "closed"})
        with mute_logger("odoo.http"):
            self.assertProblem(self.call("POST", "/insights", user=self.user_manager), 403, "forbidden")

    def test_an_insight_is_acknowledged_and_closed_by_patch(self):
        insight = self.insight()
        for state in ("acknowledged", "done"):
            answer = self.call("PATCH", f"/insights/{insight.id}", {"state": state}, user=self.user_rep)
            self.assertEqual((answer.status_code, answer.json()["state"], insight.state), (200, state, state))
        self.assertProblem(self.call("PATCH", f"/insights/{insight.id}", {"state": "new"}, user=self.user_rep), 422, "invalid")
        self.assertProblem(self.call("PATCH", f"/insights/{insight.id}", {"score": 1}, user=self.user_rep), 422, "invalid")
        self.assertProblem(self.call("PATCH", f"/insights/{insight.id}", {"state": "done"}, user=self.user_rep2), 404, "not-found")

    def test_what_is_history_is_not_changed_and_the_answer_says_what_to_do(self):
        for path, words in {"/commission-statements/1": "prepare it again", "/discount-approvals/1": "ask again"}.items():
            with self.subTest(path=path):
                answer = self.call("PATCH", path, {"state": "approved"})
                self.assertIn(words, self.assertProblem(answer, 405, "method-not-allowed")["detail"])
                self.assertIn("GET", answer.headers["Allow"])
