"""Keys that open nothing: each costs the same work, an address may try a few, and nobody else is locked out."""

import xmlrpc.client
from datetime import timedelta
from unittest.mock import MagicMock, patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models import res_users
from odoo.addons.base.models.res_users import KEY_CRYPT_CONTEXT
from odoo.addons.sales_os.models.api import api_key, key_attempts

from .rest_case import RestCase

WRONG = "0123456789abcdef0123456789abcdef01234567"


@tagged("post_install", "-at_install")
class TestKeyAttempts(RestCase):
    def setUp(self):
        super().setUp()
        for fresh in (
            patch.object(key_attempts, "_attempts", key_attempts.KeyAttempts()),
            mute_logger("odoo.http", "odoo.addons.rpc.controllers", "odoo.addons.base.models.res_users"),
        ):
            fresh.__enter__()
            self.addCleanup(fresh.__exit__, None, None, None)
        # the cluster of the tests holds other databases too: a server of one database, or with a dbfilter, knows it by itself
        for server in (self.xmlrpc_object, self.xmlrpc_common):
            server("transport")._headers = [("X-Odoo-Database", self.env.cr.dbname)]

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

    def json2_with(self, key):
        headers = {"Authorization": f"Bearer {key}"}
        url = f"{self.base_url()}/json/2/sales_os.rep/search"
        return self.opener.post(url, json={"domain": [], "limit": 1}, headers=headers, timeout=30)

    def xmlrpc_with(self, user, key):
        """Why XML-RPC does not let this key in, or nothing."""
        try:
            self.xmlrpc_object.execute_kw(self.env.cr.dbname, user.id, key, "sales_os.rep", "search", [[]], {"limit": 1})
        except xmlrpc.client.Fault as fault:
            self.assertEqual(fault.faultCode, 3, fault.faultString)
            return fault.faultString
        return ""

    def jsonrpc_with(self, user, key):
        arguments = [self.env.cr.dbname, user.id, key, "sales_os.rep", "search", [[]], {"limit": 1}]
        params = {"service": "object", "method": "execute_kw", "args": arguments}
        answer = self.opener.post(f"{self.base_url()}/jsonrpc", json={"jsonrpc": "2.0", "params": params}, timeout=30).json()
        return answer["error"]["data"]["message"] if "error" in answer else ""

    def authenticate_with(self, user, key):
        return self.xmlrpc_common.authenticate(self.env.cr.dbname, user.login, key, {})

    def test_the_same_at_json_2_and_a_guess_counts_at_both_doors(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "3")
        known = self.keys[self.user_rep]
        self.assertEqual(self.json2_with(known).status_code, 200)
        self.assertEqual([self.json2_with(f"{WRONG}{number}").status_code for number in range(2)], [401, 401])
        self.assertEqual(self.list_with(WRONG).status_code, 401)
        answer = self.json2_with(WRONG)
        self.assertEqual((answer.status_code, answer.json()["message"]), (429, "Too many unknown API keys came from your address."))
        self.assertTrue(1 <= int(answer.headers["Retry-After"]) <= 20)
        self.assertEqual(self.list_with(WRONG).status_code, 429)
        # who was let in before is let in at both doors; a key not seen before waits, right or wrong
        self.assertEqual((self.json2_with(known).status_code, self.list_with(known).status_code), (200, 200))
        self.assertEqual(self.json2_with(self.keys[self.user_manager]).status_code, 429)

    def test_a_call_without_a_key_is_no_guess(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "1")
        url = f"{self.base_url()}/json/2/sales_os.rep/search"
        self.assertEqual([self.opener.post(url, json={"domain": []}, timeout=30).status_code for _time in range(3)], [401] * 3)
        self.assertEqual(self.json2_with(self.keys[self.user_rep]).status_code, 200)

    def test_at_xml_rpc_too_and_a_known_key_does_not_wait_for_the_failures_of_others(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "3")
        known, theirs = self.keys[self.user_rep], self.keys[self.user_manager]
        self.assertEqual(self.xmlrpc_with(self.user_rep, known), "")
        self.assertEqual(self.authenticate_with(self.user_rep, known), self.user_rep.id)
        self.assertEqual(self.list_with(WRONG).status_code, 401)
        self.assertEqual(self.xmlrpc_with(self.user_rep, WRONG), "Access Denied")
        self.assertFalse(self.authenticate_with(self.user_rep, WRONG))
        for _time in range(2):
            self.registry.clear_cache()  # not only because Odoo's cache still knows it
            self.assertEqual(self.xmlrpc_with(self.user_rep, known), "")
            self.assertEqual(self.authenticate_with(self.user_rep, known), self.user_rep.id)
            # a key not seen before waits, right or wrong, by whichever door
            for key in (WRONG, theirs):
                self.assertRegex(self.xmlrpc_with(self.user_manager, key), "Too many unknown API keys")
                self.assertFalse(self.authenticate_with(self.user_manager, key))
                self.assertRegex(self.jsonrpc_with(self.user_manager, key), "Too many unknown API keys")
            self.assertEqual(self.list_with(theirs).status_code, 429)

    def test_at_xml_rpc_what_opens_one_user_is_a_guess_for_another(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "1")
        key = self.keys[self.user_rep]
        self.assertEqual(self.xmlrpc_with(self.user_rep, key), "")
        self.assertEqual(self.xmlrpc_with(self.user_rep2, key), "Access Denied")
        self.assertRegex(self.xmlrpc_with(self.user_manager, key), "Too many unknown API keys")
        self.assertEqual(self.xmlrpc_with(self.user_rep, key), "")

    def test_at_xml_rpc_a_key_that_was_withdrawn_is_forgotten(self):
        self.env["ir.config_parameter"].set_param(key_attempts.FAILED_PARAMETER, "1")
        key = self.make_key(self.user_rep2)
        self.assertEqual(self.jsonrpc_with(self.user_rep2, key), "")
        self.env["res.users.apikeys"].sudo().search([("user_id", "=", self.user_rep2.id)]).unlink()
        self.registry.clear_cache()
        self.assertEqual(self.jsonrpc_with(self.user_rep2, key), "Access Denied")
        self.assertRegex(self.jsonrpc_with(self.user_rep2, key), "Too many unknown API keys")

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
        paths = {"GET": ("/sales-reps/list?limit=1", None), "POST": ("/sales-reps/create", {})}
        for name, key in cases.items():
            for door in ("GET", "POST", "/json/2"):
                counted = MagicMock(wraps=KEY_CRYPT_CONTEXT)
                with (
                    patch.object(api_key, "KEY_CRYPT_CONTEXT", counted), patch.object(res_users, "KEY_CRYPT_CONTEXT", counted),
                    self.subTest(door=door, key=name),
                ):
                    if door == "/json/2":
                        self.json2_with(key)
                    else:
                        path, body = paths[door]
                        self.call(door, path, body, key=key)
                    self.assertEqual(counted.verify.call_count, 1)
