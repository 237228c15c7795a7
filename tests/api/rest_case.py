"""The API as a client calls it: over HTTP, with a key of a user."""

import json

from odoo.tests import HttpCase, tagged

from ..common import SalesForce


@tagged("post_install", "-at_install")
class RestCase(SalesForce, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.env["ir.config_parameter"].set_param("sales_os.api_requests_per_minute", "100000")
        users = cls.user_rep | cls.user_rep2 | cls.user_manager | cls.user_executive | cls.user_admin_so | cls.user_plain
        cls.keys = {user: cls.make_key(user) for user in users}

    @classmethod
    def make_key(cls, user, scope=None):
        # sudo: as the dialog does it
        return cls.env["res.users.apikeys"].with_user(user).sudo()._generate(scope, "test", False)

    def call(self, method, path, body=None, user=None, headers=None, key=None, data=None):
        """The answer of one call, as ``requests`` gives it; ``user=False`` for none."""
        headers = dict(headers or {})
        if user is not False:
            headers["Authorization"] = f"Bearer {key or self.keys[user or self.user_admin_so]}"
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
            data = json.dumps(body)
        self.env.flush_all()
        answer = self.opener.request(
            method, self.base_url() + "/api/v1" + path, data=data, headers=headers, timeout=30, allow_redirects=False
        )
        self.env.invalidate_all()
        return answer

    def get(self, path, status=200, **kwargs):
        answer = self.call("GET", path, **kwargs)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def post(self, path, body=None, status=201, **kwargs):
        answer = self.call("POST", path, body, **kwargs)
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def assertProblem(self, answer, status, kind):
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        body = answer.json()
        self.assertEqual((body["status"], body["type"].rsplit("#")[-1]), (status, kind))
        self.assertEqual(body["request_id"], answer.headers["X-Request-Id"])
        self.assertNotIn("Traceback", answer.text)
        return body
