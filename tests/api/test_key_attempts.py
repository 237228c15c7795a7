"""Keys that open nothing: each costs the same work, an address may try a few, and nobody else is locked out."""

from datetime import timedelta
from unittest.mock import MagicMock, patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.base.models.res_users import KEY_CRYPT_CONTEXT
from odoo.addons.sales_os.models.api import api_key, key_attempts

from .rest_case import RestCase

WRONG = "0123456789abcdef0123456789abcdef01234567"


@tagged("post_install", "-at_install")
class TestKeyAttempts(RestCase):
    def setUp(self):
        super().setUp()
        fresh = patch.object(key_attempts, "_attempts", key_attempts.KeyAttempts())
        fresh.start()
        self.addCleanup(fresh.stop)

    def list_with(self, key):
        return self.call("GET", "/sales-reps/list?limit=1", key=key)

    def test_an_address_that_tries_keys_has_to_wait(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "3")
        for number in range(3):
            self.assertProblem(self.list_with(f"{WRONG}{number}"), 401, "unauthorized")
        answer = self.list_with(WRONG)
        self.assertProblem(answer, 429, "too-many-requests")
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertLessEqual(int(answer.headers["Retry-After"]), 20)

    def test_who_called_before_from_that_address_is_let_in_all_the_same(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "2")
        self.assertEqual(self.list_with(self.keys[self.user_rep]).status_code, 200)
        for number in range(4):
            self.list_with(f"{WRONG}{number}")
        self.assertEqual(self.list_with(WRONG).status_code, 429)
        self.assertEqual(self.list_with(self.keys[self.user_rep]).status_code, 200)
        # a key not seen before waits as any other, so that a right guess is not told from a wrong one
        self.assertEqual(self.list_with(self.keys[self.user_manager]).status_code, 429)

    def test_right_keys_use_up_nothing(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "1")
        for user in (self.user_rep, self.user_rep2, self.user_manager, self.user_executive):
            self.assertEqual(self.list_with(self.keys[user]).status_code, 200)

    def test_a_key_that_was_withdrawn_is_forgotten(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "1")
        key = self.make_key(self.user_rep2)
        self.assertEqual(self.list_with(key).status_code, 200)
        self.env["res.users.apikeys"].sudo().search([("user_id", "=", self.user_rep2.id)]).unlink()
        self.assertEqual(self.list_with(key).status_code, 401)
        self.assertEqual(self.list_with(key).status_code, 429)

    def test_an_answer_takes_the_same_work_whatever_the_key(self):
        """The work is counted, not timed: one verification, whether nothing, the beginning or all of the key is known."""
        known = self.keys[self.user_rep]
        expired = self.make_key(self.user_manager)
        self.env.cr.execute(
            "UPDATE res_users_apikeys SET expiration_date = %s WHERE index = %s",
            [fields.Datetime.now() - timedelta(days=1), expired[:8]])
        cases = {
            "right": known, "unknown": WRONG, "wrong ending": known[:8] + "f" * 32, "expired": expired,
            "for reading": self.make_key(self.user_rep, "sales_os.api.read"), "of something else": self.make_key(self.user_rep, "other"),
        }
        for method in ("GET", "POST"):
            for name, key in cases.items():
                counted = MagicMock(wraps=KEY_CRYPT_CONTEXT)
                with patch.object(api_key, "KEY_CRYPT_CONTEXT", counted), self.subTest(method=method, key=name):
                    path = "/sales-reps/list?limit=1" if method == "GET" else "/sales-reps/create"
                    self.call(method, path, {} if method == "POST" else None, key=key)
                    self.assertEqual(counted.verify.call_count, 1)
