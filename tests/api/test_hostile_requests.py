"""What an attacker sends: names that were not offered, other people's numbers, forged cursors, climbing paths, too much of everything."""

import base64
import json
import re
from urllib.parse import quote

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rest_case import RestCase

# columns nobody may write from outside, whatever the resource
SMUGGLED = ("create_uid", "write_date", "company_id", "is_admin", "access_token", "__class__", "sales_os_approval_state")
INJECTED = (
    "1; DROP TABLE res_users",
    "1 OR 1=1", "' OR ''='", "[('id','>',0)]", '{"$ne": null}', "1)) UNION SELECT login FROM res_users--", "\u202e1",
)


@tagged("post_install", "-at_install")
class TestHostileRequests(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.make_rep(cls.user_rep2)
        cls.shop = cls.make_partner("Shop", user_id=cls.user_rep.id)
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 1000.0})

    def operations(self):
        """``(method, path, operation)`` of the OpenAPI document, with 1 in the place of each number."""
        for path, methods in self.get("/openapi.json", user=False)["paths"].items():
            for method, operation in methods.items():
                yield method.upper(), re.sub(r"\{\w+\}", "1", path), operation

    def test_no_operation_takes_a_name_that_it_does_not_document(self):
        tried = 0
        for method, path, operation in self.operations():
            if "requestBody" not in operation:
                continue
            for name in SMUGGLED:
                tried += 1
                with self.subTest(operation=f"{method} {path}", name=name):
                    body = self.assertProblem(self.call(method, path, {name: 1}), 422, "invalid")
                    self.assertIn(name, [error["loc"][-1] for error in body["errors"]])
        self.assertGreater(tried, 20 * len(SMUGGLED))

    def foreign_records(self):
        """One record of the representative's for each resource: ``{resource: id}``."""
        order = self.env["sale.order"].create({"partner_id": self.shop.id, "user_id": self.user_rep.id})
        approval = self.make_approval(order, 30.0)
        self.assertTrue(approval)
        confirmed = self.env["sale.order"].create({
            "partner_id": self.shop.id, "user_id": self.user_rep.id, "order_line": [Command.create({"product_id": self.product.id})]})
        confirmed.action_confirm()
        today = fields.Date.today()
        # sudo: insights are written by the night
        insight = self.env["sales_os.insight"].sudo().create({
            "kind": "churn_risk", "severity": "warning", "suggested_action": "call", "res_model": "res.partner", "res_id": self.shop.id,
            "record_name": "Shop", "partner_id": self.shop.id, "rep_id": self.rep.id, "company_id": self.company.id, "facts": {},
            "date_found": today, "date_evidence": today, "date_expires": fields.Date.add(today, days=30)})
        self.env["sales_os.forecast"].sudo()._generate(self.company, "month", today)
        forecast = self.env["sales_os.forecast"].search([("scope_kind", "=", "rep"), ("rep_id", "=", self.rep.id)], limit=1)
        return {
            "quotes": order.id, "orders": confirmed.id, "discount-approvals": approval.id, "insights": insight.id,
            "forecasts": forecast.id, "visits": self.make_visit(self.rep, self.shop).id,
            "route-plans": self.make_plan(self.rep, self.shop).id, "targets": self.make_target(self.rep).id,
        }

    def test_numbers_of_other_peoples_records_open_nothing(self):
        records, tried = self.foreign_records(), 0
        paths = {(method, path) for method, path, _operation in self.operations() if re.search(r"/1(/|$)", path)}
        for method, path in sorted(paths):
            resource = path.split("/")[1]
            if not records.get(resource):
                continue
            tried += 1
            with self.subTest(operation=f"{method} {path}"), mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                answer = self.call(
                    method, path.replace("/1", f"/{records[resource]}", 1), {} if method != "GET" else None, user=self.user_rep2)
                # 422: the empty body was refused before any record was looked for
                self.assertIn(answer.status_code, (404, 422), answer.text)
                if method == "GET":
                    self.assertProblem(answer, 404, "not-found")
        self.assertGreaterEqual(tried, 20)

    def test_a_filter_is_a_value_and_never_a_part_of_a_query(self):
        for text in INJECTED:
            with self.subTest(text=text):
                word = quote(text, safe="")
                for path in (f"/visits?rep_id={word}", f"/visits?state={word}", f"/visits/{word}", f"/quotes?date_from={word}"):
                    self.assertProblem(self.call("GET", path), 422, "invalid")
                self.assertIn(self.call("GET", f"/visits?order={word}&domain={word}&fields={word}").status_code, (200, 422))

    def test_a_forged_cursor_is_refused(self):
        for _time in range(3):
            self.make_visit(self.rep, self.shop)
        cursor = self.get("/visits?limit=1")["next_cursor"]
        plain = base64.urlsafe_b64encode(json.dumps({"id": "1 OR 1=1", "last": "x"}).encode()).decode().rstrip("=")
        forged = [f"{cursor[:-2]}AA", cursor[::-1], plain, "'; DROP TABLE x; --", "AAAA", "=", "x" * 200, "\x00", "é"]
        for text in forged:
            with self.subTest(text=text):
                self.assertProblem(self.call("GET", f"/visits?limit=1&cursor={quote(text, safe='')}"), 422, "invalid")
        self.assertProblem(self.call("GET", f"/visits?limit=1&cursor={'x' * 201}"), 422, "invalid")
        self.assertProblem(self.call("GET", f"/route-plans?limit=1&cursor={cursor}"), 422, "invalid")

    def test_a_path_does_not_climb(self):
        for path in (
            "/reports/..%2f..%2fetc%2fpasswd", "/reports/%2e%2e%2f%2e%2e%2fodoo.conf", "/reports/revenue%00.csv",
            "/reports/file:%2f%2f%2fetc%2fpasswd", "/..%2f..%2fweb%2fdatabase%2fmanager",
        ):
            with self.subTest(path=path):
                answer = self.call("GET", path)
                self.assertIn(answer.status_code, (404, 422), answer.text)
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                self.assertNotIn("root:", answer.text)
        answer = self.call("GET", "/reports/revenue?format=..%2f..%2fetc%2fpasswd")
        self.assertProblem(answer, 422, "invalid")

    def test_bodies_that_are_too_much_are_refused_in_words(self):
        line = {"product": self.product.id, "quantity": 1}
        quotation = {"client_uuid": "hostile-0001", "rep_id": self.rep.id, "partner_id": self.shop.id}
        deep = json.dumps({"name": "A"})[:-1] + ', "kind": ' + "[" * 400 + "]" * 400 + "}"
        stops = [{"id": str(number), "latitude": 1, "longitude": 1, "minutes": 1} for number in range(101)]
        cases = [
            ("/sales-reps/quote", json.dumps({**quotation, "lines": [line] * 201})),
            ("/sales-reps/quote", json.dumps({**quotation, "lines": [{**line, "quantity": 1e300}]})),
            ("/sales-reps/quote", json.dumps({**quotation, "lines": [{**line, "price_unit": float("nan")}]})),
            ("/sales-reps/quote", json.dumps({**quotation, "partner_id": 10**30, "lines": [line]})),
            ("/sales-reps/create", json.dumps({"name": "a" * 201})),
            ("/sales-reps/create", deep),
            ("/sales-reps/ai/route-optimization", json.dumps({
                "start": {"latitude": 1, "longitude": 1}, "stops": stops, "shift": {"start": "08:00", "end": "17:00"}})),
        ]
        for path, data in cases:
            with self.subTest(path=path, data=data[:80]):
                answer = self.call("POST", path, data=data, headers={"Content-Type": "application/json"})
                self.assertProblem(answer, 422, "invalid")
        self.assertFalse(self.env["sale.order"].search([("sales_os_client_uuid", "=", "hostile-0001")]))
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        packed = self.call("POST", "/sales-reps/create", data=b"\x1f\x8b\x08\x00", headers=headers)
        self.assertIn(packed.status_code, (415, 422))

    def test_servers_that_administrators_name_are_asked_by_http_only(self):
        addresses = (
            "file:///etc/passwd", "gopher://127.0.0.1:25/", "ftp://10.0.0.1/", "javascript:alert(1)", "//evil.example", "http://", "x")
        for address in addresses:
            with self.subTest(address=address):
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.company.sales_os_distance_url = address
                with self.assertRaises(ValidationError), self.cr.savepoint():
                    self.company.sales_os_tile_url = address + "{z}{x}{y}" if address != "http://" else address
        for user in (self.user_rep, self.user_manager, self.user_executive):
            self.assertFalse(self.company.with_user(user).has_access("write"))
