"""The same rights at all doors: REST, /json/2 and XML-RPC; and nothing that XML-RPC could not carry."""

import xmlrpc.client

from odoo.tests import tagged
from odoo.tools import mute_logger

from .rest_case import RestCase


@tagged("post_install", "-at_install")
class TestThreeDoors(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.stranger = cls.make_rep(cls.user_rep2)
        cls.partner = cls.make_partner("Shop", user_id=cls.user_rep.id)
        cls.visit = cls.make_visit(cls.rep, cls.partner)
        cls.foreign_visit = cls.make_visit(cls.stranger)
        cls.plan = cls.make_plan(cls.rep, cls.partner)
        cls.product = cls.env["product.product"].create({"name": "Machine", "list_price": 1000.0, "default_code": "DOOR-1"})

    def json2(self, user, model, method, **arguments):
        self.env.flush_all()
        url, headers = f"{self.base_url()}/json/2/{model}/{method}", {"Authorization": f"Bearer {self.keys[user]}"}
        answer = self.opener.post(url, json=arguments, headers=headers, timeout=30)
        self.env.invalidate_all()
        return answer

    def rpc(self, user, model, method, *arguments, **named):
        self.env.flush_all()
        with mute_logger("odoo.addons.rpc.controllers"):
            result = self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, self.keys[user], model, method, list(arguments), named)
        self.env.invalidate_all()
        return result

    def test_reading_is_allowed_and_refused_alike(self):
        paths = {
            "sales_os.visit": "/visits", "sales_os.route.plan": "/route-plans", "sales_os.territory": "/territories",
            "sales_os.discount.approval": "/discount-approvals", "sales_os.commission.statement": "/commission-statements",
            "sale.order": "/quotes", "sales_os.rep": "/sales-reps/list",
        }
        users = (self.user_plain, self.user_rep, self.user_manager, self.user_executive, self.user_admin_so)
        for model, path in paths.items():
            for user in users:
                with self.subTest(model=model, user=user.login), mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                    allowed = self.env[model].with_user(user).has_access("read")
                    rest = self.call("GET", f"{path}?limit=1", user=user)
                    self.assertEqual(rest.status_code, 200 if allowed else 403)
                    self.assertEqual(self.json2(user, model, "search", domain=[], limit=1).status_code, 200 if allowed else 403)
                    if allowed:
                        self.assertIsInstance(self.rpc(user, model, "search", [], limit=1), list)
                    else:
                        with self.assertRaises(xmlrpc.client.Fault):
                            self.rpc(user, model, "search", [], limit=1)

    def test_a_foreign_record_is_closed_at_all_doors(self):
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            self.assertProblem(self.call("POST", f"/visits/{self.foreign_visit.id}/submit", {}, user=self.user_rep), 404, "not-found")
            answer = self.json2(self.user_rep, "sales_os.visit", "action_check_in", ids=self.foreign_visit.ids)
            self.assertIn(answer.status_code, (403, 404))
            with self.assertRaises(xmlrpc.client.Fault):
                self.rpc(self.user_rep, "sales_os.visit", "action_check_in", self.foreign_visit.ids)
        self.assertEqual(self.foreign_visit.state, "planned")

    def test_private_methods_are_closed(self):
        for method in ("_keep", "_claim", "_sales_os_owner"):
            with self.subTest(method=method), mute_logger("odoo.http"):
                self.assertIn(self.json2(self.user_admin_so, "sales_os.api.idempotency", method).status_code, (403, 404, 422))
                with self.assertRaises(xmlrpc.client.Fault):
                    self.rpc(self.user_admin_so, "sales_os.api.idempotency", method)

    def test_answers_kept_for_repeats_are_readable_by_nobody(self):
        self.post("/sales-reps/create", {"name": "Ada", "kind": "agent"}, headers={"Idempotency-Key": "door-1"})
        kept = self.env["sales_os.api.idempotency"].search([("key", "=", "door-1")])
        with mute_logger("odoo.http"):
            answer = self.json2(self.user_admin_so, "sales_os.api.idempotency", "read", ids=kept.ids, fields=["answer"])
        self.assertEqual(answer.status_code, 403)

    def test_what_the_methods_return_travels_by_xmlrpc(self):
        day = "2026-11-23"
        calls = {
            ("sales_os.visit", "due_list"): [],
            ("sales_os.visit", "my_day"): [],
            ("sales_os.visit", "best_times"): [self.partner.ids],
            ("sales_os.visit", "record_call"): [{
                "client_uuid": "door-visit-1", "rep_id": self.rep.id, "partner_id": self.partner.id, "date_start": f"{day} 09:00:00"}],
            ("sales_os.rep", "pipeline_activity"): ["2026-11-01", "2026-11-30"],
            ("sales_os.territory", "resolve"): [self.partner.ids],
            ("sale.order", "record_quote"): [{
                "client_uuid": "door-quote-1", "rep_id": self.rep.id, "partner_id": self.partner.id,
                "lines": [{"product": "DOOR-1", "quantity": 1}]}],
            ("sales_os.route.plan", "optimize_stops"): [{
                "start": [48.8, 2.3], "shift": [480, 1020],
                "stops": [{"id": "a", "latitude": 48.9, "longitude": 2.3, "minutes": 30}]}],
        }
        for (model, method), arguments in calls.items():
            with self.subTest(method=method):
                xmlrpc.client.dumps((self.rpc(self.user_rep, model, method, *arguments),), allow_none=False)

    def test_faulty_arguments_are_told_in_words_at_the_rpc_doors(self):
        for method, arguments in (
            ("record_call", ["x"]), ("record_call", [{"state": "done"}]), ("record_call", [{"type": "none"}]),
        ):
            with self.subTest(method=method, arguments=arguments), mute_logger("odoo.http"):
                with self.assertRaises(xmlrpc.client.Fault) as caught:
                    self.rpc(self.user_rep, "sales_os.visit", method, *arguments)
                self.assertNotIn("Traceback", caught.exception.faultString)
        for values in ("x", {}, {"partner_id": 1, "lines": "x"}, {"partner_id": 1, "lines": [{"product": [1]}]},
                       {"partner_id": 1, "lines": [{"product": "DOOR-1", "state": "sale"}]}):
            with self.subTest(values=values), mute_logger("odoo.http"), self.assertRaises(xmlrpc.client.Fault) as caught:
                self.rpc(self.user_rep, "sale.order", "record_quote", values)
            self.assertNotIn("Traceback", caught.exception.faultString)

    def test_text_that_looks_like_a_query_stays_text(self):
        for text in ("' OR 1=1 --", "%", "\\", "[('id','>',0)]", "../../etc/passwd", "{{7*7}}"):
            with self.subTest(text=text):
                answer = self.call("GET", "/sales-reps/list?q=" + self.quoted(text))
                self.assertEqual(answer.status_code, 200)
                made = self.post("/sales-reps/create", {"name": text, "kind": "agent"})
                self.assertEqual(made["name"], text)

    def quoted(self, text):
        from urllib.parse import quote
        return quote(text, safe="")
