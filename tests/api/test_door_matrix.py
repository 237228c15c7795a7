"""The table of rights, replayed at the doors: what it refuses is refused by /json/2, XML-RPC and REST alike."""

import xmlrpc.client

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..access_table import ACCESS
from .rest_case import RestCase

NOBODY = 2_000_000_000
PATHS = {
    "sales_os.rep": "/sales-reps/list", "sales_os.visit": "/visits", "sales_os.route.plan": "/route-plans",
    "sales_os.discount.approval": "/discount-approvals", "sales_os.commission.statement": "/commission-statements",
    "sales_os.territory": "/territories", "sales_os.target": "/targets", "sales_os.forecast": "/forecasts", "sales_os.insight": "/insights",
}


@tagged("post_install", "-at_install")
class TestDoorMatrix(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.make_rep(cls.user_manager)
        cls.make_rep(cls.user_rep, parent_id=manager.id)
        cls.users = {
            "user": cls.user_plain, "rep": cls.user_rep, "manager": cls.user_manager, "executive": cls.user_executive,
            "admin": cls.user_admin_so,
        }

    def json2(self, user, model, method, **arguments):
        url, headers = f"{self.base_url()}/json/2/{model}/{method}", {"Authorization": f"Bearer {self.keys[user]}"}
        return self.opener.post(url, json=arguments, headers=headers, timeout=60).status_code

    def xmlrpc_is_allowed(self, user, model, method, *arguments):
        try:
            self.xmlrpc_object.execute_kw(self.env.cr.dbname, user.id, self.keys[user], model, method, list(arguments), {})
        except xmlrpc.client.Fault as fault:
            # 4: AccessError, as odoo.addons.rpc says it
            self.assertEqual(fault.faultCode, 4, fault.faultString)
            return False
        return True

    def cells(self):
        for model, row in ACCESS.items():
            for group, letters in row.items():
                yield model, self.users[group], letters

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        base = "odoo.addons.base.models"
        silent = mute_logger("odoo.http", "odoo.addons.rpc.controllers", f"{base}.ir_model", f"{base}.ir_rule")
        silent.__enter__()
        self.addCleanup(silent.__exit__, None, None, None)

    def test_reading_by_json(self):
        for model, user, letters in self.cells():
            with self.subTest(model=model, user=user.login):
                self.assertEqual(self.json2(user, model, "search", domain=[], limit=1), 200 if "r" in letters else 403)

    def test_reading_by_xmlrpc(self):
        for model, user, letters in self.cells():
            with self.subTest(model=model, user=user.login):
                self.assertEqual(self.xmlrpc_is_allowed(user, model, "search", [], 0, 1), "r" in letters)

    def test_reading_by_rest(self):
        for model, path in PATHS.items():
            for group, letters in ACCESS[model].items():
                with self.subTest(model=model, group=group):
                    status = self.call("GET", f"{path}?limit=1", user=self.users[group]).status_code
                    self.assertEqual(status, 200 if "r" in letters else 403)

    def test_who_may_not_create_is_refused_by_json(self):
        for model, user in self.refused("c"):
            with self.subTest(model=model, user=user.login):
                url, headers = f"{self.base_url()}/json/2/{model}/create", {"Authorization": f"Bearer {self.keys[user]}"}
                answer = self.opener.post(url, json={"vals_list": [{}]}, headers=headers, timeout=60)
                # a record that is only ever made by its own method says so to everybody; what misses a field was let in (ValidationError)
                self.assertIn((answer.status_code, answer.json().get("name")), (
                    (403, "odoo.exceptions.AccessError"), (422, "odoo.exceptions.UserError")))

    def test_who_may_not_change_is_refused_by_xmlrpc(self):
        """Of a record that is not there: who has the right would be told just that."""
        for letter, method, arguments in (("w", "write", [{}]), ("d", "unlink", [])):
            for model, user in self.refused(letter):
                with self.subTest(model=model, user=user.login, method=method):
                    with self.assertRaises(xmlrpc.client.Fault) as caught:
                        self.xmlrpc_object.execute_kw(
                            self.env.cr.dbname, user.id, self.keys[user], model, method, [[NOBODY], *arguments], {})
                    # 2: this model looks at the record before it asks for the right, or refuses everybody
                    self.assertIn(caught.exception.faultCode, (4, 2), caught.exception.faultString)
                    self.assertFalse(self.env[model].with_user(user).has_access(method))

    def refused(self, letter):
        for model, user, letters in self.cells():
            if letter not in letters and not self.env[model]._transient:
                yield model, user
