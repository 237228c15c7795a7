import io

import openpyxl

from odoo import fields
from odoo.tests import tagged

from .rest_case import RestCase


@tagged("post_install", "-at_install")
class TestRestFigures(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.stranger = cls.make_rep(cls.user_rep2)
        cls.today = fields.Date.today()

    def test_targets_are_made_submitted_and_approved(self):
        body = {"scope": "rep", "of_id": self.rep.id, "metric": "revenue", "period": "month", "date_start": "2027-03-10", "amount": 5000}
        self.assertProblem(self.call("POST", "/targets", body, user=self.user_rep), 403, "forbidden")
        made = self.post("/targets", body, user=self.user_manager)
        self.assertEqual((made["date_start"], made["of"]["id"], made["state"]), ("2027-03-01", self.rep.id, "draft"))
        changed = self.call("PATCH", f"/targets/{made['id']}", {"amount": 6000}, user=self.user_manager).json()
        self.assertEqual(changed["amount"], 6000)
        self.assertEqual(self.post(f"/targets/{made['id']}/submit", status=200, user=self.user_manager)["state"], "submitted")
        self.assertEqual(self.post(f"/targets/{made['id']}/post", status=200, user=self.user_manager)["state"], "approved")
        self.assertProblem(self.call("POST", f"/targets/{made['id']}/submit", user=self.user_manager), 409, "conflict")
        self.assertEqual([item["id"] for item in self.get(f"/targets?rep_id={self.rep.id}", user=self.user_rep)["items"]], [made["id"]])
        self.assertProblem(self.call("GET", f"/targets/{made['id']}", user=self.user_rep2), 404, "not-found")

    def test_a_report_tells_periods_groups_and_the_way_to_the_records(self):
        report = self.get("/reports/revenue?period=week&date_from=2026-11-02&date_to=2026-11-15&group_by=owner", user=self.user_executive)
        self.assertEqual([row["date_from"] for row in report["periods"]], ["2026-11-02", "2026-11-09"])
        self.assertAlmostEqual(report["figure"]["value"], sum(row["value"] for row in report["periods"]), 2)
        self.assertAlmostEqual(report["figure"]["value"], sum(row["value"] for row in report["groups"]), 2)
        self.assertIn("/json/2/", report["drill_down"]["url"])

    def test_files_need_the_right_to_export_leave_a_trace_and_hold_no_formula(self):
        self.rep.partner_id.name = "=1+1"
        path = f"/reports/revenue?date_from=2026-11-01&date_to=2026-11-30&scope=rep&scope_id={self.rep.id}"
        self.assertProblem(self.call("GET", f"{path}&format=csv", user=self.user_rep), 403, "forbidden")
        before = self.env["sales_os.audit.entry"].search_count([("event", "=", "export")])
        answer = self.call("GET", f"{path}&format=csv", user=self.user_manager)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertTrue(answer.content.startswith(b"\xef\xbb\xbfcode,name,scope"))
        self.assertIn(",'=1+1,", answer.content.decode("utf-8-sig"))
        answer = self.call("GET", f"{path}&format=xlsx", user=self.user_manager)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        self.assertFalse([cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"])
        self.assertEqual(self.env["sales_os.audit.entry"].search_count([("event", "=", "export")]), before + 2)

    def test_faulty_questions_for_reports_are_told(self):
        for question in (
            "revenue?period=year", "nothing_such", "win_rate?group_by=owner", "revenue?period=day&date_from=2020-01-01&date_to=2020-12-31",
            "revenue?date_from=2026-12-01&date_to=2026-01-01",
        ):
            with self.subTest(question=question):
                self.assertProblem(self.call("GET", f"/reports/{question}", user=self.user_executive), 422, "invalid")
        foreign = self.call("GET", f"/reports/revenue?scope=rep&scope_id={self.stranger.id}", user=self.user_rep)
        self.assertIn(foreign.status_code, (403, 404))

    def test_insights_are_read_acknowledged_and_closed(self):
        partner = self.make_partner("Shop", user_id=self.user_rep.id)
        # sudo: insights are written by the night
        insight = self.env["sales_os.insight"].sudo().create({
            "kind": "churn_risk", "severity": "warning", "suggested_action": "call", "res_model": "res.partner", "res_id": partner.id,
            "record_name": "Shop", "partner_id": partner.id, "rep_id": self.rep.id, "company_id": self.company.id, "facts": {},
            "date_found": self.today, "date_evidence": self.today, "date_expires": fields.Date.add(self.today, days=30)})
        listed = self.get(f"/insights?rep_id={self.rep.id}", user=self.user_rep)["items"]
        self.assertEqual([item["id"] for item in listed], insight.ids)
        told = self.post("/sales-reps/ai/performance-insights", {"rep_id": self.rep.id, "period": str(self.today)[:7]}, status=200,
                         user=self.user_rep)
        self.assertEqual(([item["id"] for item in told["insights"]], told["figures"][0]["code"]), (insight.ids, "revenue"))
        self.assertEqual(self.post(f"/insights/{insight.id}/submit", status=200, user=self.user_rep)["state"], "acknowledged")
        closed = self.post(f"/insights/{insight.id}/post", {"outcome": "done"}, status=200, user=self.user_rep)
        self.assertEqual(closed["state"], "done")
        self.assertProblem(self.call("POST", f"/insights/{insight.id}/post", {"outcome": "done"}, user=self.user_rep), 409, "conflict")

    def test_a_forecast_is_promised_by_the_rep_and_decided_by_the_manager(self):
        self.env["crm.lead"].create({
            "name": "Deal", "type": "opportunity", "user_id": self.user_rep.id, "expected_revenue": 1000, "date_deadline": self.today})
        self.env["sales_os.forecast"].sudo()._generate(self.company, "month", self.today)
        found = self.get(f"/forecasts?rep_id={self.rep.id}&category=commit&method=weighted&date={self.today}", user=self.user_rep)["items"]
        path = f"/forecasts/{found[0]['id']}"
        self.assertEqual(self.call("PATCH", path, {"note": "Sure"}, user=self.user_rep).json()["note"], "Sure")
        self.assertEqual(self.post(f"{path}/submit", {"amount": 900}, status=200, user=self.user_rep)["submitted"]["amount"], "900.00")
        self.assertProblem(self.call("POST", f"{path}/post", {}, user=self.user_rep), 403, "forbidden")
        self.assertProblem(self.call("POST", f"{path}/post", {"amount": 1}, user=self.user_manager), 422, "invalid")
        decided = self.post(f"{path}/post", {"amount": 700, "note": "One is late"}, status=200, user=self.user_manager)
        self.assertEqual((decided["state"], decided["effective"]["amount"]), ("adjusted", "700.00"))
