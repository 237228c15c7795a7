"""What surrounds every call: keys, limits, idempotency, request ids, and errors that are always problem+json."""

import inspect
import time
from unittest.mock import MagicMock, patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sales_os.controllers.api import api_dispatcher
from odoo.addons.sales_os.controllers.api.routers import ROUTERS

from .rest_case import RestCase

REP = {"name": "Ada Field", "kind": "agent"}


@tagged("post_install", "-at_install")
class TestRestEnvelope(RestCase):
    def setUp(self):
        super().setUp()
        api_dispatcher._buckets.clear()

    def test_without_a_key_nothing_but_the_documents_is_open(self):
        self.assertProblem(self.call("GET", "/sales-reps/list", user=False), 401, "unauthorized")
        self.assertEqual(self.call("GET", "/sales-reps/list", user=False).headers["WWW-Authenticate"].split()[0].lower(), "bearer")
        for given in ("Bearer wrongwrongwrongwrong", "Basic YWRtaW46YWRtaW4=", "Bearer", "Bearer " + "ä" * 20):
            with self.subTest(given=given):
                answer = self.call("GET", "/sales-reps/list", user=False, headers={"Authorization": given.encode()})
                self.assertProblem(answer, 401, "unauthorized")
        self.assertEqual(self.call("GET", "/docs", user=False).status_code, 200)
        self.assertEqual(self.call("GET", "/openapi.json", user=False).json()["openapi"][:3], "3.1")

    def test_a_session_of_a_browser_opens_nothing(self):
        self.authenticate("so_admin", "so_admin")
        self.assertProblem(self.call("GET", "/sales-reps/list", user=False), 401, "unauthorized")

    def test_keys_made_for_the_api_open_the_api_and_nothing_else(self):
        key = self.make_key(self.user_rep, "sales_os.api")
        self.assertEqual(self.call("GET", "/sales-reps/list", key=key).status_code, 200)
        url = self.base_url() + "/json/2/sales_os.rep/search"
        answer = self.opener.post(url, json={"domain": []}, headers={"Authorization": f"Bearer {key}"})
        self.assertEqual(answer.status_code, 401)

    def test_a_key_for_reading_does_not_write(self):
        key = self.make_key(self.user_admin_so, "sales_os.api.read")
        self.assertEqual(self.call("GET", "/sales-reps/list", key=key).status_code, 200)
        self.assertProblem(self.call("POST", "/sales-reps/create", REP, key=key), 401, "unauthorized")

    def test_the_dialog_makes_narrow_keys(self):
        dialog = self.env["res.users.apikeys.description"].with_user(self.user_rep)
        for wanted, scope in (("read", "sales_os.api.read"), ("api", "sales_os.api"), ("everything", False)):
            confirmed = MagicMock()
            confirmed.session = {"identity-check-last": time.time()}
            with self.subTest(wanted=wanted), patch("odoo.addons.base.models.res_users.request", confirmed):
                dialog.create({"name": f"key {wanted}", "duration": "1", "sales_os_scope": wanted}).make_key()
                made = self.env["res.users.apikeys"].sudo().search([("name", "=", f"key {wanted}")])
                self.assertEqual(made.scope, scope)

    def test_unknown_paths_and_methods_are_problems(self):
        self.assertProblem(self.call("GET", "/nothing/here"), 404, "not-found")
        answer = self.call("DELETE", "/sales-reps/list")
        self.assertProblem(answer, 405, "method-not-allowed")
        self.assertIn("GET", answer.headers["Allow"])
        for method in ("OPTIONS", "PUT", "TRACE"):
            with self.subTest(method=method):
                self.assertProblem(self.call(method, "/sales-reps/list"), 405, "method-not-allowed")

    def test_no_other_site_is_let_in(self):
        answer = self.call("GET", "/sales-reps/list", headers={"Origin": "https://evil.example"})
        self.assertNotIn("Access-Control-Allow-Origin", answer.headers)

    def test_what_cannot_be_read_is_a_problem(self):
        json_type = {"Content-Type": "application/json"}
        for data in (b"{", b"", b"\xff\xfe", b"[1]", b'"text"', b"null", b"[" * 5000):
            with self.subTest(data=data[:10]):
                self.assertProblem(self.call("POST", "/sales-reps/create", data=data, headers=json_type), 422, "invalid")
        body = self.assertProblem(self.call("POST", "/sales-reps/create", {"name": "A", "user": 1}), 422, "invalid")
        self.assertEqual(body["errors"][0]["loc"], ["body", "user"])
        self.assertProblem(self.call("POST", "/sales-reps/create", {"name": "a\x00b"}), 422, "invalid")

    def test_a_body_beyond_a_mebibyte_is_refused(self):
        data = b'{"name": "' + b"a" * (1024 * 1024) + b'"}'
        answer = self.call("POST", "/sales-reps/create", data=data, headers={"Content-Type": "application/json"})
        self.assertProblem(answer, 413, "too-large")

    def test_a_failing_server_tells_no_more_than_the_request_id(self):
        with patch.object(type(self.env["sales_os.rep"]), "record", side_effect=ZeroDivisionError("secret")), mute_logger("odoo.http"):
            answer = self.call("POST", "/sales-reps/create", REP)
        self.assertProblem(answer, 500, "internal")
        self.assertNotIn("secret", answer.text)

    def test_each_answer_has_a_request_id_and_the_clients_own_is_kept(self):
        answer = self.call("GET", "/sales-reps/list", headers={"X-Request-Id": "client-0001"})
        self.assertEqual(answer.headers["X-Request-Id"], "client-0001")
        answer = self.call("GET", "/sales-reps/list", headers={"X-Request-Id": "bad id"})
        self.assertEqual(len(answer.headers["X-Request-Id"]), 36)
        with patch.object(api_dispatcher._logger, "info") as info:
            self.call("GET", "/sales-reps/list", headers={"X-Request-Id": "client-0002"})
        line = info.call_args.args[0] % info.call_args.args[1:]
        self.assertRegex(line, r"^client-0002 GET /api/v1/sales-reps/list: 200 in \d+ ms for user \d+$")

    def test_too_many_requests_wait(self):
        self.env["ir.config_parameter"].set_param("sales_os.api_requests_per_minute", "3")
        codes = [self.call("GET", "/sales-reps/list", user=self.user_rep).status_code for _call in range(3)]
        self.assertEqual(codes, [200, 200, 200])
        answer = self.call("GET", "/sales-reps/list", user=self.user_rep)
        self.assertProblem(answer, 429, "too-many-requests")
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertEqual(self.call("GET", "/sales-reps/list", user=self.user_manager).status_code, 200)

    def test_the_same_key_and_body_get_the_first_answer(self):
        before = self.env["sales_os.rep"].search_count([])
        answers = [self.call("POST", "/sales-reps/create", REP, headers={"Idempotency-Key": "k-1"}) for _call in range(3)]
        self.assertEqual({answer.text for answer in answers}, {answers[0].text})
        self.assertEqual([answer.status_code for answer in answers], [201] * 3)
        self.assertEqual(answers[1].headers["Idempotent-Replayed"], "true")
        self.assertEqual(self.env["sales_os.rep"].search_count([]), before + 1)

    def test_the_same_key_with_another_body_is_a_conflict(self):
        self.post("/sales-reps/create", REP, headers={"Idempotency-Key": "k-2"})
        answer = self.call("POST", "/sales-reps/create", {**REP, "name": "Bea"}, headers={"Idempotency-Key": "k-2"})
        self.assertProblem(answer, 409, "idempotency-key-reused")

    def test_keys_of_two_users_do_not_meet_and_no_answer_is_shown_to_another(self):
        self.post("/sales-reps/create", REP, headers={"Idempotency-Key": "k-3"})
        answer = self.call("POST", "/sales-reps/create", REP, headers={"Idempotency-Key": "k-3"}, user=self.user_rep)
        self.assertProblem(answer, 403, "forbidden")

    def test_a_request_that_failed_leaves_its_key_free(self):
        self.assertProblem(self.call("POST", "/sales-reps/create", {"name": 5}, headers={"Idempotency-Key": "k-4"}), 422, "invalid")
        self.post("/sales-reps/create", REP, headers={"Idempotency-Key": "k-4"})

    def test_an_odd_key_is_refused(self):
        self.assertProblem(self.call("POST", "/sales-reps/create", REP, headers={"Idempotency-Key": "a b"}), 422, "invalid")

    def test_answers_are_forgotten_after_a_week(self):
        self.post("/sales-reps/create", REP, headers={"Idempotency-Key": "k-5"})
        kept = self.env["sales_os.api.idempotency"].search([("key", "=", "k-5")])
        self.env.cr.execute("UPDATE sales_os_api_idempotency SET create_date = create_date - interval '8 days' WHERE id = %s", [kept.id])
        self.env.invalidate_all()
        first = self.post("/sales-reps/create", REP, headers={"Idempotency-Key": "k-5"})
        self.assertNotEqual(first["id"], False)
        self.assertFalse(kept.exists())
        self.env.cr.execute("UPDATE sales_os_api_idempotency SET create_date = create_date - interval '8 days'")
        self.env["sales_os.api.idempotency"]._gc_answered()
        self.assertFalse(self.env["sales_os.api.idempotency"].search([("key", "=", "k-5")]))

    def test_the_page_of_the_documents_runs_no_script_and_names_every_path(self):
        answer = self.call("GET", "/docs", user=False)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertNotIn("<script", answer.text)
        for path in self.call("GET", "/openapi.json", user=False).json()["paths"]:
            self.assertIn(path, answer.text)

    def test_every_router_works_in_the_requests_own_thread(self):
        for route in (route for router in ROUTERS for route in router.routes):
            with self.subTest(path=route.path):
                self.assertTrue(inspect.iscoroutinefunction(route.endpoint))
